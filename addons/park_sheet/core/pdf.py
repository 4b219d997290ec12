"""Sheets as pages: what the page template needs to lay a sheet out on A4."""

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
    estimated_widths,
    heading,
)
from .text import clean

MAX_ROWS = 5_000  # of one sheet; more is read in a workbook, not on paper
PAGE_WIDTHS = {True: 273, False: 186}  # mm between the margins, landscape or portrait
PADDING = 2.4  # mm of a cell that hold no text
HALF_WIDTH = 0.1764  # mm taken by a half-width character, per point of font size
SMALLEST, LARGEST = 6, 10  # points of the table's text


class TooManyRows(ValueError):
    """A sheet that is too long to be paged; ``args[0]`` is its title."""


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
    """Return ``sheet`` as a table; refuse more than ``MAX_ROWS`` rows with ``TooManyRows``."""
    rows = iter(sheet.rows)
    sample = list(islice(rows, SAMPLE))
    widths = estimated_widths(sheet.columns, sample, labels)
    return Table(
        title=clean(sheet.title),
        as_of_line=clean(as_of_line(sheet, labels)),
        headings=[clean(heading(column, labels)) for column in sheet.columns],
        shares=[round(100 * column_width / sum(widths), 3) for column_width in widths],
        font_size=_font_size(widths, PAGE_WIDTHS[sheet.landscape]),
        rows=list(_words(sheet, chain(sample, rows), labels)),
        notes=[clean(note) for note in sheet.notes],
        orientation="landscape" if sheet.landscape else "portrait",
    )


def _font_size(widths: Sequence[float], page_width: float) -> float:
    """Return the size at which the estimated widths fill the page, within what is legible.

    >>> _font_size([10, 20], 273), _font_size([50] * 8, 273)
    (10, 6)
    """
    size = (page_width - PADDING * len(widths)) / (sum(widths) * HALF_WIDTH)
    return min(max(round(size, 1), SMALLEST), LARGEST)


def _words(sheet: Sheet, rows: Iterable[tuple], labels: Labels) -> Iterator[list[tuple[str, str]]]:
    for number, row in enumerate(rows, 1):
        if number > MAX_ROWS:
            raise TooManyRows(sheet.title)
        cells = zip(sheet.columns, row, strict=True)
        yield [(_style(column, value), clean(display(value, column.kind, labels))) for column, value in cells]


def _style(column: Column, value: object) -> str:
    if column.kind == "lamp" and value in ("green", "yellow", "red", "grey"):
        return f"lamp {value}"
    return "figure" if column.kind in NUMERIC else "centred" if column.kind in CENTRED else "words"
