from odoo import fields, models

CHANNELS = [("activity", "To-do"), ("mail", "Mail"), ("none", "Nobody to tell")]
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

    deadline_id = fields.Many2one(  # _once serves it
        "park.deadline", required=True, readonly=True, ondelete="cascade"
    )
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
    user_id = fields.Many2one("res.users", "To", index=True, readonly=True, ondelete="restrict")
    activity_id = fields.Many2one("mail.activity", "To-do", readonly=True, index="btree_not_null", ondelete="set null")
    message_id = fields.Many2one(
        "park.deadline.message", "Digest", readonly=True, index="btree_not_null", ondelete="set null"
    )
    at = fields.Datetime(required=True, readonly=True)
    state = fields.Selection(STATES, "Delivery", required=True, readonly=True)

    _once = models.Constraint(
        "UNIQUE (deadline_id, round, level, user_id)", "This person has been told of this rung already."
    )
    _queued_idx = models.Index("(company_id, user_id) WHERE state = 'queued'")
