from odoo import fields, models
from odoo.exceptions import UserError, ValidationError


class ParkIssueLongterm(models.Model):
    """Long-term work (长期推进): a task force drives it, is reviewed every month, and closes it with evidence."""

    _inherit = "park.issue"
    _guard_protected = ("taskforce_lead_id", "taskforce_member_ids")

    taskforce_lead_id = fields.Many2one("res.users", "Head of the task force", readonly=True, copy=False)
    taskforce_member_ids = fields.Many2many("res.users", string="Task force", readonly=True, copy=False)
    review_ids = fields.One2many("park.issue.review", "issue_id", "Reviews", readonly=True, copy=False)

    def action_longterm(self, reason, lead, members=None):
        """Carry issues on as work of a task force: monthly reviews take the place of the limit for closing."""
        reason = self._said(reason, self.env._("Say why this takes long, and what is to be reached."))
        lead, members = self._taskforce(lead), self._taskforce(members)
        if len(lead) != 1:
            raise UserError(self.env._("A task force has one head: choose who drives the work."))
        self._begin("longterm")
        self._check_taskforce(lead | members)
        self._transition(
            {
                "state": "longterm",
                "closure_kind": "longterm",
                "taskforce_lead_id": lead.id,
                "taskforce_member_ids": (members - lead).ids,
                "owner_id": lead.id,
            },
            "longterm",
            {"reason": reason},
        )
        self._void_deadlines(["issue_assign", "issue_close"])
        self._sync_deadlines()
        self._start_reviews()

    def action_review(self, note):
        """Record the review of this month; the next one is due a month from today."""
        note = self._said(note, self.env._("Say what has been done since the last review, and what comes next."))
        self._begin("review")
        clocks_sudo = self.sudo()._deadlines_sudo(["issue_review"], ("running", "paused"))
        due = {clock.res_id: clock.due_on for clock in clocks_sudo}
        # sudo: reviews are written by this verb alone, which has checked caller and state
        self.env["park.issue.review"].sudo().create(
            [
                {
                    "issue_id": issue.id,
                    "reviewed_on": self._today(issue.company_id),
                    "reviewer_id": self.env.uid,
                    "note": note,
                    "due_on": due.get(issue.id),
                }
                for issue in self
            ]
        )
        self._audit("review", {"note": note})
        self._meet_deadlines(["issue_review"])
        self._start_reviews()

    def _start_reviews(self):
        for issues, today in self._per_zone():
            issues._start_deadlines("issue_review", start=today)

    def action_reopen(self, comment):
        """End the reviews of long-term work that is taken up again in the ordinary way."""
        result = super().action_reopen(comment)
        self._void_deadlines(["issue_review"])
        return result

    def _taskforce(self, people):
        """Return people from records or ids."""
        users = self.env["res.users"]
        if isinstance(people, models.BaseModel):
            return users.browse(people.ids)
        return users.browse(people or [])

    def _check_taskforce(self, people):
        """Refuse people who are not staff of the issues' zones."""
        for person in people.sudo():  # sudo: whether somebody works here is no secret
            if not person.exists() or not person.active or person.share or self.company_id - person.company_ids:
                raise ValidationError(self.env._("A task force is made of people who work in the zone."))

    def _handler_ids(self):
        return super()._handler_ids() | set((self.taskforce_lead_id | self.taskforce_member_ids).ids)

    def _check_said(self, kind):
        """Long-term work ends with evidence at hand, not only when it is signed off."""
        super()._check_said(kind)
        if not getattr(self._kind_needs().get(kind), "file", False):
            return
        for issue in self.filtered(lambda issue: issue.state == "longterm" and not issue._shown().file):
            raise UserError(issue._say_gaps(["file"]))
