"""Text on its way into a cell: what may stand there, how wide it is, and what must be defused."""

import re
import unicodedata
from collections.abc import Iterator

MAX_CELL = 32_767  # characters in one cell, counted in UTF-16 units; Excel's limit
MAX_NAME = 31  # characters in the name of a sheet, counted likewise

# Controls, lone surrogates and the two non-characters that XML 1.0 forbids; tab and newline may stay.
_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\\n\t]")
# What makes a spreadsheet program read a csv field as a formula, in both widths.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def clean(text: str, too_long: str = "…") -> str:
    """Return ``text`` as a cell may hold it, cut with the words ``too_long`` when it is too long.

    >>> clean("a\\x00b\\r\\nc")
    'ab\\nc'
    >>> clean("x" * 40_000, "…(more)")[-9:]
    'xx…(more)'
    """
    if text.isprintable() and len(text) <= MAX_CELL // 2 and not text.startswith("<r>"):
        return text
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = _FORBIDDEN.sub("", text)
    if _utf16_length(text) > MAX_CELL:
        text = _utf16_cut(text, MAX_CELL - _utf16_length(too_long)) + too_long
    if text.startswith("<r>") and text.endswith("</r>"):
        # xlsxwriter copies such a string into the file unescaped, taking it for its own rich text.
        text = _utf16_cut(text, MAX_CELL - 1) + " "
    return text


def defuse(text: str) -> str:
    """Return ``text`` with an apostrophe in front when a csv reader would take it for a formula.

    >>> defuse("=1+41"), defuse("＠SUM(A1)"), defuse("a=1")
    ("'=1+41", "'＠SUM(A1)", 'a=1')
    """
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


def sheet_name(title: str, taken: set[str]) -> str:
    """Return a name Excel accepts for a sheet called ``title``, and add it to ``taken``.

    Names differ in more than case, so ``taken`` holds them folded.

    >>> taken = set()
    >>> sheet_name("Issues [2026/11]", taken), sheet_name("issues 2026 11", taken)
    ('Issues 2026 11', 'issues 2026 11 (2)')
    """
    base = _FORBIDDEN.sub("", _NOT_IN_NAMES.sub(" ", title))
    base = " ".join(base.split()).strip("' ") or "Sheet"
    if base.casefold() == "history":  # reserved by Excel
        base += "_"
    number, name = 1, _utf16_cut(base, MAX_NAME).rstrip("' ")
    while name.casefold() in taken:
        number += 1
        suffix = f" ({number})"
        name = _utf16_cut(base, MAX_NAME - len(suffix)).rstrip("' ") + suffix
    taken.add(name.casefold())
    return name


def width(text: str) -> int:
    """Return how many columns of half-width characters the longest line of ``text`` takes.

    >>> width("园区 2026"), width("a\\nlonger")
    (9, 6)
    """
    return max((_line_width(line) for line in text.splitlines()), default=0)


def quick_width(line: str) -> float:
    """Return about the ``width`` of one line, at a tenth of the cost: exact for Chinese and ASCII.

    >>> quick_width("园区 2026")
    9.0
    """
    return (len(line) + len(line.encode("utf-8", "replace"))) / 2


def wrap(text: str, columns: int) -> Iterator[str]:
    """Yield ``text`` in lines of at most ``columns`` half-width characters, broken anywhere.

    >>> list(wrap("企业服务日", 4))
    ['企业', '服务', '日']
    """
    for paragraph in text.splitlines():
        line, used = "", 0
        for char in paragraph:
            if line and used + _char_width(char) > columns:
                yield line
                line, used = "", 0
            line += char
            used += _char_width(char)
        yield line


def _line_width(line: str) -> int:
    return len(line) if line.isascii() else sum(map(_char_width, line))


def _char_width(char: str) -> int:
    return 2 if unicodedata.east_asian_width(char) in "WFA" else 1


def _utf16_length(text: str) -> int:
    return len(text) + sum(char > "\uffff" for char in text) if not text.isascii() else len(text)


def _utf16_cut(text: str, units: int) -> str:
    """Return the longest beginning of ``text`` that takes at most ``units`` UTF-16 units."""
    return text.encode("utf-16-le", "replace")[: 2 * units].decode("utf-16-le", "ignore")
