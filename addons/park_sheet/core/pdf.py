"""Sheets as pages: what the page template needs to lay a sheet out on A4."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice

from .sheet import (
    CENTRED,
    NUMERIC,
    SAMPLE,
    Column,
    Labels,
    Sheet,
    as_of_line,
    display,
    heading,
)
from .text import clean, width

MAX_CELLS = 16_000  # of one sheet: some 20 seconds and 700 MB of work, and a hundred pages
PAGE_WIDTHS = {True: 273, False: 186}  # mm between the margins, landscape or portrait
PADDING = 2.4  # mm of a cell that hold no text
HALF_WIDTH = 0.1764  # mm taken by a half-width character, per point of font size
SMALLEST, LARGEST = 6, 10  # points of the table's text
NARROWEST, READABLE, WIDEST = 6, 36, 120  # half-width characters of a column of text
SHORT = 13  # a text up to this is not broken, six Chinese characters; unless the page is crowded
CROWDED = 0.75  # of the page taken by what cannot be narrowed
LONGEST_WORD = 22  # of a word that is not broken: a credit code takes 21
_WORD = re.compile(r"[!-~]+")


class TooManyRows(ValueError):
    """A sheet too long for paper: read it in a workbook; ``args`` are its title and the limit."""


@dataclass(frozen=True)
class Table:
    """A sheet in words and sizes; a row is ``[(style class, text)]``."""

    title: str
    as_of_line: str
    headings: Sequence[str]
    shares: Sequence[float]  # of the table's width, in percent
    font_size: float  # points
    rows: Sequence[Sequence[tuple[str, str]]]
    notes: Sequence[str]
    orientation: str


def layout(sheet: Sheet, labels: Labels) -> Table:
    """Return ``sheet`` as a table; refuse more than ``MAX_CELLS`` with ``TooManyRows``."""
    rows = iter(sheet.rows)
    sample = list(islice(rows, SAMPLE))
    page = PAGE_WIDTHS[sheet.landscape] - PADDING * len(sheet.columns)
    ranges = _ranges(sheet.columns, sample, labels, SHORT)
    if sum(least for least, _natural in ranges) > CROWDED * page / (SMALLEST * HALF_WIDTH):
        ranges = _ranges(sheet.columns, sample, labels, NARROWEST)
    font_size = _font_size(ranges, page)
    widths = _fit(ranges, page / (font_size * HALF_WIDTH))
    return Table(
        title=clean(sheet.title),
        as_of_line=clean(as_of_line(sheet, labels)),
        headings=[clean(heading(column, labels)) for column in sheet.columns],
        shares=_shares(widths, font_size),
        font_size=font_size,
        rows=list(_words(sheet, chain(sample, rows), labels)),
        notes=[clean(note) for note in sheet.notes],
        orientation="landscape" if sheet.landscape else "portrait",
    )


def _ranges(
    columns: Sequence[Column], sample: Sequence[tuple], labels: Labels, short: float
) -> list[tuple[float, float]]:
    """Return the least and the natural width of each column; only text may be narrowed.

    Text up to ``short`` keeps its width.
    """
    ranges = []
    for position, column in enumerate(columns):
        values = [display(row[position], column.kind, labels) for row in sample]
        title = _paper_width(heading(column, labels))
        title = max(title if title <= 9 else title / 2, NARROWEST) + 1  # in two lines if it is long
        natural = column.width or min(max(title, *map(_paper_width, values or [""])) + 1, WIDEST)
        least = natural
        if column.kind == "text":
            words = (_paper_width(word) for value in values for word in _WORD.findall(value))
            least = min(natural, max(title, short, min(max(words, default=0) + 1, LONGEST_WORD)))
        ranges.append((least, natural))
    return ranges


def _paper_width(text: str) -> float:
    """Return the width of ``text`` as printed: letters and digits are wider than half a character."""
    widths = (0.85 * width(line) + 0.3 * len(line) for line in text.splitlines())  # wide 2, other 1.15
    return max(widths, default=0)


def _fit(ranges: Sequence[tuple[float, float]], room: float) -> list[float]:
    """Return widths between least and natural that fit ``room``; the longest text gives most.

    >>> _fit([(12, 12), (10, 40), (10, 50)], 67)
    [12.0, 25.0, 30.0]
    """
    least, natural = (sum(column) for column in zip(*ranges, strict=True))
    kept = min(max((room - least) / (natural - least), 0), 1) if natural > least else 1
    return [narrow + (wide - narrow) * float(kept) for narrow, wide in ranges]


def _font_size(ranges: Sequence[tuple[float, float]], page: float) -> float:
    """Return the size at which columns, text of a readable width, fill ``page`` mm; within limits.

    >>> _font_size([(10, 10), (10, 20)], 273), _font_size([(20, 80)] * 8, 273)
    (10, 6)
    """
    columns = sum(max(least, min(natural, READABLE)) for least, natural in ranges)
    return min(max(round(page / (columns * HALF_WIDTH), 1), SMALLEST), LARGEST)


def _shares(widths: Sequence[float], font_size: float) -> list[float]:
    """Return the percentages of the table's width that the columns take with their padding."""
    sizes = [column_width * HALF_WIDTH * font_size + PADDING for column_width in widths]
    return [round(100 * size / sum(sizes), 3) for size in sizes]


def _words(sheet: Sheet, rows: Iterable[tuple], labels: Labels) -> Iterator[list[tuple[str, str]]]:
    limit = MAX_CELLS // len(sheet.columns)
    for number, row in enumerate(rows, 1):
        if number > limit:
            raise TooManyRows(sheet.title, limit)
        cells = zip(sheet.columns, row, strict=True)
        yield [(_style(column, value), clean(display(value, column.kind, labels))) for column, value in cells]


def _style(column: Column, value: object) -> str:
    if column.kind == "lamp" and value in ("green", "yellow", "red", "grey"):
        return f"lamp {value}"
    return "figure" if column.kind in NUMERIC else "centred" if column.kind in CENTRED else "words"
