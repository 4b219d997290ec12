from odoo import api, fields, models
from odoo.addons.park_deadline.models.park_deadline import LAMPS
from odoo.exceptions import UserError

from ..core.states import (
    CENTRE,
    HANDLER,
    MANAGER,
    ROLES,
    STATES,
    SUPERVISOR,
    VERBS,
    allowed_verbs,
    roles_for,
)

SOURCES = [
    ("visit", "Visit"),
    ("window", "Service window"),
    ("cannot_do_window", "Could-not-get-it-done window"),
    ("hotline", "Hotline 12345"),
    ("service_day", "Service day"),
    ("round_table", "Round table"),
    ("online", "Web or mini program"),
    ("leader", "Leader's instruction"),
    ("superior", "Assigned from above"),
    ("mailbox", "Mailbox"),
    ("chamber", "Chamber of commerce"),
]
CLOSURE_KINDS = [
    ("solved", "Solved"),
    ("partly", "Partly solved"),
    ("explained", "Explained"),
    ("longterm", "Long-term"),
    ("withdrawn", "Withdrawn by the firm"),
    ("unreachable", "Firm not reachable"),
    ("escalated", "Passed upwards"),
    ("rejected", "Not accepted"),
]
IS_SOLVED = [("yes", "Yes"), ("no", "No"), ("unknown", "Not known")]
SATISFACTION = [
    ("5", "Very satisfied"),
    ("4", "Satisfied"),
    ("3", "Fairly satisfied"),
    ("2", "Dissatisfied"),
    ("1", "Very dissatisfied"),
]
# What clocks and accountability rest on: fixed once the centre has taken the issue.
FIXED_FROM_ACCEPTANCE = {"enterprise_id", "company_id", "received_on", "source", "complexity", "nature"}


class ParkIssue(models.Model):
    """A request raised by an enterprise and answered by a promised date."""

    _name = "park.issue"
    _description = "Enterprise Issue"
    _inherit = [
        "park.guard.mixin",
        "park.enterprise.scope.mixin",
        "park.search.mixin",
        "park.deadline.mixin",
        "park.sheet.source",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "due_on, id"
    _check_company_auto = True
    _sheet_keys = ("ledger",)
    _ledger_names = {"enterprise_id": "complete_name", "lead_department_id": "name"}
    _guard_protected = (
        "number", "state", "is_restricted", "accepted_on", "contacted_on", "assigned_on",
        "lead_department_id", "owner_id", "promised_workdays", "reply_public", "replied_on",
        "replied_by_id", "closure_kind", "closure_result", "closed_on", "closed_by_id", "is_solved",
        "satisfaction", "callback_on", "callback_by_id", "callback_comment", "signed_off_on",
        "signed_off_by_id", "reopened_count", "reject_reason", "client_uuid", "origin_model", "origin_id",
    )  # fmt: skip

    number = fields.Char(readonly=True, copy=False)
    name = fields.Char("Summary", required=True, tracking=True)
    detail = fields.Text("What the firm says")
    due_on = fields.Date("Next limit", index=False)  # _due_idx serves it
    lamp = fields.Selection(LAMPS)  # named again, so that its labels are translated for this model
    company_id = fields.Many2one(
        "res.company", "Zone", required=True, index=True, readonly=True,
        compute="_compute_company_id", store=True, precompute=True,
    )  # fmt: skip
    source = fields.Selection(SOURCES, required=True, default="visit")
    category_id = fields.Many2one("park.issue.category", index=True, tracking=True, ondelete="restrict")
    is_restricted = fields.Boolean(
        "Supervising unit only", compute="_compute_is_restricted", store=True, precompute=True
    )
    state = fields.Selection(
        list(STATES.items()), default="draft", required=True, readonly=True, copy=False, tracking=True
    )
    received_on = fields.Date("Received", required=True, default=lambda self: self._today(), copy=False)
    received_at = fields.Datetime(
        "Received at", compute="_compute_received_at", store=True, readonly=True, precompute=True, copy=False,
        help="The moment, where the request was recorded on the day it came in; after closing time the next "
        "working day counts as the day of receipt.",
    )  # fmt: skip
    accepted_on = fields.Date("Accepted on", readonly=True, copy=False)
    contacted_on = fields.Date("First contact", readonly=True, copy=False)
    reject_reason = fields.Text(readonly=True, copy=False)

    lead_department_id = fields.Many2one(
        "park.department", "Lead department", readonly=True, copy=False, check_company=True, tracking=True
    )
    help_department_ids = fields.Many2many(
        "park.department", string="Helping departments", compute="_compute_help_department_ids"
    )
    assignment_ids = fields.One2many("park.issue.assignment", "issue_id", "Departments", readonly=True, copy=False)
    owner_id = fields.Many2one("res.users", "Handled by", readonly=True, copy=False, index="btree_not_null")
    assigned_on = fields.Date("Dispatched", readonly=True, copy=False)
    promised_workdays = fields.Integer("Limit (working days)", readonly=True, copy=False)

    reply_internal = fields.Text("Internal answer", copy=False, help="For the departments; the firm never sees it.")
    reply_public = fields.Text("Reply to the firm", readonly=True, copy=False)
    replied_on = fields.Date("Replied on", readonly=True, copy=False)
    replied_by_id = fields.Many2one("res.users", "Replied by", readonly=True, copy=False)

    closure_kind = fields.Selection(CLOSURE_KINDS, "Closed as", readonly=True, copy=False, tracking=True)
    closure_result = fields.Text("Result", readonly=True, copy=False)
    closed_on = fields.Date("Closed on", readonly=True, copy=False)
    closed_by_id = fields.Many2one("res.users", "Closed by", readonly=True, copy=False)
    is_solved = fields.Selection(IS_SOLVED, "Solved, says the firm", readonly=True, copy=False, tracking=True)
    satisfaction = fields.Selection(SATISFACTION, readonly=True, copy=False, tracking=True)
    callback_on = fields.Date("Called back", readonly=True, copy=False)
    callback_by_id = fields.Many2one("res.users", "Called back by", readonly=True, copy=False)
    callback_comment = fields.Text("What the firm said", readonly=True, copy=False)
    signed_off_on = fields.Date("Signed off", readonly=True, copy=False)
    signed_off_by_id = fields.Many2one("res.users", "Signed off by", readonly=True, copy=False)
    reopened_count = fields.Integer("Times reopened", readonly=True, copy=False)

    client_uuid = fields.Char(readonly=True, copy=False)
    origin_model = fields.Char(readonly=True, copy=False)
    origin_id = fields.Many2oneReference(model_field="origin_model", readonly=True, copy=False)

    close_due_on = fields.Date("To be closed by", compute="_compute_limits", help="Also after it was closed.")
    is_due_provisional = fields.Boolean(
        "Provisional",
        compute="_compute_limits",
        help="The official list of working days of that year was not published when the day was computed.",
    )
    allowed_verbs = fields.Char(compute="_compute_allowed_verbs", help="What the user may do now, as |verb|verb|.")
    part_verbs = fields.Char(
        compute="_compute_part_verbs", help="The same for the parts of the user's own departments."
    )
    similar_ids = fields.Many2many("park.issue", string="Other open issues of the firm", compute="_compute_similar_ids")

    _number_uniq = models.Constraint("UNIQUE(company_id, number)", "Another issue of the zone has this number.")
    _client_uuid_uniq = models.UniqueIndex(
        "(company_id, client_uuid) WHERE client_uuid IS NOT NULL", "This issue has been received already."
    )
    # One index for each order a screen offers.
    _due_idx = models.Index("(due_on, id)")
    _state_due_idx = models.Index("(state, due_on, id)")
    _department_due_idx = models.Index("(lead_department_id, due_on, id)")
    _received_idx = models.Index("(received_on, id)")
    _number_idx = models.Index("(number)")
    _firm_idx = models.Index("(enterprise_id, received_on)")
    _origin_idx = models.Index("(origin_model, origin_id) WHERE origin_id IS NOT NULL")

    @api.depends("enterprise_id.company_id")
    def _compute_company_id(self):
        for issue in self:
            issue.company_id = issue.enterprise_id.company_id or issue.company_id or self.env.company

    @api.depends("received_on", "origin_id")
    def _compute_received_at(self):
        """Keep the moment of what is recorded as it comes in; of other days and round tables only the day is known."""
        now = self.env["park.workday"].now()
        for issue in self:
            known = issue.received_at and self._local_day(issue.received_at, issue) == issue.received_on
            fresh = not issue.origin_id and issue.received_on == self._local_day(now, issue)
            issue.received_at = issue.received_at if known else fresh and now

    @api.depends("category_id.is_restricted")
    def _compute_is_restricted(self):
        for issue in self:
            issue.is_restricted = issue.category_id.is_restricted

    @api.depends("assignment_ids.role", "assignment_ids.department_id")
    def _compute_help_department_ids(self):
        self._fetch_parts()
        for issue in self:
            issue.help_department_ids = issue.assignment_ids.filtered(lambda a: a.role == "help").department_id

    @api.depends("number", "name")
    def _compute_display_name(self):
        for issue in self:
            issue.display_name = " ".join(filter(None, (issue.number, issue.name)))

    @api.depends("state", "is_restricted", "lead_department_id")
    @api.depends_context("uid")
    def _compute_allowed_verbs(self):
        roles = self._roles_here()
        for issue in self:
            verbs = allowed_verbs(issue.state, roles[issue.id], issue.is_restricted)
            issue.allowed_verbs = f"|{'|'.join(verbs)}|"

    @api.depends("assignment_ids.state", "state")
    @api.depends_context("uid")
    def _compute_part_verbs(self):
        if not self.env["park.issue.assignment"]._user_acts():
            self.part_verbs = ""
            return
        self._fetch_parts()
        for issue in self:
            own = issue.assignment_ids.filtered("department_id.is_my_department")
            issue.part_verbs = "".join(own.mapped("allowed_verbs"))

    def _fetch_parts(self):
        """Read what buttons and tags of an issue ask of its parts, those the user sees."""
        # sudo: reading assignment_ids has asked the rules; fetching need not ask them again
        self.assignment_ids.sudo().fetch(["issue_id", "department_id", "role", "state", "is_restricted"])

    @api.depends("due_on")
    def _compute_limits(self):
        limits = self._origin._close_limits()
        for issue in self:
            due_on, provisional = limits.get(issue._origin.id, (False, False))
            issue.close_due_on, issue.is_due_provisional = due_on, provisional

    @api.depends("enterprise_id")
    def _compute_similar_ids(self):
        """Find the others under the user's rules; which firm they are of is asked in the same statement."""
        query = self._search(
            [("enterprise_id", "in", self.enterprise_id.ids), ("state", "in", self._open_states())],
            order="id desc",
            limit=200,
        )
        columns = (self._field_to_sql(self._table, name, query) for name in ("id", "enterprise_id"))
        found = self.env.execute_query(query.select(*columns))
        for issue in self:
            firm_id, own_id = issue.enterprise_id.id, issue._origin.id
            others = self.browse(other for other, firm in found if firm == firm_id and other != own_id)
            issue.sudo().similar_ids = others  # sudo: the rules were asked above; assigning would ask them again

    @api.model_create_multi
    def create(self, vals_list):
        self._check_category(vals.get("category_id") for vals in vals_list)
        return super().create(vals_list)

    def write(self, vals):
        self._check_fixed(vals)
        self._check_category([vals.get("category_id")])
        return super().write(vals)

    @api.model
    def _check_category(self, category_ids):
        """Refuse a restricted category from anybody who could not see the issue afterwards."""
        if self.env.su or self.env.user.has_group("park_guard.group_park_supervisor"):
            return
        categories = self.env["park.issue.category"].browse(
            {category_id for category_id in category_ids if category_id}
        )
        if restricted := categories.filtered("is_restricted"):
            raise UserError(
                self.env._(
                    "Complaints of the category %s are taken by the supervising unit alone. "
                    "Send the firm there, or choose another category.",
                    restricted[0].display_name,
                )
            )

    def _check_fixed(self, vals):
        """Refuse to change what the clocks rest on once an issue has been accepted."""
        if self.env.su or not FIXED_FROM_ACCEPTANCE & vals.keys():
            return
        if taken := self.filtered(lambda issue: issue.state not in ("draft", "new")):
            raise UserError(
                self.env._(
                    "%s has been accepted: firm, source and date of receipt are fixed. "
                    "Withdraw it with a reason and record a new one.",
                    taken[0].display_name,
                )
            )

    @api.model
    def _open_states(self):
        return ["new", "accepted", "assigned", "doing", "replied", "longterm"]

    @api.model
    def _today(self, zone=None):
        return self.env["park.workday"].today(zone or self.env.company)

    @api.model
    def _local_day(self, moment, issue):
        return self.env["park.workday"].local_date(moment, issue.company_id or self.env.company)

    def _timeline_detail(self):
        """Return state and lead department in words."""
        labels = dict(self._fields["state"]._description_selection(self.env))
        return " · ".join(filter(None, (labels[self.state], self.lead_department_id.name)))

    def _deadline_values(self):
        """Return what the clocks copy; a restricted clock names no department, which would see it."""
        return {
            issue.id: {
                "title": issue.display_name,
                "company_id": issue.company_id.id,
                "enterprise_id": issue.enterprise_id.id,
                "department_id": not issue.is_restricted and issue.lead_department_id.id,
                "owner_id": issue.owner_id.id,
                "is_restricted": issue.is_restricted,
            }
            for issue in self
        }

    def _roles_here(self):
        """Return ``{issue id: roles of the user that reach this issue}``.

        A role counts only inside its reach: a manager's for own firms, a handler's where an own
        department leads, the centre's and the supervisor's in the whole zone (which the rules check).
        """
        user = self.env.user
        held = {role for role in ROLES if self.env.su or user.has_group(f"park_guard.group_park_{role}")}
        reach = {}
        for issue in self:
            roles = held & {CENTRE, SUPERVISOR}
            if MANAGER in held and (self.env.su or issue.is_my_enterprise):
                roles.add(MANAGER)
            if HANDLER in held and (self.env.su or issue.lead_department_id.is_my_department):
                roles.add(HANDLER)
            reach[issue.id] = roles
        return reach

    def _begin(self, verb):
        """Lock the issues, then refuse the whole batch unless ``verb`` is open to user and state."""
        self.check_access("write")
        self._lock()
        self._require_state(*VERBS[verb].from_states)
        if self.env.su:
            return
        roles = self._roles_here()
        for issue in self:
            if not roles[issue.id] & roles_for(verb, issue.is_restricted):
                self._refuse_role(issue)

    def _refuse_role(self, issue):
        raise UserError(
            self.env._(
                "Your roles do not allow this step on %s. Ask the service centre of the zone.",
                issue.display_name,
            )
        )

    def _check_closing(self, kind):
        """Refuse to close issues as ``kind`` while something is missing; what asks for more extends it."""

    def _dispatched(self):
        """Follow a dispatch that has just been made; what has more to do then extends it."""

    def _per_zone(self):
        """Yield the issues of each zone with the zone's own today."""
        for zone, issues in self.grouped("company_id").items():
            yield issues, self._today(zone)
