from odoo import fields, models

UNITS = [
    ("person", "persons"),
    ("count", "items"),
    ("wan", "CNY 10,000"),
    ("mu", "mu"),
    ("pct", "%"),
    ("month", "months"),
    ("year", "years"),
    ("kwh_wan", "10,000 kWh"),
    ("point", "points"),
    ("flag", "yes or no"),
]
KINDS = [
    ("people", "People"),
    ("money", "Money"),
    ("innovation", "Innovation"),
    ("operation", "Operation"),
    ("conduct", "Conduct"),
]
SENSITIVITIES = [("public", "Public"), ("internal", "Internal"), ("secret", "Trade secret")]
PERIOD_KINDS = [("year", "Yearly"), ("quarter", "Quarterly"), ("month", "Monthly")]


class ParkIndicatorKey(models.Model):
    """A fact that can be known about a firm: the word that figures, questions and policies share."""

    _name = "park.indicator.key"
    _description = "Kind of Figure"
    _inherit = ["park.guard.mixin"]
    _order = "sequence, id"
    _rec_names_search = ["name", "key"]

    key = fields.Char(required=True, help="Its suffix is its unit, such as rnd_wan; it never changes.")
    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    unit = fields.Selection(UNITS, required=True)
    kind = fields.Selection(KINDS, required=True)
    sensitivity = fields.Selection(SENSITIVITIES, required=True, default="internal")
    period_kind = fields.Selection(PERIOD_KINDS, "Period", required=True, default="year")
    max_age_days = fields.Integer("Stale after (days)", required=True, help="Counted from the day it stands for.")
    note = fields.Char(translate=True, help="What it counts, and what it does not.")
    source = fields.Char(help="Which rule asks for it.")

    _key_uniq = models.Constraint("UNIQUE (key)", "There is a figure of this key already.")
    _age_positive = models.Constraint("CHECK (max_age_days > 0)", "A figure holds for at least one day.")
