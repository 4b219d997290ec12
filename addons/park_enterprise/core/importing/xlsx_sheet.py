"""The cells of one sheet of a workbook: what they show, what is hidden, what is merged."""

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta

from .cells import Broken, Row, UnreadableFile, clean

REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
AREA = re.compile(r"([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})")
TRUE = ("1", "true")
MAX_AREAS = 200_000
MAX_FILLED = 1_000_000  # cells that take their value from a merged cell
ROWS_APART = 1000  # empty rows a list may leave before we say that something stands far out
CELL_LIMIT = 1_000_000  # characters


@dataclass(frozen=True)
class SheetRows:
    """The rows of a sheet, and what the sheet keeps from view."""

    rows: tuple
    hidden_columns: frozenset = frozenset()
    is_filtered: bool = False


class SheetReader:
    """Turns the elements of a sheet into rows; texts and styles come from the workbook."""

    TAGS = ("col", "row", "mergeCell", "filterColumn")

    def __init__(self, texts, kinds, is_1904, max_rows, max_columns):
        self._texts, self._kinds = texts, kinds
        self._epoch = datetime(1904, 1, 1) if is_1904 else datetime(1899, 12, 30)
        self._max_rows, self._max_columns = max_rows, max_columns
        self._rows, self._areas, self._hidden = [], [], set()
        self._is_filtered, self._number_before = False, 0

    def sheet_rows(self, elements):
        """Return the ``SheetRows`` of elements; cells below a merged one share its value."""
        takers = {
            "col": self._take_column,
            "row": self._take_row,
            "mergeCell": self._take_area,
            "filterColumn": self._take_filter,
        }
        for element in elements:
            takers[element.tag.rpartition("}")[2]](element)
        return SheetRows(fill_merged(self._rows, self._areas), frozenset(self._hidden), self._is_filtered)

    def _take_filter(self, _element):
        self._is_filtered = True

    def _take_column(self, element):
        """Note the columns that are hidden or have no width."""
        if element.get("hidden") in TRUE or element.get("width") in ("0", "0.0"):
            first, last = (element.get(name, "0") for name in ("min", "max"))
            if first.isdigit() and last.isdigit():
                self._hidden.update(range(int(first) - 1, min(int(last), self._max_columns)))

    def _take_area(self, element):
        """Note a merged area that reaches down: ``(first row, last row, column)``."""
        if match := AREA.fullmatch(element.get("ref", "")):
            column, first, last = column_of(match[1]), int(match[2]), int(match[4])
            if last > first and column < self._max_columns:
                self._areas.append((first, last, column))
        if len(self._areas) > MAX_AREAS:
            raise UnreadableFile("workbook_broken")

    def _take_row(self, element):
        """Keep a row that shows something; refuse one beyond the limits or out of its order."""
        given = element.get("r", "")
        number = int(given) if re.fullmatch(r"\d{1,9}", given) else self._number_before + 1
        if number <= self._number_before:
            raise UnreadableFile("workbook_broken")
        self._number_before = number
        cells = self._cells(element)
        if not cells:
            return
        if len(self._rows) > self._max_rows:
            raise UnreadableFile("too_many_rows", self._max_rows)
        if number > self._max_rows + ROWS_APART:
            raise UnreadableFile("far_row", number)
        hidden = element.get("hidden") in TRUE or element.get("ht") in ("0", "0.0")
        self._rows.append(Row(number, tuple(cells), hidden))

    def _cells(self, row):
        """Return the values of a row in their columns."""
        cells, column = [], -1
        for element in row:
            match = REFERENCE.fullmatch(element.get("r", ""))
            column = column_of(match[1]) if match else column + 1
            value = self._value(element)
            if value is None or (isinstance(value, str) and not clean(value)):
                continue
            if column >= self._max_columns:
                raise UnreadableFile("too_many_columns", self._max_columns)
            if column < len(cells):
                raise UnreadableFile("workbook_broken")  # a second value for one cell
            cells.extend([None] * (column - len(cells)))
            cells.append(value)
        return cells

    def _value(self, element):
        """Return what a cell shows: text, number, date, or why it shows nothing usable."""
        kind, raw, formula, inline = element.get("t", "n"), None, None, None
        for child in element:
            tag = child.tag.rpartition("}")[2] if isinstance(child.tag, str) else ""
            if tag == "v":
                raw = child.text or ""
            elif tag == "f":
                formula = child.text or ""
            elif tag == "is":
                inline = text_of(child)
        if raw is not None and len(raw) > CELL_LIMIT:
            raise UnreadableFile("workbook_broken")
        if kind == "inlineStr":
            return inline or None
        if raw is None or (raw == "" and kind != "str"):
            return None if formula is None else Broken("formula", f"={formula}")
        return self._typed(kind, raw, element)

    def _typed(self, kind, raw, element):
        """Return the stored value of a cell by its type."""
        if kind == "e":
            return Broken("error", raw)
        if kind == "s":
            return self._shared(raw)
        if kind in ("str", "d"):
            return raw or None  # a formula whose result is no text shows nothing
        if kind == "b":
            return raw == "1"
        style = element.get("s", "0")
        return self._number(raw, int(style) if style.isdigit() else 0)

    def _shared(self, raw):
        """Return a shared text by its number."""
        try:
            return self._texts[int(raw)] or None
        except (ValueError, IndexError) as error:
            raise UnreadableFile("workbook_broken") from error

    def _number(self, raw, style):
        """Return a number, or the date or percentage that its style shows."""
        try:
            number = int(raw) if re.fullmatch(r"-?\d{1,30}", raw) else float(raw)
        except ValueError:
            return Broken("error", raw)
        if number != number or abs(number) == float("inf"):
            return Broken("error", "#NUM!")  # what a spreadsheet shows for it
        kind = self._kinds[style] if style < len(self._kinds) else None
        if kind == "date":
            return self._date(number)
        return f"{number * 100:.10g}%" if kind == "percent" else number

    def _date(self, number):
        """Return the date or time of a day number; numbers no calendar reaches stay numbers."""
        if 0 <= number < 1:
            return (datetime.min + timedelta(days=number)).time().replace(microsecond=0) if number else time()
        try:
            return self._epoch + timedelta(seconds=round(number * 86400))
        except OverflowError:
            return number


def fill_merged(rows, areas):
    """Return the rows with the value of each merged cell in the rows below it, noted as filled.

    Only rows that hold something are filled, and only the first column of an area: the others show
    nothing of their own. ``areas`` are ``(first row, last row, column)``.

    >>> rows = [Row(2, ("A", "x")), Row(3, (None, "y")), Row(4, (None, "z"))]
    >>> [(row.cells, row.filled) for row in fill_merged(rows, [(2, 3, 0)])]
    [(('A', 'x'), ()), (('A', 'y'), ((0, 2),)), ((None, 'z'), ())]
    """
    rows = list(rows)
    numbers, left = [row.number for row in rows], MAX_FILLED
    for first, last, column in areas:
        top = bisect_left(numbers, first)
        if top == len(rows) or numbers[top] != first or column >= len(rows[top].cells):
            continue
        end = bisect_right(numbers, last)
        left -= end - top
        if left < 0:
            raise UnreadableFile("workbook_broken")
        for place in range(top + 1, end):
            rows[place] = _filled(rows[place], column, rows[top].cells[column], first)
    return tuple(rows)


def _filled(row, column, value, from_row):
    """Return a row with a merged value in an empty column."""
    cells = [*row.cells, *[None] * (column + 1 - len(row.cells))]
    if value is None or cells[column] is not None:
        return row
    cells[column] = value
    return replace(row, cells=tuple(cells), filled=(*row.filled, (column, from_row)))


def text_of(element):
    """Return the text of a string item without its pronunciation guide."""
    return "".join(
        node.text or ""
        for node in element.iter()
        if isinstance(node.tag, str)
        and node.tag.rpartition("}")[2] == "t"
        and node.getparent().tag.rpartition("}")[2] != "rPh"
    )


def column_of(letters):
    """Return the index of a column: A is 0.

    >>> column_of("A"), column_of("AB")
    (0, 27)
    """
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - 64
    return index - 1


def letters_of(index):
    """Return the letters of a column: 0 is A.

    >>> letters_of(0), letters_of(27)
    ('A', 'AB')
    """
    letters, index = "", index + 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
