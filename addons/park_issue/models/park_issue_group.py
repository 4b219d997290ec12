from odoo import api, fields, models
from odoo.addons.park_deadline.models.park_deadline import LAMPS
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..core.group import OPEN, STATES, STEPS, ZONE_WIDE, allowed_steps, is_tracked
from ..core.states import HANDLER

REVIEW = "group_review"  # kind of the clock; its limit is a step of the profile


class ParkIssueGroup(models.Model):
    """A common cause of several issues, its measure, and the proposal to whoever makes the rule."""

    _name = "park.issue.group"
    _description = "Common Cause"
    _inherit = [
        "park.guard.mixin",
        "park.deadline.mixin",
        "park.sheet.source",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "id desc"
    _check_company_auto = True
    _guard_protected = (
        "state", "proposal", "proposed_on", "proposed_by_id", "submitted_to", "submitted_on", "decided_on",
        "decided_by_id", "decision", "public_text", "reviewed_on",
    )  # fmt: skip

    name = fields.Char("Common cause", required=True, tracking=True, help="In one sentence, without names of firms.")
    company_id = fields.Many2one(
        "res.company", "Zone", required=True, index=True, default=lambda self: self.env.company
    )
    category_id = fields.Many2one("park.issue.category", index="btree_not_null", ondelete="restrict")
    clause = fields.Char("Clause in the way", help="Document number and article that the cases run into.")
    cause = fields.Text("What is common", help="Why this comes up again and again.")
    measure = fields.Text(help="What is done about it now, whatever becomes of the proposal.", tracking=True)
    department_id = fields.Many2one(
        "park.department", "Owner department", check_company=True, ondelete="restrict", index="btree_not_null",
        tracking=True,
    )  # fmt: skip
    owner_id = fields.Many2one("res.users", "Responsible", ondelete="restrict", tracking=True)
    lamp = fields.Selection(LAMPS)  # named again, so that its labels are translated for this model
    due_on = fields.Date("Next review")
    reviewed_on = fields.Date("Last reviewed", readonly=True, copy=False)
    state = fields.Selection(
        list(STATES.items()), "Policy proposal", default="grouped", required=True, readonly=True, copy=False,
        tracking=True,
    )  # fmt: skip
    proposal = fields.Text("What is proposed", readonly=True, copy=False)
    proposed_on = fields.Date(readonly=True, copy=False)
    proposed_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    submitted_to = fields.Char(readonly=True, copy=False, help="The body that decides.")
    submitted_on = fields.Date(readonly=True, copy=False)
    decision = fields.Text("Answer to the proposal", readonly=True, copy=False, help="Internal.")
    decided_on = fields.Date(readonly=True, copy=False)
    decided_by_id = fields.Many2one("res.users", "Decision entered by", readonly=True, copy=False)
    public_text = fields.Text("What the firms are told", readonly=True, copy=False)
    active = fields.Boolean(default=True)

    issue_ids = fields.One2many("park.issue", "group_id", "Issues", readonly=True, copy=False)
    currency_id = fields.Many2one("res.currency", compute="_compute_currency_id")
    issue_count = fields.Integer("Number of issues", compute="_compute_counts")
    firm_count = fields.Integer("Firms", compute="_compute_counts")
    heads = fields.Integer("People concerned", compute="_compute_counts")
    heads_known = fields.Integer("Issues with people known", compute="_compute_counts")
    amount = fields.Monetary("Amount concerned", compute="_compute_counts")
    amount_known = fields.Integer("Issues with an amount known", compute="_compute_counts")
    first_received_on = fields.Date("First received", compute="_compute_counts")
    last_received_on = fields.Date("Last received", compute="_compute_counts")
    allowed_verbs = fields.Char(compute="_compute_allowed_verbs", help="What the user may do now, as |verb|verb|.")

    @api.depends("company_id")
    def _compute_currency_id(self):
        for group in self:
            group.currency_id = group.company_id.currency_id

    @api.depends("issue_ids.enterprise_id", "issue_ids.heads", "issue_ids.amount", "issue_ids.received_on")
    def _compute_counts(self):
        """Count all issues of each group in one statement; sums are over what is known, and how many that is.

        The numbers say nothing of a single firm, so they are those of the zone for every reader.
        """
        self.env["park.issue"].flush_model(["group_id", "enterprise_id", "heads", "amount", "received_on"])
        names = (
            "issue_count", "firm_count", "heads", "heads_known", "amount", "amount_known", "first_received_on",
            "last_received_on",
        )  # fmt: skip
        rows = self.env.execute_query(
            SQL(
                """SELECT group_id, count(*), count(DISTINCT enterprise_id),
                          sum(NULLIF(heads, 0)), count(NULLIF(heads, 0)),
                          sum(NULLIF(amount, 0)), count(NULLIF(amount, 0)), min(received_on), max(received_on)
                     FROM park_issue WHERE group_id = ANY(%s) GROUP BY group_id""",
                self._origin.ids,
            )
        )
        counts = {group_id: numbers for group_id, *numbers in rows}
        for group in self:
            numbers = counts.get(group._origin.id, [0, 0, 0, 0, 0, 0, False, False])
            group.update(dict(zip(names, (number or False for number in numbers), strict=True)))

    @api.depends("state", "department_id")
    @api.depends_context("uid")
    def _compute_allowed_verbs(self):
        for group in self:
            group.allowed_verbs = f"|{'|'.join(allowed_steps(group.state, group._roles_here()))}|"

    @api.model_create_multi
    def create(self, vals_list):
        """Create common causes; each is reviewed from the first day on."""
        groups = super().create(vals_list)
        groups._audit("create")
        groups._start_deadlines(REVIEW)
        return groups

    def write(self, vals):
        result = super().write(vals)
        if {"name", "department_id", "owner_id"} & vals.keys():
            self._sync_deadlines()
        return result

    def _deadline_values(self):
        return {
            group.id: {
                "title": group.name,
                "company_id": group.company_id.id,
                "department_id": group.department_id.id,
                "owner_id": group.owner_id.id,
            }
            for group in self
        }

    def _is_tracked(self):
        """Return whether something is being done: a measure and an owner department, or a proposal adopted."""
        self.ensure_one()
        return is_tracked(self.state, self.measure, self.department_id.id)

    # -- verbs

    def action_review(self, note):
        """Put on record how far the measure is, and count the time to the next review from today."""
        note = self._said(note, self.env._("Say how far the measure is."))
        self._begin("review")
        for groups, today in self._per_zone():
            groups._transition({"reviewed_on": today}, "review", {"note": note})
        self._meet_deadlines([REVIEW])
        self._start_deadlines(REVIEW)
        self._log_notes(note)

    def action_propose(self, text):
        """Propose a change of the rule; a proposal that was not adopted may be made anew."""
        text = self._said(text, self.env._("Write what is proposed: which clause, and how it should read."))
        self._begin("propose")
        for groups, today in self._per_zone():
            groups._transition(
                {
                    "state": "proposed",
                    "proposal": text,
                    "proposed_on": today,
                    "proposed_by_id": self.env.uid,
                    **dict.fromkeys(("submitted_on", "submitted_to", "decided_on", "decided_by_id", "decision"), False),
                },
                "propose",
            )
        self._start_deadlines(REVIEW)

    def action_submit(self, submitted_to):
        """Submit proposals to the body that decides."""
        submitted_to = self._said(submitted_to, self.env._("Name the body that decides on the proposal."))
        self._begin("submit")
        for groups, today in self._per_zone():
            groups._transition({"state": "submitted", "submitted_on": today, "submitted_to": submitted_to}, "submit")

    def action_adopt(self, decision, public_text):
        """Record that the proposals were adopted; the firms that raised the issues are told, each once."""
        decision = self._said(decision, self.env._("Write what was decided, with its document number."))
        public_text = self._said(public_text, self.env._("Write what the firms are told."))
        self._begin("adopt")
        self._decided("adopted", decision, {"public_text": public_text})
        self._meet_deadlines([REVIEW])
        self._tell_firms()

    def action_decline(self, decision):
        """Record that the proposals were not adopted, and why."""
        decision = self._said(decision, self.env._("Write why the proposal was not adopted."))
        self._begin("decline")
        self._decided("declined", decision, {})
        self._meet_deadlines([REVIEW])

    def _decided(self, state, decision, vals):
        for groups, today in self._per_zone():
            groups._transition(
                {"state": state, "decision": decision, "decided_on": today, "decided_by_id": self.env.uid, **vals},
                "adopt" if state == "adopted" else "decline",
            )

    # -- what the verbs share

    def _roles_here(self):
        """Return the roles of the user that reach this common cause."""
        user = self.env.user
        held = {
            role for role in (*ZONE_WIDE, HANDLER) if self.env.su or user.has_group(f"park_guard.group_park_{role}")
        }
        return held if self.env.su or self.department_id.is_my_department else held & ZONE_WIDE

    def _begin(self, step):
        """Lock the rows, then refuse the whole batch unless the step is open to user and state."""
        self.check_access("write")
        self._lock()
        self._require_state(*STEPS[step].from_states)
        for group in self:
            if not group._roles_here() & STEPS[step].roles:
                raise UserError(self.env._("Your roles do not allow this step on %s.", group.name))

    def _said(self, text, instruction):
        return self.env["park.issue"]._said(text, instruction)

    def _per_zone(self):
        for zone, groups in self.grouped("company_id").items():
            yield groups, self.env["park.workday"].today(zone)

    def _log_notes(self, note):
        self.sudo()._message_log_batch(dict.fromkeys(self.ids, note))  # sudo: a note of the verb itself

    def action_open_step(self):
        """Open the dialog that asks what the verb in the context, ``park_verb``, needs."""
        self.check_access("read")
        verb = self.env.context.get("park_verb")
        return self.env["park.issue.group.step"]._open(verb, default_group_id=self.id)

    @api.model
    def _open_states(self):
        return list(OPEN)
