from odoo import api, fields, models
from odoo.exceptions import UserError

from .park_deadline import OPEN
from .park_sla_extension_rule import APPROVERS

ASKED = "asked"
REQUEST_STATES = [
    (ASKED, "Asked"),
    ("approved", "Approved"),
    ("refused", "Refused"),
    ("withdrawn", "Withdrawn"),
    ("lapsed", "Lapsed"),
]


class ParkDeadlineRequest(models.AbstractModel):
    """What somebody asks for a clock and somebody else decides; kept as history, written by verbs alone."""

    _name = "park.deadline.request"
    _description = "Request about a Deadline"
    _inherit = ["park.guard.mixin"]
    _order = "id desc"
    _rec_name = "deadline_id"

    deadline_id = fields.Many2one("park.deadline", required=True, index=True, readonly=True, ondelete="cascade")
    company_id = fields.Many2one(related="deadline_id.company_id", store=True, related_sudo=False, index=True)
    department_id = fields.Many2one(related="deadline_id.department_id", store=True, related_sudo=False)
    owner_id = fields.Many2one(related="deadline_id.owner_id", store=True, related_sudo=False)
    is_restricted = fields.Boolean(related="deadline_id.is_restricted", store=True, related_sudo=False)
    state = fields.Selection(REQUEST_STATES, required=True, readonly=True, default=ASKED)
    reason_id = fields.Many2one("park.deadline.reason", required=True, readonly=True, ondelete="restrict")
    text = fields.Text("In Words", readonly=True)
    approver = fields.Selection(APPROVERS, "Decided by", readonly=True)
    requested_by_id = fields.Many2one("res.users", "Asked by", readonly=True, index=True, ondelete="restrict")
    requested_at = fields.Datetime("Asked at", readonly=True)
    decided_by_id = fields.Many2one("res.users", "Decision by", readonly=True, ondelete="restrict")
    decided_at = fields.Datetime(readonly=True)
    decision_note = fields.Text("Note on the Decision", readonly=True)
    may_decide = fields.Boolean(compute="_compute_may", help="The user may approve or refuse it.")
    may_withdraw = fields.Boolean(compute="_compute_may")

    @api.depends("state", "approver", "requested_by_id", "owner_id")
    @api.depends_context("uid")
    def _compute_may(self):
        for request in self:
            asked = request.state == ASKED
            request.may_decide = asked and request._is_approver()
            request.may_withdraw = asked and request.requested_by_id == self.env.user

    def action_approve(self, note=None):
        """Grant the requests; never by who asked or who is responsible for the clock."""
        self._begin_decision()
        self._require_open_clock()
        self._granted()
        self._decide("approved", note)

    def action_refuse(self, note=None):
        """Refuse the requests; the reason is kept."""
        self._begin_decision()
        note = (note or "").strip()
        if not note:
            raise UserError(self.env._("Say why it is refused."))
        self._decide("refused", note)

    def action_withdraw(self):
        """Take back what one has asked for."""
        self.check_access("read")
        for request in self:
            if not self.env.su and request.requested_by_id != self.env.user:
                raise UserError(self.env._("Only who asked can take it back."))
        self._locked(ASKED)
        self._decide("withdrawn", None)

    def action_open_decision(self):
        """Open the dialog that asks for a note on the decision named in the context, ``park_verb``."""
        self.ensure_one()
        self.check_access("read")
        verb = self.env.context.get("park_verb")
        return self.env["park.deadline.ask"]._open(verb, self.deadline_id, f"{self._name},{self.id}")

    # -- what the verbs share

    @api.model
    def _ask(self, clocks, reason, text, vals_by_clock):
        """Write a request for each clock after its verb has checked the caller; the clocks are locked."""
        # sudo: requests are written by these verbs alone
        requests_sudo = self.sudo().create(
            [
                {
                    "deadline_id": clock.id,
                    "reason_id": reason.id,
                    "text": text,
                    "requested_by_id": self.env.uid,
                    "requested_at": self.env["park.workday"].now(),
                    **vals_by_clock[clock.id],
                }
                for clock in clocks
            ]
        )
        requests_sudo._audit("deadline.ask")
        return requests_sudo.sudo(self.env.su)

    def _begin_decision(self):
        """Check that the user decides on each request, and lock them together with their clocks."""
        self.check_access("read")
        for request in self:
            if not self.env.su and not request._is_approver():
                raise UserError(request._say_approver())
        self._locked(ASKED)

    def _locked(self, *states):
        self.sudo().deadline_id._lock()  # sudo: a lock on what the request is about
        self.sudo()._lock()
        self.invalidate_recordset(["state"])
        self._require_state(*states)

    def _is_approver(self):
        """Return whether the user decides: by role, and neither the applicant nor the one responsible."""
        self.ensure_one()
        user = self.env.user
        if user in (self.requested_by_id, self.owner_id):
            return False
        if self.is_restricted:
            return user.has_group("park_guard.group_park_supervisor")
        role = self.approver
        if role == "department_head":
            head = self.sudo().department_id.head_id  # sudo: who decides is no secret
            if head and head not in (self.requested_by_id, self.owner_id):
                return user == head
            role = "service_centre"  # no head, or the head is the one who asks
        return bool(role) and user.has_group(f"park_guard.group_park_{role}")

    def _say_approver(self):
        labels = dict(self._fields["approver"]._description_selection(self.env))
        return self.env._(
            "“%(title)s”: this is decided by %(approver)s, and never by who asked or is responsible.",
            title=self.deadline_id.display_name,
            approver=labels.get(self.approver, "—"),
        )

    def _require_open_clock(self):
        """Refuse where a clock has ended meanwhile: an end is final."""
        for clock in self.deadline_id:
            if clock.state not in OPEN:
                raise UserError(self.env._("The limit of “%s” has ended: nothing moves it any more.", clock.title))

    def _granted(self):
        """Carry out what was asked; each kind of request has its own way."""
        raise NotImplementedError

    def _decide(self, state, note):
        self.sudo()._transition(  # sudo: requests are written by these verbs alone, which have checked the caller
            {
                "state": state,
                "decided_by_id": self.env.uid,
                "decided_at": self.env["park.workday"].now(),
                "decision_note": note or False,
            },
            f"deadline.{state}",
        )
        self.flush_recordset(["state"])  # so that the next one may be asked for at once

    @api.model
    def _lapse(self, clocks):
        """Let open requests of clocks lapse that have ended."""
        open_sudo = self.sudo().search([("deadline_id", "in", clocks.ids), ("state", "=", ASKED)])
        open_sudo.write({"state": "lapsed"})  # sudo: follows the end of its clock
        return open_sudo
