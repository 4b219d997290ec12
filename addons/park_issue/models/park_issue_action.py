from odoo import api, fields, models
from odoo.addons.park_deadline.models.park_deadline import LAMPS
from odoo.addons.park_sheet.core.sheet import Column, Sheet
from odoo.exceptions import UserError

from ..core.states import CENTRE, HANDLER, MANAGER, SUPERVISOR

STATES = [
    ("todo", "Not started"),
    ("doing", "Under way"),
    ("done", "Done"),
    ("dropped", "Dropped"),
]
OPEN = ("todo", "doing")
ENDED_ISSUES = ("closed", "signed_off", "rejected", "withdrawn")


class ParkIssueAction(models.Model):
    """A step of the plan by which an issue is settled: who does what until when, and what shows it."""

    _name = "park.issue.action"
    _description = "Step of an Action Plan"
    _inherit = [
        "park.guard.mixin",
        "park.enterprise.scope.mixin",
        "park.deadline.given.mixin",
        "park.sheet.source",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "issue_id, sequence, id"
    _check_company_auto = True
    _given_kind = "issue_action"
    _given_day = "planned_for"
    _sheet_keys = ("actions",)
    _ledger_names = {"enterprise_id": "complete_name", "department_id": "name"}
    _guard_protected = ("state", "is_restricted", "done_on", "ended_by_id", "evidence", "reason")

    name = fields.Char("Step", required=True, tracking=True)
    issue_id = fields.Many2one("park.issue", required=True, index=True, ondelete="cascade", check_company=True)
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one(
        "res.company", compute="_compute_from_issue", store=True, precompute=True, required=True, index=True
    )
    enterprise_id = fields.Many2one(compute="_compute_from_issue", store=True, precompute=True, readonly=True)
    is_restricted = fields.Boolean(compute="_compute_from_issue", store=True, precompute=True)
    department_id = fields.Many2one(
        "park.department", required=True, check_company=True, ondelete="restrict", index=True,
        tracking=True,
    )  # fmt: skip
    owner_id = fields.Many2one("res.users", "Responsible", ondelete="restrict", index="btree_not_null", tracking=True)
    planned_for = fields.Date("Planned for", required=True, help="An extension leaves it and moves the limit.")
    due_on = fields.Date("Due")
    lamp = fields.Selection(LAMPS)  # named again, so that its labels are translated for this model
    state = fields.Selection(STATES, default="todo", required=True, readonly=True, copy=False, tracking=True)
    progress = fields.Char("How far", tracking=True)
    evidence = fields.Text("What shows it", readonly=True, copy=False)
    done_on = fields.Date("Ended on", readonly=True, copy=False)
    ended_by_id = fields.Many2one("res.users", "Ended by", readonly=True, copy=False)
    reason = fields.Text("Why dropped", readonly=True, copy=False)
    may_work = fields.Boolean(compute="_compute_may_work")

    _due_idx = models.Index("(due_on, id)")

    @api.depends("issue_id.company_id", "issue_id.enterprise_id", "issue_id.is_restricted")
    def _compute_from_issue(self):
        for action in self:
            action.company_id = action.issue_id.company_id
            action.enterprise_id = action.issue_id.enterprise_id
            action.is_restricted = action.issue_id.is_restricted

    @api.depends("state", "department_id")
    @api.depends_context("uid")
    def _compute_may_work(self):
        for action in self:
            action.may_work = action.state in OPEN and action._user_may()

    @api.model_create_multi
    def create(self, vals_list):
        """Create steps of issues that are not over; the clock of each runs until its day."""
        actions = super().create(vals_list)
        actions._check_issue_open()
        actions._audit("create")
        actions._start_given()
        return actions

    def write(self, vals):
        if {"issue_id", "planned_for"} & vals.keys() and not self._is_unlocked():
            raise UserError(
                self.env._("The day of a step stays as it was planned. Ask for an extension, or drop it with a reason.")
            )
        result = super().write(vals)
        if {"name", "department_id", "owner_id"} & vals.keys():
            self._sync_deadlines()
        return result

    def _check_issue_open(self):
        for issue in self.sudo().issue_id:  # sudo: whether it is over, for whoever plans a step of it
            if issue.state in ENDED_ISSUES:
                raise UserError(
                    self.env._("%s is over. Reopen it before its plan is changed.", issue.number or issue.name)
                )

    def _deadline_values(self):
        return {
            action.id: {
                "title": action.name,
                "company_id": action.company_id.id,
                "enterprise_id": action.enterprise_id.id,
                "department_id": not action.is_restricted and action.department_id.id,
                "owner_id": action.owner_id.id,
                "is_restricted": action.is_restricted,
            }
            for action in self
        }

    # -- verbs

    def action_start(self):
        """Begin steps of the plan."""
        self._begin("todo")
        self._transition({"state": "doing"}, "start")

    def action_done(self, evidence, done_on=None):
        """Record that steps are done, on a day up to today, and what shows it."""
        self._begin(*OPEN)
        evidence = self.env["park.issue"]._said(evidence, self.env._("Write what was done, and what shows it."))
        done_on = fields.Date.to_date(done_on)
        for actions, today in self._per_zone():
            if done_on and done_on > today:
                raise UserError(self.env._("What is done was done today at the latest."))
            actions._transition(
                {
                    "state": "done",
                    "evidence": evidence,
                    "done_on": done_on or today,
                    "ended_by_id": self.env.uid,
                },
                "done",
            )
            actions._meet_deadlines(on=done_on or today)

    def action_drop(self, reason):
        """Drop steps with a reason: by whoever dispatches, or serves the firm, not by who was to do them."""
        self._begin(*OPEN)
        reason = self.env["park.issue"]._said(reason, self.env._("Say why the step is not needed any more."))
        for action in self:
            if not self.env.su and not action._zone_roles() and not action.is_my_enterprise:
                raise UserError(
                    self.env._("“%s” is dropped by the service centre or the account manager.", action.name)
                )
        self._dropped(reason)

    def _dropped(self, reason):
        for actions, today in self._per_zone():
            actions._transition(
                {"state": "dropped", "reason": reason, "done_on": today, "ended_by_id": self.env.uid}, "drop"
            )
        self._void_deadlines()

    # -- what the verbs share

    def _begin(self, *from_states):
        self.check_access("write")
        self._lock()
        self._require_state(*from_states)
        for action in self:
            if not action._user_may():
                raise UserError(self.env._("Your roles do not allow this step on “%s”.", action.name))

    def _zone_roles(self):
        """Return the roles with which the user acts for the whole zone."""
        roles = (SUPERVISOR,) if self.is_restricted else (CENTRE, SUPERVISOR)
        return {role for role in roles if self.env.user.has_group(f"park_guard.group_park_{role}")}

    def _user_may(self):
        """Return whether the user works on this step: own department, own firm, or the whole zone."""
        self.ensure_one()
        if self.env.su or self._zone_roles():
            return True
        if self.is_restricted:
            return False
        user = self.env.user
        own_part = self.department_id.is_my_department or self.issue_id.sudo().lead_department_id.is_my_department
        return (own_part and user.has_group(f"park_guard.group_park_{HANDLER}")) or (
            self.is_my_enterprise and user.has_group(f"park_guard.group_park_{MANAGER}")
        )

    def _per_zone(self):
        for zone, actions in self.grouped("company_id").items():
            yield actions, self.env["park.workday"].today(zone)

    def action_open_step(self):
        """Open the dialog that asks what the verb in the context, ``park_verb``, needs."""
        self.check_access("read")
        return self.env["park.issue.action.step"]._open(self.env.context.get("park_verb"), default_action_ids=self.ids)

    # -- on paper

    def _sheet_filename(self, key):
        return self.env._("Action plan %s", self.env["park.workday"].today())

    def _sheets(self, key):
        """Return the breakdown of tasks 任务分解表, one row for each step."""
        _ = self.env._
        columns = [
            Column(_("No."), "count", 6),
            Column(_("Firm"), width=28),
            Column(_("Issue"), width=36),
            Column(_("Step"), width=36),
            Column(_("Department"), width=18),
            Column(_("Responsible"), width=12),
            Column(_("Planned for"), "date"),
            Column(_("Limit, as extended"), "date"),
            Column(_("How far"), width=24),
            Column(_("State"), width=10),
            Column(_("Lamp"), "lamp"),
            Column(_("Ended on"), "date"),
            Column(_("What shows it"), width=30),
            Column(_("Why dropped"), width=24),
        ]
        as_of = self.env["park.workday"].today(self.company_id[:1] or self.env.company)
        return [Sheet(_("Action plan"), as_of, columns, self._action_rows(self._last_days()))]

    def _action_rows(self, limits):
        states = dict(self._fields["state"]._description_selection(self.env))
        for number, action in enumerate(self, 1):
            yield (
                number, action.enterprise_id.display_name, action.issue_id.display_name, action.name,
                action.department_id.name, action.owner_id.name or "", action.planned_for,
                limits.get(action.id), action.progress or "", states[action.state], action.lamp,
                action.done_on or None, action.evidence or "", action.reason or "",
            )  # fmt: skip
