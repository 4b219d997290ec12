from odoo import fields, models
from odoo.exceptions import UserError


class ParkIssueReply(models.Model):
    """What the firm is told is approved where the zone demands it: the department proposes, the centre decides."""

    _inherit = "park.issue"
    _guard_protected = ("reply_proposed", "reply_proposed_by_id", "reply_proposed_on")

    reply_proposed = fields.Text(
        "Reply to be approved", readonly=True, copy=False, help="The firm does not see it yet."
    )
    reply_proposed_by_id = fields.Many2one("res.users", "Proposed by", readonly=True, copy=False)
    reply_proposed_on = fields.Date("Proposed on", readonly=True, copy=False)

    def action_reply(self, text):
        """Reply to the firm, or propose the reply where the zone demands approval and the user may not give it."""
        text = self._said(text, self.env._("Write what the firm is told."))
        proposing = self.filtered(lambda issue: issue._needs_approval())
        if proposing:
            proposing._begin("reply")
            for issues, today in proposing._per_zone():
                issues._transition(
                    {"reply_proposed": text, "reply_proposed_by_id": self.env.uid, "reply_proposed_on": today},
                    "propose_reply",
                )
        return super(ParkIssueReply, self - proposing).action_reply(text)

    def action_approve_reply(self, text=None):
        """Tell firms what was proposed, or better words; never approved by who proposed it."""
        self._begin("approve_reply")
        for issue in self:
            if not issue.reply_proposed:
                raise UserError(self.env._("No reply of %s waits for approval.", issue.display_name))
            if issue.reply_proposed_by_id == self.env.user:
                raise UserError(
                    self.env._("You proposed the reply of %s: someone else approves it.", issue.display_name)
                )
        for issue in self:
            issue._replied((text or "").strip() or issue.reply_proposed, "approve_reply")
            issue._lead_answers(issue.reply_public)

    def action_refuse_reply(self, reason):
        """Give proposed replies back to the departments; the reason is for them."""
        reason = self._said(reason, self.env._("Say what has to be put better."))
        self._begin("refuse_reply")
        for issue in self.filtered(lambda issue: not issue.reply_proposed):
            raise UserError(self.env._("No reply of %s waits for approval.", issue.display_name))
        self._transition(
            {"reply_proposed": False, "reply_proposed_by_id": False, "reply_proposed_on": False},
            "refuse_reply",
            {"reason": reason},
        )
        for issue in self:
            issue.message_post(body=reason)

    def _needs_approval(self):
        """Return whether the user proposes only: the zone demands approval, and somebody else may give it."""
        self.ensure_one()
        if self.env.su or not self.company_id.park_reply_approval:
            return False
        return not self._roles_here()[self.id] & self._approving_roles()


class ResCompanyReply(models.Model):
    """Whether a zone wants the service centre to approve what departments tell firms."""

    _inherit = "res.company"

    park_reply_approval = fields.Boolean("Replies approved by the service centre")
