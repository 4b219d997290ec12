from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError


class ParkIssueRefusal(models.Model):
    """A ground on which a request is not accepted (不予受理), and the channel that is right instead, as data."""

    _name = "park.issue.refusal"
    _description = "Ground for Not Accepting"
    _inherit = ["park.guard.mixin"]
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, copy=False)
    sequence = fields.Integer(default=10)
    channel = fields.Text(
        "Right channel", translate=True, help="What the firm is told to do instead; whoever refuses may say it better."
    )
    needs_channel = fields.Boolean(
        "Channel must be named", help="The firm is never turned away without saying where to."
    )
    source = fields.Text(translate=True, help="Where the ground is written.")
    active = fields.Boolean(default=True)

    _code_uniq = models.Constraint("UNIQUE(code)", "Another ground has this code.")


class ParkIssueRefused(models.Model):
    """What a refused issue keeps: the ground, the reason in words, and the channel that the firm was told."""

    _inherit = "park.issue"
    _guard_protected = ("refusal_id", "right_channel")

    refusal_id = fields.Many2one(
        "park.issue.refusal", "Not accepted because", readonly=True, copy=False, ondelete="restrict"
    )
    right_channel = fields.Text("Right channel", readonly=True, copy=False)

    def action_reject(self, reason, ground, channel=None):
        """Turn issues away on a ground of the list; the firm is told the reason and the right channel.

        Without ``channel`` the one of the ground is told; refused where the ground must name one and none is known.
        """
        reason = self._said(reason, self.env._("Say why, and which channel is the right one."))
        ground = self._refusal(ground)
        channel = (channel or "").strip() or ground.channel or ""
        if ground.needs_channel and not channel:
            raise UserError(self.env._("Name the channel that is right for “%s”.", ground.name))
        self._begin("reject")
        told = "\n".join(filter(None, (ground.name, reason, channel)))
        for issues, today in self._per_zone():
            issues._transition(
                {
                    "state": "rejected",
                    "refusal_id": ground.id,
                    "reject_reason": reason,
                    "right_channel": channel or False,
                    "reply_public": told,
                    "replied_on": today,
                    "replied_by_id": self.env.uid,
                    "closure_kind": "rejected",
                },
                "reject",
            )
        self._void_deadlines()

    @api.model
    def _refusal(self, ground):
        """Return one active ground from a record, an id or a code."""
        grounds = self.env["park.issue.refusal"]
        if isinstance(ground, str):
            ground = grounds.search([("code", "=", ground)])
        elif not isinstance(ground, models.BaseModel):
            ground = grounds.browse(ground or []).exists()
        ground = grounds.browse(ground.ids)
        if len(ground) != 1 or not ground.active:
            raise ValidationError(self.env._("Choose one ground from the list."))
        return ground
