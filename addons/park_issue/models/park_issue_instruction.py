from odoo import fields, models
from odoo.exceptions import UserError

from ..core.window import LEADER


class ParkIssueInstruction(models.Model):
    """What a leader wrote on an issue (批示): who, when, the words, the day by which; never changed."""

    _name = "park.issue.instruction"
    _description = "Leader's Instruction"
    _inherit = ["park.guard.mixin"]
    _order = "given_on desc, id desc"
    _check_company_auto = True
    _guard_protected = (
        "issue_id", "leader_id", "leader_name", "given_on", "text", "due_on", "department_id", "entered_by_id",
    )  # fmt: skip

    issue_id = fields.Many2one("park.issue", required=True, index=True, ondelete="cascade", check_company=True)
    company_id = fields.Many2one(
        "res.company", related="issue_id.company_id", store=True, related_sudo=False, index=True
    )
    is_restricted = fields.Boolean(related="issue_id.is_restricted", store=True, related_sudo=False)
    leader_id = fields.Many2one("res.users")
    leader_name = fields.Char("Leader without log-in")
    given_on = fields.Date("Given on", required=True)
    text = fields.Text("What was written", required=True)
    due_on = fields.Date("To be done by")
    department_id = fields.Many2one("park.department", "Department in charge", check_company=True)
    entered_by_id = fields.Many2one("res.users", "Entered by", required=True)


class ParkIssueInstructed(models.Model):
    """An issue knows what leaders wrote on it."""

    _inherit = "park.issue"

    instruction_ids = fields.One2many("park.issue.instruction", "issue_id", "Instructions", readonly=True, copy=False)

    def action_instruct(self, text, due_on=None, department=None, leader=None, leader_name=None):
        """Record a leader's instruction; the centre enters it for a leader whom it names.

        A day in it becomes a clock of the issue. Refused without words, for a day gone by, and from anybody else.
        """
        self.ensure_one()
        text = self._said(text, self.env._("Write the instruction."))
        self.check_access("read")
        self._require_state(*self._open_states())
        leader = self._instructing_leader(leader, leader_name)
        due_on = fields.Date.to_date(due_on) or False
        today = self._today(self.company_id)
        if due_on and due_on < today:
            raise UserError(self.env._("The day of the instruction has gone by."))
        department = self._departments(department or [])
        vals = {
            "issue_id": self.id,
            "leader_id": leader.id,
            "leader_name": not leader and leader_name,
            "given_on": today,
            "text": text,
            "due_on": due_on,
            "department_id": department.id,
            "entered_by_id": self.env.uid,
        }
        # sudo: nobody may write instructions but this verb, which has checked who gives it
        instruction_sudo = self.env["park.issue.instruction"].sudo()._unlocked().create(vals)
        self._audit("instruct", {"instruction": instruction_sudo.id, "due_on": due_on and str(due_on)})
        self._follow_instruction(due_on, today)

    def _instructing_leader(self, leader, leader_name):
        """Return the leader who instructs: the user, or whom the centre names; empty for one without log-in."""
        leader = self.env["res.users"].browse(getattr(leader, "id", leader) or [])
        roles = self._roles_here()[self.id]
        is_leader = self.env.su or self.env.user.has_group("park_guard.group_park_leader")
        if is_leader and (not leader or leader == self.env.user) and not leader_name:
            return leader or self.env.user
        if not roles & {"service_centre", "supervisor"} and not self.env.su:
            self._refuse_role(self)
        leader_sudo = leader.sudo()  # sudo: roles and zones of a colleague
        if leader and (
            not leader_sudo.has_group(f"park_guard.group_park_{LEADER}")
            or self.company_id not in leader_sudo.company_ids
        ):
            raise UserError(self.env._("Choose a leader of the zone."))
        if not leader and not (leader_name or "").strip():
            raise UserError(self.env._("Say which leader gave the instruction."))
        return leader

    def _follow_instruction(self, due_on, today):
        """Let the day of the instruction run as a clock; the leader has been told, and has answered."""
        if due_on:
            days = self.env["park.workday"].workdays_between(today, due_on, self.company_id)
            self._start_deadlines("issue_instruction", start=today, amount=days, unit="workday")
        self._meet_deadlines(["window_leader"])
        self.window_ids._settle_todos()
