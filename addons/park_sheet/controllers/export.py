"""Odoo's own exports of lists: user text stays text, and the page is ready to print."""

from odoo.addons.web.controllers.export import (
    CSVExport,
    ExcelExport,
    ExportXlsxWriter,
    GroupExportXlsxWriter,
)
from odoo.http import request

from ..core.sheet import NARROWEST, SAMPLE, WIDEST
from ..core.text import clean, defuse, width
from ..core.xlsx import FONT, NAVY, page_footer, set_up_page

BYTE_ORDER_MARK = "\ufeff"  # without it Excel reads Chinese as GBK


class TextWriter:
    """Mixin of core's writers: strings are written as strings, in our look."""

    def __init__(self, fields, columns_headers, row_count):
        super().__init__(fields, columns_headers, row_count)
        document = request.env["park.document"]
        self.labels, self.footer = document._sheet_labels(), document._sheet_footer()
        self.header_style = self.workbook.add_format(
            {"bold": True, "font_color": "#FFFFFF", "bg_color": NAVY, "text_wrap": True, "align": "center"}
        )
        for cell_format in self.workbook.formats:
            cell_format.set_font_name(FONT)
            cell_format.set_font_size(10)
            cell_format.set_align("vcenter")
        self.last_row, self.widths = 0, [NARROWEST] * len(columns_headers)

    def write(self, row, column, cell_value, style=None):
        self.last_row = max(self.last_row, row)
        if row < SAMPLE and cell_value:
            self.widths[column] = max(self.widths[column], min(width(str(cell_value)) + 2, WIDEST))
        if isinstance(cell_value, str):
            return self.worksheet.write_string(row, column, clean(cell_value, self.labels.too_long), style)
        return super().write(row, column, cell_value, style)

    def write_cell(self, row, column, cell_value):
        if isinstance(cell_value, str):
            return self.write(row, column, cell_value, self.base_style)
        return super().write_cell(row, column, cell_value)

    def close(self):
        set_up_page(self.worksheet, page_footer(self.footer, self.labels), 1)
        self.worksheet.freeze_panes(1, 0)
        for column, column_width in enumerate(self.widths):
            self.worksheet.set_column(column, column, column_width)
        return super().close()


class TextListWriter(TextWriter, ExportXlsxWriter):
    """One row a record, to be filtered."""

    def close(self):
        self.worksheet.autofilter(0, 0, self.last_row, max(len(self.widths) - 1, 0))
        return super().close()


class TextGroupWriter(TextWriter, GroupExportXlsxWriter):
    """Groups with their records; no filter, for it would tear them apart."""


class TextExcelExport(ExcelExport):
    def from_data(self, fields, columns_headers, rows):
        with TextListWriter(fields, columns_headers, len(rows)) as writer:
            for row_number, row in enumerate(rows, 1):
                for column, value in enumerate(row):
                    writer.write_cell(row_number, column, value)
        return writer.value

    def from_group_data(self, fields, columns_headers, groups):
        with TextGroupWriter(fields, columns_headers, groups.count) as writer:
            row, column = 1, 0
            for name, group in groups.children.items():
                row, column = writer.write_group(row, column, name, group)
        return writer.value


class TextCsvExport(CSVExport):
    def from_data(self, fields, columns_headers, rows):
        """Return core's csv with every text defused; numbers and dates are left alone."""
        defused = ([self._defused(value) for value in row] for row in rows)
        headers = [self._defused(header) for header in columns_headers]
        return BYTE_ORDER_MARK + super().from_data(fields, headers, defused)

    def _defused(self, value):
        text = value.decode() if isinstance(value, bytes) else value
        return defuse(text) if isinstance(text, str) else text
