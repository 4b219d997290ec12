from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..core import WorkingHours

HOURS = ("park_morning_from", "park_morning_to", "park_afternoon_from", "park_afternoon_to", "park_receipt_closes")


class ResCompany(models.Model):
    """The hours of a zone: when its offices work and until when a receipt counts as today's.

    This is their one home. The defaults are the product's, eight hours with an hour for lunch; no rule
    of law: offices differ by place and season, and a zone enters its own. Hours as Odoo writes times of
    day: 8.5 is half past eight.
    """

    _inherit = "res.company"

    park_morning_from = fields.Float("Work Begins", default=9.0, required=True)
    park_morning_to = fields.Float(
        "Lunch Begins", default=12.0, required=True, help="The same as its end where work goes on through lunch."
    )
    park_afternoon_from = fields.Float("Lunch Ends", default=13.0, required=True)
    park_afternoon_to = fields.Float(
        "Work Ends", default=18.0, required=True, help="A limit in working hours runs until then at the latest."
    )
    park_receipt_closes = fields.Float(
        "Receipts Until",
        default=17.0,
        required=True,
        help="What is received later counts as received on the next working day. "
        "24:00 where the hour of receipt does not matter.",
    )

    @api.constrains(*HOURS)
    def _check_park_hours(self):
        """Refuse hours that do not follow each other."""
        for company in self:
            times = [company[name] for name in HOURS[:4]]
            in_order = times[0] < times[1] <= times[2] < times[3] and times[0] < company.park_receipt_closes
            if not in_order or times[0] < 0 or max(times[3], company.park_receipt_closes) > 24:
                raise ValidationError(
                    self.env._(
                        "The working hours of %(zone)s do not follow each other: enter the beginning of work, of "
                        "lunch, the end of lunch and of work in this order, between 0:00 and 24:00, and let "
                        "receipts close after work has begun.",
                        zone=company.name,
                    )
                )

    def _park_hours(self):
        """Return the zone's hours; those of a new zone where self is empty."""
        defaults = {} if self else self.default_get(HOURS)
        begin, noon, after, end, closes = (round((defaults[name] if defaults else self[name]) * 60) for name in HOURS)
        return WorkingHours(spans=((begin, noon), (after, end)), receipt_closes=closes)
