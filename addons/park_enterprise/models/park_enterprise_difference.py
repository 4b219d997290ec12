from odoo import api, fields, models
from odoo.exceptions import UserError

DECISIONS = [("ours", "Keep"), ("theirs", "Take over")]


class ParkEnterpriseDifference(models.Model):
    """Two values of one fact about a firm, side by side, and what a person decided, why and when."""

    _name = "park.enterprise.difference"
    _description = "Differing Value of an Enterprise"
    _inherit = ["park.guard.mixin"]
    _order = "decision desc, id"
    _check_company_auto = True
    _rec_name = "label"
    _rec_names_search = ["field_name"]  # labels are not stored
    _guard_protected = (
        *("merge_id", "enterprise_id", "company_id", "field_name", "our_value", "their_value"),
        *("decided_uid", "decided_at", "import_id", "import_row", "our_values", "their_values"),
    )

    merge_id = fields.Many2one("park.enterprise.merge", index=True, ondelete="cascade", readonly=True)
    import_id = fields.Many2one("park.enterprise.import", index="btree_not_null", ondelete="cascade", readonly=True)
    import_row = fields.Integer("Row", readonly=True, help="The row of the file that says so.")
    enterprise_id = fields.Many2one(
        "res.partner", required=True, index=True, ondelete="cascade", check_company=True, readonly=True
    )
    company_id = fields.Many2one("res.company", "Zone", related="enterprise_id.company_id", store=True, index=True)
    field_name = fields.Char(required=True, readonly=True)
    label = fields.Char("Fact", compute="_compute_label")
    our_value = fields.Text("As kept", readonly=True)
    their_value = fields.Text("As the other says", readonly=True)
    # as written, personal data among them: for the decision and later imports alone
    our_values = fields.Json(readonly=True, groups=fields.NO_ACCESS)
    their_values = fields.Json(readonly=True, groups=fields.NO_ACCESS)
    decision = fields.Selection(DECISIONS)
    reason = fields.Char()
    decided_uid = fields.Many2one("res.users", "Decided by", readonly=True)
    decided_at = fields.Datetime(readonly=True)

    @api.depends("field_name")
    @api.depends_context("lang")
    def _compute_label(self):
        labels = self.env["res.partner"].fields_get(self.mapped("field_name"), ["string"])
        labels["street"] = {"string": self.env._("Address")}  # as the form of the firm names it
        for difference in self:
            difference.label = labels.get(difference.field_name, {}).get("string") or difference.field_name

    def write(self, vals):
        """Write; a decision carries who made it and when, and holds once it is carried out.

        A decision on what a file said takes effect at once; one on a merge waits for the merge.
        """
        if not self._is_unlocked() and any(merge.state != "draft" for merge in self.merge_id):
            raise UserError(self.env._("This merge is done: undo it to decide otherwise."))
        at_once = self.browse()
        if "decision" in vals and not self._is_unlocked():
            at_once = self.filtered("import_id")
            at_once._check_open()
        result = super().write(vals)
        if at_once and vals["decision"]:
            at_once._carry_out(vals["decision"])
        if "decision" in vals:
            self._unlocked().write({"decided_uid": self.env.uid, "decided_at": fields.Datetime.now()})
        return result

    def _check_open(self):
        """Refuse who may not write the firms, and what was decided before."""
        self.enterprise_id.check_access("write")
        self._lock()
        if decided := self.filtered("decision")[:1]:
            raise UserError(
                self.env._(
                    "%(fact)s of %(firm)s was decided by %(person)s already: correct it at the enterprise.",
                    fact=decided.label,
                    firm=decided.enterprise_id.name,
                    person=decided.decided_uid.name,
                )
            )

    def _carry_out(self, decision):
        """Keep what stood there on the day of the decision, and write what was taken over."""
        for difference in self:
            firm = difference.enterprise_id
            theirs = difference.sudo().their_values  # sudo: kept out of sight for this verb
            ours = {name: firm._park_plain(name) for name in theirs}
            difference._unlocked().our_value = firm._park_shown(difference.field_name)
            difference.sudo()._unlocked().our_values = ours  # sudo: kept out of sight for this verb
            if decision == "theirs":
                firm.write({name: False if value is None else value for name, value in theirs.items()})
