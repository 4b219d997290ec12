"""The statistical size of a firm, worked out when it is read, with the reason beside it."""

from odoo import api, fields, models
from odoo.fields import Domain

from ..core.size_class import judge
from .park_size_class_rule import LIMITS

SIZE_CLASSES = [("large", "Large"), ("medium", "Medium"), ("small", "Small"), ("micro", "Micro")]


class ResPartner(models.Model):
    _inherit = "res.partner"

    size_class = fields.Selection(
        SIZE_CLASSES,
        "Size (statistics)",
        compute="_compute_size_class",
        groups="park_guard.group_park_user",
        help="Empty while it is unknown.",
    )
    size_class_reason = fields.Char("Why this size", compute="_compute_size_class", groups="park_guard.group_park_user")

    @api.depends("industry_id", "indicator_ids.value", "indicator_ids.year", "indicator_ids.stale_from")
    @api.depends_context("uid", "lang")
    def _compute_size_class(self):
        """Judge each firm by the latest year that decides; figures of several years are never mixed."""
        limits = self.env["park.size.class.rule"]._limits_on(self.env["park.workday"].today())
        facts = self._park_size_facts()
        keys = self.env["park.indicator.key"].search([("key", "in", list(LIMITS))])
        names = {key.key: key.name for key in keys}
        for firm in self:
            rules = next((limits[code] for code in firm._park_industry_codes() if code in limits), None)
            firm.size_class, firm.size_class_reason = firm._park_size(rules, facts.get(firm._origin.id, {}), names)

    def _park_size_facts(self):
        """Return ``{firm id: {year: {key: value}}}`` of the yearly figures that are not stale, latest year first."""
        today = self.env["park.workday"].today()
        domain = Domain("enterprise_id", "in", self._origin.ids) & Domain("key_id.key", "in", list(LIMITS))
        domain &= Domain("period", "=", "y") & Domain("stale_from", ">", today)
        figures = self.env["park.enterprise.indicator"].search_fetch(
            domain, ["enterprise_id", "key_id", "year", "value"], order="year desc, id"
        )
        found = {}
        for figure in figures:
            years = found.setdefault(figure.enterprise_id.id, {})
            years.setdefault(figure.year, {})[figure.key_id.key] = figure.value
        return found

    def _park_industry_codes(self):
        """Return the codes of the firm's industry and of what it is part of, the finest first."""
        codes, industry = [], self.industry_id
        while industry:
            codes.append(industry.code)
            industry = industry.parent_id
        return codes

    def _park_size(self, rules, years, names):
        """Return size and reason of one firm; ``rules`` None: the method has no row for its industry."""
        if not self.is_park_enterprise:
            return False, False
        if rules is None:
            return False, self._park_size_industry_reason()
        judged = {year: judge(rules, facts) for year, facts in (years or {0: {}}).items()}
        year = next((year for year, judgement in judged.items() if judgement.size), next(iter(judged)))
        judgement, facts = judged[year], years.get(year, {})
        if judgement.size is None:
            missing = " · ".join(names.get(limit.fact, limit.fact) for limit in judgement.deciding)
            return False, self.env._("Unknown: missing %s", missing)
        parts = [
            f"{names.get(limit.fact, limit.fact)} {facts[limit.fact]:g} "
            f"{'≥' if limit.is_met(facts) else '<'} {limit.least:g}"
            for limit in judgement.deciding
        ]
        return judgement.size, f"{year}: {' · '.join(parts)}"

    def _park_size_industry_reason(self):
        if not self.industry_id:
            return self.env._("Unknown: enter the industry")
        return self.env._(
            "Unknown: the statistical method has no row for %s, or needs a finer industry", self.industry_id.name
        )
