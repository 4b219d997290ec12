from odoo import api, fields, models
from odoo.fields import Domain

UNITS = [("percent", "Percent"), ("number", "Number"), ("days", "Working days"), ("points", "Points")]
DIRECTIONS = [("higher", "More is better"), ("lower", "Less is better"), ("none", "Says neither")]
KINDS = [
    ("counted", "Counted from records"),
    ("score", "Weighted mean of other figures"),
    ("before", "Change against the period before"),
    ("year", "Change against the same period of the year before"),
    ("points", "Change of the share of the whole, in percentage points"),
]


class ParkFigure(models.Model):
    """What a figure means, as dated data; what it counts is registered under its code by an addon."""

    _name = "park.figure"
    _description = "Figure"
    _inherit = ["park.guard.mixin"]
    _order = "code, company_id, date_from desc, id"
    _rec_names_search = ["name", "code"]

    code = fields.Char(required=True, help="Short and stable, for example K03.")
    name = fields.Char(required=True, translate=True)
    company_id = fields.Many2one(
        "res.company", "Zone", index=True, ondelete="cascade", help="Empty: every zone; a zone's own goes before it."
    )
    kind = fields.Selection(KINDS, required=True, default="counted")
    numerator = fields.Char(required=True, translate=True)
    denominator = fields.Char(translate=True, help="Empty for plain numbers.")
    base_rule = fields.Text("Base Set", required=True, translate=True, help="What is counted at all, in words.")
    unit = fields.Selection(UNITS, required=True, default="percent")
    direction = fields.Selection(DIRECTIONS, required=True, default="higher")
    subject_code = fields.Char("Compares", help="The code of the figure whose change this is.")
    weight_ids = fields.One2many("park.figure.weight", "figure_id", "Weights", copy=True)
    least = fields.Integer(
        "Ranked From", default=5, required=True, help="With fewer counted, a department is not ranked."
    )
    date_from = fields.Date("In Force From", help="Empty: from the beginning.")
    date_to = fields.Date("In Force Until", help="The last day; empty while it is in force.")
    source = fields.Text(translate=True)
    active = fields.Boolean(default=True)

    _code_uniq = models.UniqueIndex(
        "(code, COALESCE(company_id, 0), COALESCE(date_from, '-infinity'::date))",
        "There is a figure of this code from the same day already.",
    )
    _dates_order = models.Constraint(
        "CHECK (date_to IS NULL OR date_from IS NULL OR date_to >= date_from)",
        "The last day lies before the first.",
    )
    _least_range = models.Constraint("CHECK (least >= 1)", "At least one must be counted for a rank.")

    @api.depends("code", "name")
    def _compute_display_name(self):
        for figure in self:
            figure.display_name = f"{figure.code or ''} {figure.name or ''}".strip()

    @api.model
    def _in_force(self, day, company, codes=None):
        """Return ``{code: figure}`` as defined on a day: the zone's own first, then the later."""
        domain = (
            Domain("company_id", "in", (False, company.id))
            & (Domain("date_from", "=", False) | Domain("date_from", "<=", day))
            & (Domain("date_to", "=", False) | Domain("date_to", ">=", day))
        )
        if codes is not None:
            domain &= Domain("code", "in", list(codes))
        figures = self.search(domain, order="code, id")
        figures = figures.sorted(lambda figure: (bool(figure.company_id), str(figure.date_from or "")))
        return {figure.code: figure for figure in figures}


class ParkFigureWeight(models.Model):
    """What a figure weighs in a score."""

    _name = "park.figure.weight"
    _description = "Weight in a Score"
    _inherit = ["park.guard.mixin"]
    _order = "figure_id, id"
    _rec_name = "part_code"

    figure_id = fields.Many2one("park.figure", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="figure_id.company_id", store=True, index=True)
    part_code = fields.Char("Figure", required=True)
    weight = fields.Integer(required=True)

    _weight_range = models.Constraint("CHECK (weight BETWEEN 1 AND 100)", "A weight lies between 1 and 100.")
    _part_uniq = models.Constraint("UNIQUE(figure_id, part_code)", "The figure has a weight already.")
