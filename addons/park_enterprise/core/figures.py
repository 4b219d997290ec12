"""Figures as people write them."""

import re
import unicodedata
from decimal import Decimal, InvalidOperation

TEN_THOUSAND = Decimal(10_000)
SCALES = {"": Decimal(1), "万": TEN_THOUSAND, "亿": TEN_THOUSAND * TEN_THOUSAND}
SHAPE = re.compile(r"(-?[\d,]*\.?\d+|-?[\d,]+\.?)(万|亿)?(元|人民币|人|%|亩|件|个月|年)?")
YES = frozenset({"1", "yes", "y", "true", "是", "有"})
NO = frozenset({"0", "no", "n", "false", "否", "无"})


class UnclearFigureError(ValueError):
    """A text that is no figure of the wanted kind."""


def parse_figure(text: str, unit: str) -> Decimal:
    """Return the figure a person wrote, in ``unit``; refuse what is not clear with UnclearFigureError.

    For ``wan`` a bare number is in 10,000 yuan already; 元, 万 and 亿 behind it say otherwise.
    ``flag`` takes yes or no.

    >>> parse_figure("1,200", "person"), parse_figure("１.５亿", "wan"), parse_figure("35000元", "wan")
    (Decimal('1200'), Decimal('15000.0'), Decimal('3.5'))
    >>> parse_figure("是", "flag")
    Decimal('1')
    """
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", text or "")).lower()
    if unit == "flag":
        if plain in YES | NO:
            return Decimal(plain in YES)
        raise UnclearFigureError(text)
    match = SHAPE.fullmatch(plain)
    if not match:
        raise UnclearFigureError(text)
    digits, scale, suffix = match.groups(default="")
    try:
        number = Decimal(digits.replace(",", ""))
    except InvalidOperation:
        raise UnclearFigureError(text) from None
    if unit != "wan":
        return number * SCALES[scale]
    bare = not scale and suffix not in ("元", "人民币")
    return number if bare else number * SCALES[scale] / TEN_THOUSAND
