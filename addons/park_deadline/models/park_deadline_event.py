from odoo import fields, models

CHANNELS = [
    ("activity", "To-do"),
    ("mail", "Mail"),
    ("wecom", "WeCom Group Robot"),
    ("dingtalk", "DingTalk Group Robot"),
    ("webhook", "Signed Webhook"),
    ("none", "Nobody to tell"),
]
STATES = [
    ("queued", "Queued"),  # waits for the next digest
    ("sending", "Sending"),  # in a digest
    ("sent", "Sent"),  # the provider has accepted it; a to-do is there at once
    ("delivered", "Delivered"),  # where a channel can tell
    ("withdrawn", "Withdrawn"),  # the clock ended or moved before the digest went
    ("failed", "Failed"),
]


class ParkDeadlineEvent(models.Model):
    """The chase log: who was reminded of which clock, on which rung, and whether it arrived."""

    _name = "park.deadline.event"
    _description = "Chase Log Entry"
    _order = "at desc, id desc"
    _rec_name = "deadline_id"

    deadline_id = fields.Many2one("park.deadline", required=True, readonly=True, index=True, ondelete="cascade")
    company_id = fields.Many2one("res.company", "Zone", required=True, readonly=True, index=True)
    is_restricted = fields.Boolean("Restricted", related="deadline_id.is_restricted", store=True, related_sudo=False)
    level = fields.Integer("Escalation Level", required=True, readonly=True)
    round = fields.Integer(
        required=True,
        readonly=True,
        default=0,
        help="How often the clock had been extended: each extension opens a new round.",
    )
    rung_id = fields.Many2one("park.deadline.rung", readonly=True, ondelete="set null")
    channel = fields.Selection(CHANNELS, required=True, readonly=True)
    user_id = fields.Many2one("res.users", "To", readonly=True, ondelete="restrict")
    activity_id = fields.Many2one("mail.activity", "To-do", readonly=True, index="btree_not_null", ondelete="set null")
    message_id = fields.Many2one(
        "park.deadline.message", "Digest", readonly=True, index="btree_not_null", ondelete="set null"
    )
    at = fields.Datetime(required=True, readonly=True)
    by_id = fields.Many2one("res.users", "By Hand", readonly=True, ondelete="restrict", help="Who urged by hand.")
    text = fields.Text("In Words", readonly=True)
    state = fields.Selection(STATES, "Delivery", required=True, readonly=True)

    _once_a_rung = models.UniqueIndex(
        "(deadline_id, round, level, user_id) WHERE by_id IS NULL", "This person has been told of this rung already."
    )
    _told_idx = models.Index("(user_id, at)")
    _queued_idx = models.Index("(company_id, user_id) WHERE state = 'queued'")

    def _what(self):
        """Return what the chaser is called: its rung, or the level where the rung is gone."""
        self.ensure_one()
        if self.by_id:
            return self.env._("Urged by hand")
        return self.rung_id.name or self.env._("Level %s", self.level)
