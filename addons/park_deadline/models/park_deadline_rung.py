from odoo import api, fields, models

from ..core import Rung

TRIGGERS = [
    ("before_due", "Working days before the due day"),
    ("share_used", "Percent of the limit used"),
    ("after_due", "Working days after the due day"),
]
TODOS = [
    ("clock", "One for each clock"),
    ("digest", "One for each person"),
    ("none", "None"),
]
CHANNELS = [
    ("none", "None"),
    ("mail", "Mail"),
    ("wecom", "WeCom Group Robot"),
    ("dingtalk", "DingTalk Group Robot"),
    ("webhook", "Signed Webhook"),
]


class ParkDeadlineRung(models.Model):
    """One level of a ladder: when it is reached, who is told, and how."""

    _name = "park.deadline.rung"
    _description = "Rung of a Chasing Ladder"
    _inherit = ["park.guard.mixin"]
    _order = "ladder_id, level"

    ladder_id = fields.Many2one("park.deadline.ladder", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one("res.company", "Zone", related="ladder_id.company_id", store=True, related_sudo=False)
    level = fields.Integer("Escalation Level", required=True, default=1)
    name = fields.Char("What", required=True, translate=True)
    trigger = fields.Selection(TRIGGERS, "Reached", required=True, default="after_due")
    amount = fields.Integer("Days or Percent", required=True, default=1)
    grace_days = fields.Integer(
        required=True, default=0, help="Working days waited beyond that; for rungs after the due day."
    )
    tell_owner = fields.Boolean(
        "Responsible", help="Who is responsible; where nobody is, the head of the department, else its members."
    )
    tell_head = fields.Boolean("Head of Department")
    tell_members = fields.Boolean("Department", help="All present members of the department.")
    tell_centre = fields.Boolean("Service Centre")
    tell_supervisor = fields.Boolean("Supervisors")
    tell_leader = fields.Boolean("Leaders")
    todo = fields.Selection(
        TODOS,
        "To-do",
        required=True,
        default="clock",
        help="One for each clock moves along with its level; one for each person stands for all raised that day.",
    )
    channel = fields.Selection(
        CHANNELS,
        "Message",
        required=True,
        default="none",
        help="Sent besides the to-do: all that is due to a person in one digest, never in quiet hours.",
    )
    activity_type_id = fields.Many2one(
        "mail.activity.type",
        "Type of To-do",
        required=True,
        ondelete="restrict",
        default=lambda self: self.env.ref("park_deadline.mail_activity_type_overdue", raise_if_not_found=False),
    )
    note = fields.Char(
        "Text", required=True, translate=True, default="{title} ({due})", help="{title} and {due} are filled in."
    )

    _level_uniq = models.Constraint("UNIQUE (ladder_id, level)", "The ladder has a rung of this level already.")
    _numbers = models.Constraint(
        "CHECK (level > 0 AND amount >= 0 AND grace_days >= 0 AND (trigger <> 'share_used' OR amount <= 100))",
        "Levels start at 1, days are not negative, and a share is at most 100 percent.",
    )
    _somebody = models.Constraint(
        "CHECK (tell_owner IS TRUE OR tell_head IS TRUE OR tell_members IS TRUE OR tell_centre IS TRUE"
        " OR tell_supervisor IS TRUE OR tell_leader IS TRUE)",
        "Say who is told on this rung.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        rungs = super().create(vals_list)
        rungs._audit("rung.create")
        rungs.ladder_id._rearm()
        return rungs

    def write(self, vals):
        result = super().write(vals)
        self.check_access("write")  # as it is now: a rung cannot move to a ladder of others
        self._audit("rung.write", {"values": vals})
        self.ladder_id._rearm()
        return result

    def unlink(self):
        """Let the open clocks go on with the next rung."""
        self._audit("rung.unlink", {"levels": self.mapped("level")})
        ladders = self.ladder_id
        result = super().unlink()
        ladders.exists()._rearm()
        return result

    def _as_core(self):
        """Return the rungs as the plain values that ``core`` counts with."""
        return [Rung(rung.level, rung.trigger, rung.amount, rung.grace_days) for rung in self]
