from odoo import models
from odoo.addons.park_sheet.core.sheet import Column, Sheet


class ResPartner(models.Model):
    _name = "res.partner"
    _inherit = ["res.partner", "park.sheet.source"]
    _sheet_keys = ("ledger",)

    def _sheets(self, key):
        return [self._park_ledger()] if key == "ledger" else super()._sheets(key)

    def _sheet_filename(self, key):
        return self.env._("Enterprise ledger") if key == "ledger" else super()._sheet_filename(key)

    def _park_ledger(self):
        """Return one row for each firm: the basic ledger of enterprises."""
        firms = self.filtered("is_park_enterprise")
        columns = [
            Column(self.env._("No."), "count", 6),
            Column(self.env._("Enterprise"), width=36),
            Column(self.env._("Credit code"), width=21),
            Column(self.env._("Area"), width=14),
            Column(self.env._("Industry"), width=24),
            Column(self.env._("Tier"), width=14),
            Column(self.env._("Founded on"), "date", 12),
            Column(self.env._("Registered capital (10,000)"), "number", 16),
            Column(self.env._("Capital currency"), width=10),
            Column(self.env._("Account manager"), width=12),
            Column(self.env._("Stage"), width=12),
            Column(self.env._("Open questions"), "count", 10),
        ]
        labels = {name: dict(self._fields[name]._description_selection(self.env)) for name in ("tier", "park_stage")}
        rows = (firm._park_ledger_row(number, labels) for number, firm in enumerate(firms, 1))
        return Sheet(self.env._("Enterprise ledger"), self.env["park.workday"].today(), columns, rows)

    def _park_ledger_row(self, number, labels):
        return (
            number,
            self.name,
            self.uscc or "",
            self.park_area_id.name or "",
            self.industry_id.display_name or "",
            labels["tier"].get(self.tier, ""),
            self.founded_on or None,
            self.capital_wan or None,
            self.capital_currency_id.name or "",
            self.officer_id.name or "",
            labels["park_stage"].get(self.park_stage, ""),
            self.open_question_count,
        )
