from odoo import api, fields, models
from odoo.exceptions import UserError

from ..core import intake
from .park_work_source import STATE_MEANINGS

VERDICTS = [("on_time", "In time"), ("late", "Late"), ("open", "Not closed"), ("unknown", "Limit not known")]
# {fact of a source: column it is kept in}; of a moment the day in _on and, where it is known, the moment in _at
TEXTS = {
    "number": "number", "summary": "name", "detail": "detail", "firm": "firm_text", "code": "code_text",
    "category": "category_text", "agency": "agency_text", "state": "state_text",
}  # fmt: skip
FACT_COLUMNS = (*TEXTS.values(), *(f"{name}_{part}" for name in intake.MOMENTS for part in ("on", "at")))


class ParkWorkOrder(models.Model):
    """A work order as its source tells it: its words and dates stay what they were, whatever becomes of it here."""

    _name = "park.work.order"
    _description = "Work Order"
    _inherit = ["park.guard.mixin"]
    _order = "received_on desc, id desc"
    _check_company_auto = True
    _rec_names_search = ["number", "name"]
    _guard_protected = (
        *FACT_COLUMNS, "company_id", "source_id", "import_id", "import_row", "issue_id", "state", "limit_on",
    )  # fmt: skip

    source_id = fields.Many2one(
        "park.work.source", required=True, readonly=True, index=True, ondelete="restrict", check_company=True
    )
    company_id = fields.Many2one("res.company", "Zone", required=True, readonly=True, index=True)
    number = fields.Char("Number of the source", required=True, readonly=True)
    name = fields.Char("Summary", required=True, readonly=True)
    detail = fields.Text("What the firm says", readonly=True)
    firm_text = fields.Char("Enterprise, says the source", readonly=True)
    code_text = fields.Char("Credit code, says the source", readonly=True)
    category_text = fields.Char("Category of the source", readonly=True)
    agency_text = fields.Char("Responsible agency", readonly=True)
    state_text = fields.Char("State at the source", readonly=True)
    received_on = fields.Date("Received", required=True, readonly=True, index=True)
    received_at = fields.Datetime("Received at", readonly=True)
    due_on = fields.Date("Limit of the source", readonly=True)
    due_at = fields.Datetime("Limit of the source at", readonly=True)
    closed_on = fields.Date("Closed at the source", readonly=True)
    closed_at = fields.Datetime("Closed at the source at", readonly=True)
    limit_on = fields.Date(
        "Limit for the verdict",
        readonly=True,
        help="The limit of the source; where it names none, the usual limit of the source from the day of receipt.",
    )
    verdict = fields.Selection(VERDICTS, "In time", compute="_compute_verdict", store=True, index=True)
    state = fields.Selection(STATE_MEANINGS, "Means", readonly=True, help="Empty: the word has no meaning here yet.")
    category_id = fields.Many2one("park.issue.category", "Category here", index=True, ondelete="restrict")
    is_restricted = fields.Boolean(
        "Supervising unit only", compute="_compute_is_restricted", store=True, precompute=True
    )
    enterprise_id = fields.Many2one(
        "res.partner", check_company=True, index="btree_not_null", ondelete="restrict",
        domain="[('is_park_enterprise', '=', True), ('company_id', '=', company_id)]",
    )  # fmt: skip
    issue_id = fields.Many2one("park.issue", readonly=True, index="btree_not_null", ondelete="restrict")
    import_id = fields.Many2one(
        "park.work.import", "Original", readonly=True, index="btree_not_null", ondelete="restrict"
    )
    import_row = fields.Integer("Row of the original", readonly=True)
    difference_ids = fields.One2many("park.work.difference", "order_id", "Differences")
    difference_count = fields.Integer("Open differences", compute="_compute_difference_count")

    _number_uniq = models.Constraint(
        "UNIQUE(source_id, number)", "This work order has been received from the source already."
    )

    @api.depends("number", "name")
    def _compute_display_name(self):
        for order in self:
            order.display_name = " ".join(filter(None, (order.number, order.name)))

    @api.depends("category_id.is_restricted", "category_id.type_id.is_restricted")
    def _compute_is_restricted(self):
        for order in self:
            order.is_restricted = order.category_id.is_restricted or order.category_id._track().is_restricted

    @api.depends("due_at", "limit_on", "closed_on", "closed_at")
    def _compute_verdict(self):
        """Compare the source's own dates; the same dates always give the same verdict."""
        for order in self:
            due = order.due_at or order.limit_on or None
            zone = self.env["park.workday"]._zone_tz(order.company_id)
            order.verdict = intake.verdict(due, order.closed_at or order.closed_on or None, zone)

    def _compute_difference_count(self):
        counts = dict(
            self.env["park.work.difference"]._read_group(
                [("order_id", "in", self.ids), ("decision", "=", False)], ["order_id"], ["__count"]
            )
        )
        for order in self:
            order.difference_count = counts.get(order, 0)

    def write(self, vals):
        """Write; the firm and category of a work order that became an issue are changed at the issue."""
        self.env["park.issue"]._check_category([vals.get("category_id")])
        if not self._is_unlocked() and vals.keys() & {"enterprise_id", "category_id"}:
            for order in self.filtered("issue_id")[:1]:
                raise UserError(self.env._("%s is an issue already: correct the issue instead.", order.display_name))
        return super().write(vals)

    def action_take_up(self):
        """Make issues of work orders, for the centre to accept; refused without a firm, and twice."""
        self.check_access("write")
        self._lock()
        for order in self:
            if order.issue_id:
                raise UserError(self.env._("%s is an issue already.", order.display_name))
            if not order.enterprise_id:
                raise UserError(self.env._("%s: choose the enterprise first.", order.display_name))
        self._take_up()

    def _take_up(self):
        """Create one submitted issue for each work order, numbered in one draw; the orders point at them."""
        if not self:
            return
        issues = self.env["park.issue"]
        issues.check_access("create")
        quiet = issues._unlocked().with_context(
            mail_create_nolog=True, mail_create_nosubscribe=True, tracking_disable=True
        )
        made = issues.browse(quiet.create([order._prepare_issue_vals() for order in self]).ids)
        made._give_numbers()
        made._audit("take_up")
        for order, issue in zip(self, made, strict=True):
            order._unlocked().issue_id = issue
            if order.received_at:
                issue._unlocked().received_at = order.received_at
        self.flush_recordset(["issue_id"])

    def _prepare_issue_vals(self):
        return {
            "name": self.name,
            "detail": self.detail,
            "enterprise_id": self.enterprise_id.id,
            "company_id": self.company_id.id,
            "source": self.source_id.channel,
            "category_id": self.category_id.id,
            "received_on": self.received_on,
            "state": "new",
        }

    def action_open_issue(self):
        """Open the issue made of the work order."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": "park.issue",
            "res_id": self.issue_id.id,
            "views": [(False, "form")],
        }

    def _facts(self):
        """Return what one work order keeps of its source, as ``core.intake`` speaks of it."""
        self.ensure_one()
        facts = {name: self[column] for name, column in TEXTS.items()}
        facts |= {name: self[f"{name}_at"] or self[f"{name}_on"] for name in intake.MOMENTS}
        return {name: value for name, value in facts.items() if value}

    @api.model
    def _fact_columns(self, facts, zone):
        """Return the columns of facts, those of moments as day and moment."""
        columns = {TEXTS[name]: value for name, value in facts.items() if name in TEXTS}
        for name in set(facts) & set(intake.MOMENTS):
            moment = facts[name]
            columns[f"{name}_on"] = intake.day(moment, zone)
            columns[f"{name}_at"] = moment if hasattr(moment, "hour") else None
        return columns


class ParkIssue(models.Model):
    """An issue knows the work orders it was made of."""

    _inherit = "park.issue"

    work_order_ids = fields.One2many("park.work.order", "issue_id", "Work orders")
