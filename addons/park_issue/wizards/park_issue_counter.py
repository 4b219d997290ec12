from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.park_issue_window import APPLICANTS

COUNTER_SOURCES = [
    ("cannot_do_window", "At the window"),
    ("hotline", "Hotline 12345"),
    ("online", "Web or mini program"),
    ("mailbox", "Mailbox"),
]
# What the form asks for that is stored on the case as it is.
CASE_FIELDS = (
    "applicant_kind", "applicant", "phone", "item_name", "item_code", "first_applied_on", "attempt_count", "desk",
    "obstacle",
)  # fmt: skip
CASE_LINKS = ("enterprise_id", "desk_department_id", "category_id", "refusal_id", "leader_id")


class ParkIssueCounter(models.TransientModel):
    """The form at the counter: one person speaks, one writes; it records one case and holds no rule of its own."""

    _name = "park.issue.counter"
    _description = "Form at the Window"
    _inherit = ["park.guard.mixin"]

    company_id = fields.Many2one("res.company", default=lambda self: self.env.company)
    source = fields.Selection(COUNTER_SOURCES, "How it came in", required=True, default="cannot_do_window")
    applicant_kind = fields.Selection(APPLICANTS, "Who reports", required=True, default="firm")
    enterprise_id = fields.Many2one(
        "res.partner", "Firm", domain=[("is_park_enterprise", "=", True)], context={"park_enterprise_search": True}
    )
    applicant = fields.Char("Name of the person")
    phone = fields.Char("Telephone")
    item_name = fields.Char("What was to be done")
    item_code = fields.Char("Code of the item")
    desk_department_id = fields.Many2one("park.department", "Tried at")
    desk = fields.Char("Counter and clerk")
    first_applied_on = fields.Date("First applied on")
    attempt_count = fields.Integer("Times tried")
    obstacle = fields.Text("Why it could not be done")
    category_id = fields.Many2one("park.issue.window.category", "Judged as")
    handling = fields.Char(related="category_id.handling", related_sudo=False)
    refusal_id = fields.Many2one("park.issue.refusal", "Turn away, because", domain=[("is_window", "=", True)])
    channel = fields.Text(related="refusal_id.channel", related_sudo=False)
    leader_id = fields.Many2one("res.users", "Report to", default=lambda self: self.env.company.park_window_leader_id)
    leader_ids = fields.Many2many("res.users", compute="_compute_leader_ids")
    window_id = fields.Many2one("park.issue.window", readonly=True)

    def _compute_display_name(self):
        for counter in self:
            counter.display_name = self.env._("Record at the Window")

    @api.depends("company_id")
    def _compute_leader_ids(self):
        group = self.env.ref("park_guard.group_park_leader")
        for counter in self:
            # sudo: who the leaders of the zone are is no secret
            leaders_sudo = group.sudo().all_user_ids.filtered(
                lambda user, zone=counter.company_id: zone in user.company_ids and user.active
            )
            counter.leader_ids = leaders_sudo.sudo(False)

    def action_record(self):
        """Record the case, once, and open it with its receipt."""
        self.ensure_one()
        if not self.window_id:
            self._require_said()
            vals = {name: self[name] for name in CASE_FIELDS} | {name: self[name].id for name in CASE_LINKS}
            self.window_id = self.env["park.issue.window"]._record({**vals, "source": self.source})
        return self.window_id._open_form()

    def _require_said(self):
        """Refuse, naming all that is missing at once: the applicant still stands at the counter."""
        needed = ["applicant", "phone", "item_name", "obstacle"]
        if self.applicant_kind == "firm":
            needed.insert(0, "enterprise_id")
        missing = [self._fields[name]._description_string(self.env) for name in needed if not self[name]]
        if missing:
            raise UserError(self.env._("Please ask for: %s.", self.env._(", ").join(missing)))
