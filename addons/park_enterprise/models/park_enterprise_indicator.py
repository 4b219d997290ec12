from dateutil.relativedelta import relativedelta
from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import SQL

from ..core.periods import BY_KIND, last_day

PERIODS = [
    ("y", "Year"),
    *((f"q{number}", f"Quarter {number}") for number in range(1, 5)),
    *((f"m{number:02d}", f"Month {number}") for number in range(1, 13)),
]
SOURCES = [
    ("firm", "Said by the enterprise"),
    ("statement", "Annual statement"),
    ("tax", "Tax authority"),
    ("statistics", "Statistics bureau"),
    ("register", "Market regulation"),
    ("insurance", "Social insurance"),
    ("department", "Department of the zone"),
    ("visit", "Seen at a visit"),
    ("import", "Imported list"),
    ("other", "Other"),
]
STANDINGS = [("verified", "Verified"), ("unverified", "Not verified"), ("estimate", "Estimate"), ("stale", "Stale")]
IDENTITY = ("enterprise_id", "key_id", "year", "period")
FACTS = ("value", "source", "as_of", "is_estimate")  # what a correction changes


class ParkEnterpriseIndicator(models.Model):
    """One figure of a firm for one period; no row means unknown, and a correction keeps what was there."""

    _name = "park.enterprise.indicator"
    _description = "Figure of an Enterprise"
    _inherit = ["park.guard.mixin", "park.enterprise.scope.mixin"]
    _order = "year desc, period, key_id, id"
    _check_company_auto = True
    _guard_protected = ("entered_by_id", "verified_by_id", "verified_on", "revision_ids")

    enterprise_id = fields.Many2one(required=True, ondelete="cascade")
    company_id = fields.Many2one("res.company", "Zone", related="enterprise_id.company_id", store=True, index=True)
    key_id = fields.Many2one("park.indicator.key", "Figure", required=True, ondelete="restrict")
    sensitivity = fields.Selection(related="key_id.sensitivity", store=True)
    unit = fields.Selection(related="key_id.unit", related_sudo=False)
    year = fields.Integer(
        required=True, aggregator=None, default=lambda self: self.env["park.workday"].today().year - 1
    )
    period = fields.Selection(PERIODS, required=True, default="y")
    period_end = fields.Date("Period until", compute="_compute_period_end", store=True)
    value = fields.Float(required=True, digits=(20, 4))
    source = fields.Selection(SOURCES, required=True, default="firm")
    as_of = fields.Date("As of", required=True, default=lambda self: self.env["park.workday"].today())
    is_estimate = fields.Boolean("Estimate")
    note = fields.Char()
    reason = fields.Char("Reason of the correction", copy=False)
    entered_by_id = fields.Many2one("res.users", "Entered by", readonly=True, copy=False, ondelete="restrict")
    verified_by_id = fields.Many2one("res.users", "Verified by", readonly=True, copy=False, ondelete="restrict")
    verified_on = fields.Date("Verified on", readonly=True, copy=False)
    stale_from = fields.Date("Stale from", compute="_compute_stale_from", store=True)
    standing = fields.Selection(STANDINGS, compute="_compute_standing", search="_search_standing")
    revision_ids = fields.One2many(
        "park.enterprise.indicator.revision", "indicator_id", "Earlier values", readonly=True, copy=False
    )

    _once = models.Constraint(
        "UNIQUE (enterprise_id, key_id, year, period)",
        "This figure of the enterprise is recorded already: correct it there, its earlier value is kept.",
    )
    _year_range = models.Constraint("CHECK (year BETWEEN 1949 AND 2100)", "Enter a year with four digits.")
    _key_idx = models.Index("(key_id, year, period, enterprise_id) INCLUDE (value)")

    @api.depends("key_id.name", "year", "period")
    def _compute_display_name(self):
        labels = dict(self._fields["period"]._description_selection(self.env))
        for figure in self:
            name = f"{figure.key_id.display_name} {figure.year}"
            figure.display_name = name if figure.period == "y" else f"{name} {labels.get(figure.period, '')}"

    @api.depends("year", "period")
    def _compute_period_end(self):
        for figure in self:
            known = figure.period and 1949 <= figure.year <= 2100
            figure.period_end = last_day(figure.year, figure.period) if known else False

    @api.depends("as_of", "key_id.max_age_days")
    def _compute_stale_from(self):
        for figure in self:
            age = relativedelta(days=figure.key_id.max_age_days + 1)
            figure.stale_from = figure.as_of and figure.as_of + age

    @api.depends("stale_from", "verified_by_id", "is_estimate")
    def _compute_standing(self):
        today = self.env["park.workday"].today()
        for figure in self:
            stale = figure.stale_from and figure.stale_from <= today
            sure = "verified" if figure.verified_by_id else "estimate" if figure.is_estimate else "unverified"
            figure.standing = "stale" if stale else sure

    @api.model
    def _search_standing(self, operator, value):
        if operator != "in":
            return NotImplemented
        stale = Domain("stale_from", "<=", self.env["park.workday"].today())
        verified = Domain("verified_by_id", "!=", False)
        estimate = Domain("is_estimate", "=", True)
        answers = {
            "stale": stale,
            "verified": ~stale & verified,
            "estimate": ~stale & ~verified & estimate,
            "unverified": ~stale & ~verified & ~estimate,
        }
        return Domain.OR(answers.get(item, Domain.FALSE) for item in value)

    @api.constrains("key_id", "period", "value")
    def _check_period(self):
        """Refuse a period the figure is not kept in, and what is neither yes nor no."""
        for figure in self:
            if figure.period not in BY_KIND[figure.key_id.period_kind]:
                raise ValidationError(
                    self.env._("%s is not kept for this kind of period. Choose another.", figure.key_id.display_name)
                )
            if figure.key_id.unit == "flag" and figure.value not in (0, 1):
                raise ValidationError(self.env._("%s is yes (1) or no (0).", figure.key_id.display_name))

    @api.model_create_multi
    def create(self, vals_list):
        figures = super().create(vals_list)
        figures._unlocked().write({"entered_by_id": self.env.uid})
        return figures

    def write(self, vals):
        """Write; a corrected figure keeps its earlier value and is no longer verified.

        Refused: making it the figure of another firm, kind or period; correcting a verified one
        without a reason.
        """
        if vals.keys().isdisjoint({*IDENTITY, *FACTS}) or self._is_bookkeeping(vals):
            return super().write(vals)
        self._check_identity(vals)
        before = {figure: figure._fact_values() for figure in self}
        result = super().write(vals)
        corrected = self.filtered(lambda figure: figure._fact_values() != before[figure])
        corrected._check_reason(vals)
        corrected._keep_revisions(before, vals.get("reason"))
        corrected._unlocked().write({"entered_by_id": self.env.uid, "verified_by_id": False, "verified_on": False})
        return result

    def action_verify(self):
        """Confirm figures that somebody else has entered."""
        self.check_access("write")
        for figure in self.filtered(lambda figure: figure.entered_by_id == self.env.user)[:1]:
            raise UserError(
                self.env._("%s was entered by yourself: somebody else has to verify it.", figure.display_name)
            )
        self._transition({"verified_by_id": self.env.uid, "verified_on": self.env["park.workday"].today()}, "verify")

    def _is_bookkeeping(self, vals):
        return not self or vals.keys() <= {"entered_by_id", "verified_by_id", "verified_on"}

    def _fact_values(self):
        return {name: self[name] for name in FACTS}

    def _check_identity(self, vals):
        for figure in self:
            for name in IDENTITY:
                given = vals.get(name, figure[name])
                if given != (figure[name].id if name.endswith("_id") and name in vals else figure[name]):
                    raise UserError(
                        self.env._(
                            "%s: a figure stays that of its enterprise, kind and period. Enter another one instead.",
                            figure.display_name,
                        )
                    )

    def _check_reason(self, vals):
        for figure in self:
            if figure.verified_by_id and not vals.get("reason"):
                raise UserError(
                    self.env._(
                        "%(figure)s was verified by %(person)s. Give the reason of the correction.",
                        figure=figure.display_name,
                        person=figure.verified_by_id.name,
                    )
                )

    def _keep_revisions(self, before, reason):
        """Keep the values that a correction replaced: ``{figure: facts}``."""
        # sudo: follows the checked write of the figure itself
        self.env["park.enterprise.indicator.revision"].sudo().create(
            [
                {
                    "indicator_id": figure.id,
                    **before[figure],
                    "entered_by_id": figure.entered_by_id.id,
                    "verified_by_id": figure.verified_by_id.id,
                    "verified_on": figure.verified_on,
                    "reason": reason,
                    "replaced_by_id": self.env.uid,
                }
                for figure in self
            ]
        )

    @api.model
    def _record(self, vals_list):
        """Enter or correct figures of any number of firms; return them in the order given.

        ``vals_list`` names enterprise_id, key_id, year, period, value, source, as_of and what else is
        known. One search finds those that are there; equal values change nothing.
        """
        firms = [vals["enterprise_id"] for vals in vals_list]
        keys = [vals["key_id"] for vals in vals_list]
        years = [vals["year"] for vals in vals_list]
        domain = Domain("enterprise_id", "in", firms) & Domain("key_id", "in", keys) & Domain("year", "in", years)
        known = {(row.enterprise_id.id, row.key_id.id, row.year, row.period): row for row in self.search(domain)}
        places = [(vals["enterprise_id"], vals["key_id"], vals["year"], vals.get("period", "y")) for vals in vals_list]
        fresh = {place: vals for place, vals in zip(places, vals_list, strict=True) if place not in known}
        for place, vals in zip(places, vals_list, strict=True):
            if place in known:
                known[place].write({name: value for name, value in vals.items() if name not in IDENTITY})
        known |= dict(zip(fresh, self.create(list(fresh.values())), strict=True))
        return self.browse(known[place].id for place in places)

    @api.model
    def _latest(self, enterprise_ids, keys, until=None):
        """Return ``{(enterprise id, key): figure}``: the latest yearly figure of each, none after ``until``.

        One statement for any number of firms; only what the user may read.
        """
        visible = self._search(
            Domain("enterprise_id", "in", enterprise_ids)
            & Domain("key_id.key", "in", keys)
            & Domain("period", "=", "y")
            & (Domain("year", "<=", until) if until else Domain.TRUE)
        )
        rows = self.env.execute_query(
            SQL(
                """
                SELECT DISTINCT ON (f.enterprise_id, f.key_id) f.id, f.enterprise_id, k.key
                FROM park_enterprise_indicator f JOIN park_indicator_key k ON k.id = f.key_id
                WHERE f.id IN %s ORDER BY f.enterprise_id, f.key_id, f.year DESC
                """,
                visible.subselect(),
            )
        )
        figures = self.browse(row[0] for row in rows)
        return {(row[1], row[2]): figure for row, figure in zip(rows, figures, strict=True)}
