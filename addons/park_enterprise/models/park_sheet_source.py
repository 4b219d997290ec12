from odoo import api, models


class ParkSheetSource(models.AbstractModel):
    """Whoever takes sheets out of the system may do so, and is on record."""

    _inherit = "park.sheet.source"

    def _sheet_action(self, key, fmt="xlsx"):
        self._check_export_right()
        return super()._sheet_action(key, fmt)

    def _on_sheet_export(self, key, fmt):
        self._check_export_right()
        audit = self.env["park.audit"]
        detail = {"sheet": key, "format": fmt, "rows": len(self)}
        audit._log("export", model=self._name, res_ids=self.ids, detail=detail)
        return super()._on_sheet_export(key, fmt)


class ParkDocument(models.AbstractModel):
    """A pivot is drawn in the browser and only packed here: who packs it needs the right, and is on record."""

    _inherit = "park.document"

    @api.model
    def _on_pivot_export(self, pivot):
        name = pivot.get("model")
        model = self.env[name if name in self.env else "base"]
        model._check_export_right()
        measures = [str(measure.get("title", "")) for measure in pivot.get("measure_headers", ())]
        model._record_export("pivot", measures, len(pivot.get("rows", ())))
        return super()._on_pivot_export(pivot)
