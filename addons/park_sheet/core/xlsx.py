"""Workbooks, streamed: one row in memory at a time, and text that stays text."""

import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime, time
from itertools import chain, islice
from math import ceil
from typing import BinaryIO

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

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
    is_figure,
)
from .text import MAX_CELL, clean, quick_width, sheet_name, width, wrap
from .worksheet import StreamingWorksheet

FONT = "微软雅黑"
NAVY, GRID, MUTED = "#1F4E79", "#BFBFBF", "#595959"
LAMP_FILLS = {"green": "#00B050", "yellow": "#FFC000", "red": "#FF0000", "grey": "#BFBFBF"}
NUMBER_FORMATS = {
    "date": "yyyy-mm-dd",
    "datetime": "yyyy-mm-dd hh:mm",
    "count": "#,##0",
    "number": "#,##0.00",
    "money_wan": "#,##0.00",
    "percent": "0.0%",
}
FROZEN = 44  # at most two leading columns stay in view, together this wide
SCREEN = 260  # in a table this wide a centred title begins on the first screen
LINE, TALLEST = 16, 409  # points of a line of text, and of the tallest row
FIRST_ROW = 3  # below title, date line and header
ROOM = 1_048_576 - FIRST_ROW - 1_000  # rows of one part of a sheet; the notes stand below
EARLIEST = date(1900, 3, 1)  # Excel's calendar is wrong before
OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "remove_timezone": True,
    "use_zip64": True,
}
Put = Callable[[int, int, object], object]  # writes a value at a row and a column


def write_workbook(
    stream: BinaryIO, sheets: Iterable[Sheet], *, footer: str = "", labels: Labels | None = None
) -> None:
    """Write ``sheets`` to ``stream``; the same input gives the same bytes.

    ``footer`` stands at the left of each printed page. A sheet longer than Excel allows goes on in
    a further one. A row whose length differs from the number of columns is refused (ValueError).
    """
    with tempfile.TemporaryDirectory() as folder:  # emptied also when the rows fail half-way
        book = Workbook(stream, {**OPTIONS, "tmpdir": folder})
        writer = _BookWriter(book, footer, labels or Labels())
        for sheet in sheets:
            writer.add(sheet)
        book.close()


class _BookWriter:
    """Adds sheets to a workbook; keeps its formats and the names in use."""

    def __init__(self, book: Workbook, footer: str, labels: Labels):
        self.book, self.labels = book, labels
        self.footer = page_footer(footer, labels)
        self.names: set[str] = set()
        font = {"font_name": FONT, "font_size": 10, "valign": "vcenter"}
        cell = {**font, "border": 1, "border_color": GRID, "text_wrap": True}
        title = {**font, "font_size": 18, "bold": True, "font_color": NAVY}
        self.title = book.add_format(title)
        self.centred_title = book.add_format({**title, "center_across": True})
        self.muted = book.add_format({**font, "font_color": MUTED})
        self.header = book.add_format(
            {**cell, "bold": True, "font_color": "#FFFFFF", "bg_color": NAVY, "align": "center"}
        )
        self.cells = {
            kind: book.add_format({**cell, **_align(kind), "num_format": form})
            for kind, form in {"text": "General", "lamp": "General", **NUMBER_FORMATS}.items()
        }
        self.lamps = {key: book.add_format({"bg_color": fill}) for key, fill in LAMP_FILLS.items()}

    def add(self, sheet: Sheet) -> None:
        if not self.names:
            self.book.set_properties({"title": clean(sheet.title)[:255], "created": _moment(sheet.as_of)})
        rows = iter(sheet.rows)
        following = self._add_part(sheet, rows)
        while following:
            following = self._add_part(sheet, chain(following, rows))

    def _add_part(self, sheet: Sheet, rows: Iterator[tuple]) -> list[tuple]:
        """Write as many rows as one worksheet holds; return the next row, or nothing."""
        worksheet = self.book.add_worksheet(sheet_name(sheet.title, self.names), StreamingWorksheet)
        sample = list(islice(rows, min(SAMPLE, ROOM)))
        widths = estimated_widths(sheet.columns, sample, self.labels)
        self._set_up_page(worksheet, sheet, widths)
        self._write_head(worksheet, sheet, widths)
        part = chain(sample, islice(rows, ROOM - len(sample)))
        last_row = self._write_rows(worksheet, sheet, part, widths)
        self._mark_table(worksheet, sheet, last_row)
        following = list(islice(rows, 1))
        if not following:
            last_row = self._write_notes(worksheet, sheet, last_row, sum(widths))
        worksheet.print_area(0, 0, last_row, len(widths) - 1)
        return following

    def _set_up_page(self, worksheet: Worksheet, sheet: Sheet, widths: Sequence[float]) -> None:
        set_up_page(worksheet, self.footer, FIRST_ROW, landscape=sheet.landscape)
        worksheet.hide_gridlines(2)
        worksheet.freeze_panes(FIRST_ROW, _frozen_columns(widths))
        for position, column_width in enumerate(widths):
            worksheet.set_column(position, position, column_width)

    def _write_head(self, worksheet: Worksheet, sheet: Sheet, widths: Sequence[float]) -> None:
        titles = [clean(heading(column, self.labels)) for column in sheet.columns]
        title_format = self.centred_title if sum(widths) <= SCREEN else self.title
        worksheet.set_row(0, 32)
        worksheet.write_string(0, 0, clean(sheet.title), title_format)
        for position in range(1, len(titles)):
            worksheet.write_blank(0, position, None, title_format)
        worksheet.set_row(1, 18)
        worksheet.write_string(1, 0, clean(as_of_line(sheet, self.labels)), self.muted)
        lines = max(ceil(width(title) / max(w - 3, 1)) for title, w in zip(titles, widths, strict=True))
        worksheet.set_row(2, 8 + 15 * min(lines, 4))
        for position, title in enumerate(titles):
            worksheet.write_string(2, position, title, self.header)

    def _write_rows(
        self, worksheet: StreamingWorksheet, sheet: Sheet, rows: Iterable[tuple], widths: Sequence[float]
    ) -> int:
        """Write the table and return the number of its last row (the header's when it is empty)."""
        puts = [self._put(worksheet, column) for column in sheet.columns]
        wrapped = [
            (position, column_width)
            for position, (column, column_width) in enumerate(zip(sheet.columns, widths, strict=True))
            if column.kind == "text"
        ]
        number = FIRST_ROW - 1
        for number, row in enumerate(rows, FIRST_ROW):
            if len(row) != len(puts):
                raise ValueError(f"{len(row)} values for {len(puts)} columns in {sheet.title!r}: {row!r}")
            for position, value in enumerate(row):
                puts[position](number, position, value)
            lines = _lines(row, wrapped)
            if lines > 1:  # not every reader of workbooks finds the height of wrapped text by itself
                worksheet.set_height(number, min(lines * LINE + 3, TALLEST))
        return number

    def _put(self, worksheet: Worksheet, column: Column) -> Put:
        """Return the function that writes a value of ``column``."""
        kind, labels, cell = column.kind, self.labels, self.cells[column.kind]
        write_string, write_number = worksheet.write_string, worksheet.write_number

        def put_other(row: int, position: int, value: object) -> None:
            text = clean(display(value, kind, labels), labels.too_long)
            if text:
                write_string(row, position, text, cell)
            else:
                worksheet.write_blank(row, position, None, cell)

        def put_text(row: int, position: int, value: object) -> None:
            if value and type(value) is str:
                write_string(row, position, clean(value, labels.too_long), cell)
            else:
                put_other(row, position, value)

        def put_figure(row: int, position: int, value: object) -> None:
            if value is not False and is_figure(value):
                write_number(row, position, value, cell)
            else:
                put_other(row, position, value)

        def put_date(row: int, position: int, value: object) -> None:
            day = value.date() if isinstance(value, datetime) else value
            if isinstance(day, date) and day >= EARLIEST:
                worksheet.write_datetime(row, position, day if kind == "date" else value, cell)
            else:
                put_other(row, position, value)

        if kind in NUMERIC:
            return put_figure
        return {"text": put_text, "lamp": put_other}.get(kind, put_date)

    def _mark_table(self, worksheet: Worksheet, sheet: Sheet, last_row: int) -> None:
        last_column = len(sheet.columns) - 1
        worksheet.autofilter(FIRST_ROW - 1, 0, last_row, last_column)
        if last_row < FIRST_ROW:
            return
        # Codes and telephone numbers are text on purpose: no green corners.
        worksheet.ignore_errors({"number_stored_as_text": f"A{FIRST_ROW + 1}:XFD{last_row + 1}"})
        for position, column in enumerate(sheet.columns):
            if column.kind == "lamp":
                self._light_lamps(worksheet, position, last_row)

    def _light_lamps(self, worksheet: Worksheet, position: int, last_row: int) -> None:
        for lamp, colour in self.lamps.items():
            word = self.labels.lamps.get(lamp, lamp).replace('"', '""')
            rule = {"type": "cell", "criteria": "==", "value": f'"{word}"', "format": colour}
            worksheet.conditional_format(FIRST_ROW, position, last_row, position, rule)

    def _write_notes(self, worksheet: Worksheet, sheet: Sheet, last_row: int, columns: float) -> int:
        """Write the notes below an empty row, in lines as long as the table; return the last row."""
        lines = [line for note in sheet.notes for line in wrap(clean(note), int(columns))]
        for row, line in enumerate(lines, last_row + 2):
            worksheet.write_string(row, 0, line, self.muted)
        return last_row + 1 + len(lines) if lines else last_row


def _lines(row: Sequence[object], wrapped: Sequence[tuple[int, float]]) -> int:
    """Return how many lines the text in the ``wrapped`` columns, [(position, room)], takes."""
    lines = 1
    for position, room in wrapped:
        value = row[position]
        if type(value) is str and (2 * len(value) > room or "\n" in value):
            paragraphs = value[:MAX_CELL].split("\n")
            lines = max(lines, sum(ceil(quick_width(part) / room) or 1 for part in paragraphs))
    return lines


def _frozen_columns(widths: Sequence[float]) -> int:
    return next((count for count in (2, 1) if len(widths) > count and sum(widths[:count]) <= FROZEN), 0)


def _align(kind: str) -> dict:
    if kind in NUMERIC:
        return {"align": "right", "indent": 1}
    return {"align": "center" if kind in CENTRED else "left"}


def set_up_page(worksheet: Worksheet, footer: str, header_rows: int, *, landscape: bool = True) -> None:
    """Make a worksheet print on A4 as wide as the page, with its header rows on every page."""
    if landscape:
        worksheet.set_landscape()
    worksheet.set_paper(9)  # A4
    worksheet.fit_to_pages(1, 0)
    worksheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    worksheet.center_horizontally()
    worksheet.repeat_rows(0, header_rows - 1)
    worksheet.set_footer(footer, {"margin": 0.25})


def page_footer(footer: str, labels: Labels) -> str:
    """Return ``footer``, the page and the sheet's name in Excel's notation.

    >>> page_footer("R&D", Labels())
    '&L&9 R&&D&C&9 Page &P of &N&R&9 &A'
    """
    page = labels.page.replace("&", "&&") % {"page": "&P", "pages": "&N"}
    text = clean(footer)[:100].replace("&", "&&")
    return f"&L&9 {text}&C&9 {page}&R&9 &A"


def _moment(as_of: date | datetime) -> datetime:
    moment = as_of if isinstance(as_of, datetime) else datetime.combine(as_of, time())
    return moment.replace(tzinfo=None)
