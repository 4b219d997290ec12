from odoo import api, fields, models

VERDICTS = [
    ("created", "Created"),
    ("updated", "Updated"),
    ("unchanged", "Unchanged"),
    ("flagged", "Flagged"),
    ("refused", "Refused"),
]
UNDONE = [
    ("removed", "Removed"),
    ("restored", "Restored"),
    ("partly", "Partly restored"),
    ("kept_used", "Kept: in use"),
    ("kept_changed", "Kept: changed since"),
]


class ParkEnterpriseImportLine(models.Model):
    """A row of the file with its verdict; written by the import alone, in one statement."""

    _name = "park.enterprise.import.line"
    _description = "Row of an Enterprise Import"
    _order = "row, id"
    _rec_name = "name"
    _log_access = False

    import_id = fields.Many2one("park.enterprise.import", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one("res.company", "Zone", required=True, index=True, readonly=True)
    row = fields.Integer(readonly=True, help="The number of the row in the file.")
    name = fields.Char("Enterprise name", readonly=True)
    code = fields.Char("Code in the file", readonly=True)
    verdict = fields.Selection(VERDICTS, readonly=True)
    reason_key = fields.Selection("_reason_selection", "Main reason", readonly=True)
    reasons = fields.Json("Reasons as data", readonly=True)
    reason = fields.Char("Reasons", compute="_compute_reason")
    enterprise_id = fields.Many2one("res.partner", index="btree_not_null", ondelete="set null", readonly=True)
    cells = fields.Json(readonly=True, help="The row as it stands in the file.")
    values = fields.Json(readonly=True, help="What was changed; empty for a new enterprise.")
    before = fields.Json(readonly=True, help="What stood there before; empty for a new enterprise.")
    made = fields.Json(readonly=True, help="Questions, former names and officers the row brought.")
    undone = fields.Selection(UNDONE, readonly=True)

    _verdict_idx = models.Index("(import_id, verdict, row)")

    @api.model
    def _reason_selection(self):
        return self.env["park.enterprise.import.reason"]._labels()

    @api.depends("reasons")
    @api.depends_context("lang")
    def _compute_reason(self):
        words = self.env["park.enterprise.import.reason"]
        for line in self:
            line.reason = words._sentences(line.reasons)
