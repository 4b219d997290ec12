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
        _ = self.env._
        firms = self.filtered("is_park_enterprise")
        columns = [
            Column(_("No."), "count", 6),
            Column(_("Enterprise"), width=36),
            Column(_("Credit code"), width=21),
            Column(_("Area"), width=14),
            Column(_("Industry"), width=24),
            Column(_("Tier"), width=14),
            Column(_("Founded on"), "date", 12),
            Column(_("Registered capital (10,000)"), "number", 16),
            Column(_("Capital currency"), width=10),
            Column(_("Account manager"), width=12),
            Column(_("Stage"), width=12),
            Column(_("Open questions"), "count", 10),
        ]
        rows = (firm._park_ledger_row(number) for number, firm in enumerate(firms, 1))
        return Sheet(_("Enterprise ledger"), self.env["park.workday"].today(), columns, rows)

    def _park_ledger_row(self, number):
        tiers = dict(self._fields["tier"]._description_selection(self.env))
        stages = dict(self._fields["park_stage"]._description_selection(self.env))
        return (
            number,
            self.name,
            self.uscc or "",
            self.park_area_id.name or "",
            self.industry_id.display_name or "",
            tiers.get(self.tier, ""),
            self.founded_on or None,
            self.capital_wan or None,
            self.capital_currency_id.name or "",
            self.officer_id.name or "",
            stages.get(self.park_stage, ""),
            self.open_question_count,
        )
