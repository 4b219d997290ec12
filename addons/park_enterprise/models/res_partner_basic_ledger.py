"""The basic ledger of enterprises: registration, size, labels, figures with their year, and who serves them."""

from odoo import models
from odoo.addons.park_sheet.core.sheet import Column, Sheet
from odoo.fields import Domain
from odoo.tools import html2plaintext

FIGURES = {  # key: kind of column
    "land_mu": "number",
    "staff_count": "count",
    "sales_wan": "money_wan",
    "tax_paid_wan": "money_wan",
    "rnd_wan": "money_wan",
}


class ResPartner(models.Model):
    _inherit = "res.partner"
    _sheet_keys = ("basic",)

    def _sheets(self, key):
        return [self._park_basic_ledger()] if key == "basic" else super()._sheets(key)

    def _sheet_filename(self, key):
        return self.env._("Basic ledger of enterprises") if key == "basic" else super()._sheet_filename(key)

    def _park_basic_ledger(self):
        """Return one row for each firm; every source is read once, with the rights of the reader."""
        firms = self.filtered("is_park_enterprise")
        years, values = firms._park_ledger_figures()
        chiefs = firms._park_chief_officers()
        labels = {
            name: dict(self._fields[name]._description_selection(self.env))
            for name in ("tier", "park_stage", "size_class")
        }
        rows = (firm._park_basic_row(number, labels, values, chiefs) for number, firm in enumerate(firms, 1))
        return Sheet(
            self.env._("Basic ledger of enterprises"),
            self.env["park.workday"].today(),
            self._park_basic_columns(years),
            rows,
            notes=(self.env._("Empty: not known. Figures are those of the year in the header alone."),),
        )

    def _park_basic_columns(self, years):
        return [
            Column(self.env._("No."), "count", 6),
            Column(self.env._("Enterprise"), width=36),
            Column(self.env._("Credit code"), width=21),
            Column(self.env._("Area"), width=14),
            Column(self.env._("Industry"), width=24),
            Column(self.env._("Size (statistics)"), width=8),
            Column(self.env._("Labels"), width=24),
            Column(self.env._("Founded on"), "date", 12),
            Column(self.env._("Registered capital (10,000)"), "number", 16),
            Column(self.env._("Capital currency"), width=10),
            *(
                Column(self.env._("%(figure)s %(year)s", figure=name, year=year), FIGURES[key], 14)
                for key, (name, year) in years.items()
            ),
            Column(self.env._("Contact"), width=12),
            Column(self.env._("Telephone"), width=16),
            Column(self.env._("Chief service officer"), width=12),
            Column(self.env._("Account manager"), width=12),
            Column(self.env._("Stage"), width=12),
            Column(self.env._("Tier"), width=14),
            Column(self.env._("Open questions"), "count", 10),
            Column(self.env._("Remarks"), width=30),
        ]

    def _park_ledger_figures(self):
        """Return ``{key: (name, year)}`` and ``{(firm id, key): value}``: of each figure its latest complete year."""
        last_year = self.env["park.workday"].today().year - 1
        figures, keys = self.env["park.enterprise.indicator"], self.env["park.indicator.key"]
        by_key = keys.search([("key", "in", list(FIGURES))]).grouped("key")
        domain = Domain("enterprise_id", "in", self.ids) & Domain("period", "=", "y") & Domain("year", "<=", last_year)
        domain &= Domain("key_id.key", "in", list(FIGURES))
        latest = dict(figures._read_group(domain, ["key_id"], ["year:max"]))
        years = {key: (by_key[key].name, latest.get(by_key[key], last_year)) for key in FIGURES if key in by_key}
        these = Domain.OR(Domain("key_id", "=", key.id) & Domain("year", "=", year) for key, year in latest.items())
        rows = figures.search_fetch(domain & these, ["enterprise_id", "key_id", "value"])
        return years, {(row.enterprise_id.id, row.key_id.key): row.value for row in rows}

    def _park_chief_officers(self):
        """Return ``{firm id: names}`` of the chief service officers of today."""
        officers = self.env["park.enterprise.officer"]
        domain = officers._current_domain() & Domain("enterprise_id", "in", self.ids) & Domain("role", "=", "cso")
        chiefs = officers.search(domain).grouped("enterprise_id")
        return {firm.id: ", ".join(rows.user_id.mapped("name")) for firm, rows in chiefs.items()}

    def _park_basic_row(self, number, labels, values, chiefs):
        person = self.child_ids[:1]
        return (
            number,
            self.name,
            self.uscc or "",
            self.park_area_id.name or "",
            self.industry_id.display_name or "",
            labels["size_class"].get(self.size_class, ""),
            self.qualification_text or "",
            self.founded_on or None,
            self.capital_wan or None,
            self.capital_currency_id.name or "",
            *(values.get((self.id, key)) for key in FIGURES),
            person.name or "",
            person.phone or self.phone or "",
            chiefs.get(self.id, ""),
            self.officer_id.name or "",
            labels["park_stage"].get(self.park_stage, ""),
            labels["tier"].get(self.tier, ""),
            self.open_question_count,
            html2plaintext(self.comment or "").strip(),
        )
