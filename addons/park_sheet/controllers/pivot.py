import io
import json

from odoo.addons.web.controllers.pivot import TableExporter
from odoo.http import content_disposition, request, route
from odoo.tools.osutil import clean_filename
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import UnprocessableEntity
from xlsxwriter import Workbook

from ..core.pivot import place_headers
from ..core.text import clean, sheet_name, width
from ..core.xlsx import FONT, NAVY, page_footer, set_up_page
from .sheet import MIME_TYPES


def never(_controller, *_args):
    """Say that the route writes: the hook may, and what was sent can be read but once for a second try.

    Core warns of a plain ``False`` where its own route is readonly.
    """
    return False


class TextTableExporter(TableExporter):
    @route(readonly=never)
    def export_xlsx(self, data, **_query):
        """Send a pivot as a workbook in which group titles are text, whatever they begin with."""
        pivot = json.load(data) if isinstance(data, FileStorage) else json.loads(data)
        if not pivot:
            raise UnprocessableEntity(request.env._("No data to export"))
        request.env["park.document"]._on_pivot_export(pivot)
        name = request.env._("Pivot %(title)s (%(model)s)", title=pivot["title"], model=pivot["model"])
        return request.make_response(
            self._workbook(pivot),
            headers=[
                ("Content-Type", MIME_TYPES["xlsx"]),
                ("Content-Disposition", content_disposition(clean_filename(f"{name}.xlsx"))),
            ],
        )

    def _workbook(self, pivot):
        stream = io.BytesIO()
        with Workbook(stream, {"in_memory": True}) as book:
            writer = _PivotWriter(book, pivot["title"])
            header_rows = writer.write_headers(pivot["col_group_headers"], pivot["measure_headers"])
            writer.write_rows(pivot["rows"], header_rows)
            writer.finish(header_rows)
        return stream.getvalue()


class _PivotWriter:
    """Writes one pivot; strings only as strings."""

    def __init__(self, book, title):
        font = {"font_name": FONT, "font_size": 10}
        header = {**font, "bg_color": NAVY, "font_color": "#FFFFFF", "border": 1, "border_color": "#FFFFFF"}
        self.header = book.add_format(header)
        self.bold_header = book.add_format({**header, "bold": True})
        self.row_title = book.add_format({**font, "bg_color": "#DDEBF7"})
        self.figure, self.bold_figure = book.add_format(font), book.add_format({**font, "bold": True})
        self.worksheet = book.add_worksheet(sheet_name(title, set()))
        self.title_width = 16

    def write_headers(self, group_headers, measure_headers):
        """Write groups and measures over the columns; return the number of rows they take."""
        for row in range(len(group_headers) + bool(measure_headers)):
            self._write(row, 0, "", self.header)
        for row, column, text in place_headers(group_headers):
            self._write(row, column, text, self.header)
        for column, measure in enumerate(measure_headers, 1):
            style = self.bold_header if measure["is_bold"] else self.header
            self._write(len(group_headers), column, measure["title"], style)
        self.worksheet.set_column(1, max(len(measure_headers), 1), 16)
        return len(group_headers) + bool(measure_headers)

    def write_rows(self, rows, first):
        for number, row in enumerate(rows, first):
            title = f"{row['indent'] * '     '}{row['title']}"
            self.title_width = max(self.title_width, min(width(title) + 2, 50))
            self._write(number, 0, title, self.row_title)
            for column, cell in enumerate(row["values"], 1):
                self._write(number, column, cell["value"], self.bold_figure if cell.get("is_bold") else self.figure)

    def finish(self, header_rows):
        document = request.env["park.document"]
        footer = page_footer(document._sheet_footer(), document._sheet_labels())
        set_up_page(self.worksheet, footer, max(header_rows, 1))
        self.worksheet.set_column(0, 0, self.title_width)
        self.worksheet.freeze_panes(header_rows, 1)

    def _write(self, row, column, value, style):
        if isinstance(value, str):
            self.worksheet.write_string(row, column, clean(value), style)
        else:
            self.worksheet.write(row, column, value, style)
