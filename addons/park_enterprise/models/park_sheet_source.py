from odoo import models


class ParkSheetSource(models.AbstractModel):
    """Whoever takes sheets out of the system is on record."""

    _inherit = "park.sheet.source"

    def _on_sheet_export(self, key, fmt):
        audit = self.env["park.audit"]
        audit._log("export", model=self._name, res_ids=self.ids, detail={"sheet": key, "format": fmt})
        return super()._on_sheet_export(key, fmt)
