"""The spreadsheet library's worksheet with a short way for the cells that ledgers are made of."""

import re

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import CellDatetimeTuple, CellNumberTuple, CellStringTuple, Worksheet

# Text that needs more than copying: escapes, rich text, white space at an end.
_NEEDS_CARE = re.compile("[&<>\x00-\x08\x0b-\x1f\ufffe\uffff]|_x|\\A\\s|\\s\\Z")


class StreamingWorksheet(Worksheet):
    """Writes formatted numbers and ordinary text at once; leaves every other cell to the library.

    The bytes are the library's own, which a test compares; the way there is half as long.
    """

    def __init__(self):
        super().__init__()
        self._names = [xl_col_to_name(column) for column in range(100)]
        self._row_with_height = None

    def set_height(self, row, points):
        """Set the height of the row being written, and forget that of the last one so set.

        That row is in the file by now, but the library would keep its height to the end.
        """
        self.row_info.pop(self._row_with_height, None)
        self.row_sizes.pop(self._row_with_height, None)
        self.set_row(row, points)
        self._row_with_height = row

    def _write_cell(self, row, col, cell):
        kind = type(cell)
        if cell.format is None or col >= len(self._names):
            return super()._write_cell(row, col, cell)
        if kind is CellStringTuple and not _NEEDS_CARE.search(cell.string):
            return self.fh.write(
                f'<c r="{self._names[col]}{row + 1}" s="{cell.format._get_xf_index()}" t="inlineStr">'
                f"<is><t>{cell.string}</t></is></c>"
            )
        if kind is CellNumberTuple or kind is CellDatetimeTuple:
            return self.fh.write(
                f'<c r="{self._names[col]}{row + 1}" s="{cell.format._get_xf_index()}"><v>{cell.number:.16G}</v></c>'
            )
        return super()._write_cell(row, col, cell)
