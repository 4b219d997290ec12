from odoo import fields, models

OUTCOMES = [
    ("on_spot", "Solved on the spot"),
    ("limited", "Within a limit"),
    ("explained", "Explained"),
]


class ParkIssue(models.Model):
    """An issue remembers what the table of a service day decided on it."""

    _inherit = "park.issue"
    _guard_protected = ("service_day_outcome", "table_measure")

    service_day_outcome = fields.Selection(OUTCOMES, "Decided at the table", readonly=True, copy=False)
    table_measure = fields.Text(
        "Measure named at the table", readonly=True, copy=False, help="What was promised there, beside the limit."
    )
