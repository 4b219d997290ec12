"""Registered capital as registers and spreadsheets write it, in ten thousands of a currency."""

import re
import unicodedata
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import lru_cache

from .words import WORDS

WAN, YI, YUAN = (WORDS["capital"][unit] for unit in ("wan", "yi", "yuan"))
CURRENCIES = (*WORDS["capital"]["currencies"], [YUAN, "CNY"])  # the first word found counts
SHAPE = re.compile(r"(?P<before>[^\d.+\-]*)(?P<number>\d[\d,]*(?:\.\d+)?)(?P<after>[^\d]*)")
GROUPS = re.compile(r"\d+|\d{1,3}(,\d{1,3})*")
UNITS = {WAN: Decimal(1), WAN + YUAN: Decimal(1), YI: Decimal(10_000), YI + YUAN: Decimal(10_000)}
YUAN_IN_WAN = Decimal("0.0001")
LARGEST_WAN = Decimal(10) ** 9  # ten trillion: more than any register holds


def _currency(words):
    """Return ``(code, rest)`` for the words around a number; none of ours means yuan."""
    for word, code in CURRENCIES:
        if word in words:
            return code, words.replace(word, "", 1)
    return "CNY", words


def _unit_in_wan(rest, default_unit):
    """Return what one unit is in ten thousands, ``None`` when nothing tells, or raise ValueError."""
    if rest in UNITS:
        return UNITS[rest]
    if rest:
        raise ValueError(rest)
    return {"wan": Decimal(1), "yuan": Decimal("0.0001"), None: None}[default_unit]


@lru_cache(maxsize=20_000)
def parse_capital(text, default_unit=None):
    """Return ``(ten_thousands, currency_code)`` or the key of the reason why not.

    ``default_unit`` ("wan", "yuan" or None) is what the header or the user says about bare numbers; a
    number that names its unit or its currency needs none. Zero is zero in every unit. Amounts are
    rounded to the yuan; the text stays beside them.

    >>> parse_capital("3,662.2224(" + WAN + "RMB)")
    (3662.2224, 'CNY')
    >>> parse_capital("500.000000" + WAN + "USD"), parse_capital("270000000", "yuan")
    ((500.0, 'USD'), (27000.0, 'CNY'))
    >>> parse_capital("270000000")
    'capital_unit_unknown'
    """
    plain = re.sub(r"[\s()\[\]]", "", unicodedata.normalize("NFKC", text).upper())
    match = SHAPE.fullmatch(plain)
    if not match or not GROUPS.fullmatch(match["number"].split(".")[0]):
        return "capital_unclear"
    words = match["before"] + match["after"]
    currency, rest = _currency(words)
    try:
        unit = _unit_in_wan(rest, default_unit if rest == words else "yuan")
        amount = Decimal(match["number"].replace(",", ""))
    except (ValueError, InvalidOperation):
        return "capital_unclear"
    if not amount:
        return 0.0, currency
    if unit is None:
        return "capital_unit_unknown"
    amount *= unit
    if amount >= LARGEST_WAN:
        return "capital_unclear"
    return float(amount.quantize(YUAN_IN_WAN, ROUND_HALF_UP)), currency


def guess_unit(header, samples):
    """Return the unit of bare numbers in a column: from its header, else from their size, else None.

    No zone lists a firm of 100 million ten thousands: a column whose bare numbers reach that is in
    yuan. Small numbers alone say nothing.

    >>> guess_unit("capital (" + WAN + ")", ["500"]), guess_unit("capital", ["270000000", "30000"])
    ('wan', 'yuan')
    """
    words = unicodedata.normalize("NFKC", header)
    if WAN in words or "wan" in words.lower():
        return "wan"
    if YUAN in words or "yuan" in words.lower():
        return "yuan"
    bare = [Decimal(sample) for sample in samples if re.fullmatch(r"\d{1,20}(\.\d+)?", sample)]
    return "yuan" if bare and max(bare) >= 100_000_000 else None
