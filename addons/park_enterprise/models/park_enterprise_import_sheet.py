from odoo import fields, models
from odoo.addons.park_sheet.core.sheet import Column, Sheet

from ..core.importing.cells import clean


class ParkEnterpriseImport(models.Model):
    _inherit = "park.enterprise.import"

    def _sheets(self, key):
        """Return the flagged and refused rows as they came, each with its reasons."""
        if key != "errors":
            return super()._sheets(key)
        return [batch._error_sheet() for batch in self]

    def _error_sheet(self):
        """Return the sheet to correct: the columns of the file first, so that it can be imported again."""
        lines = self.problem_ids
        width = max([len(self.column_ids), *(len(line.cells or []) for line in lines)], default=1)
        titles = [column.title or "" for column in self.column_ids]
        titles += [""] * (width - len(titles))
        verdicts = dict(lines._fields["verdict"]._description_selection(self.env))
        added = [Column(self.env._("Row in the file"), "count"), Column(self.env._("Verdict"))]
        rows = (
            (
                *(line.cells or []),
                *[None] * (width - len(line.cells or [])),
                line.row,
                verdicts[line.verdict],
                line.reason,
            )
            for line in lines
        )
        return Sheet(
            self.env._("Rows to correct"),
            fields.Datetime.context_timestamp(self, fields.Datetime.now()),
            [*map(Column, titles), *added, Column(self.env._("Reasons"), width=50)],
            rows,
            subtitle=clean(self.filename or ""),
        )

    def _sheet_filename(self, key):
        """Return the name of the file after the one that was imported."""
        if key != "errors" or len(self) != 1:
            return super()._sheet_filename(key)
        stem = (self.filename or "").rpartition(".")[0] or self.filename or ""
        return self.env._("%s rows to correct", stem)
