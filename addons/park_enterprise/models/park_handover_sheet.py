from odoo import fields, models
from odoo.addons.park_sheet.core.sheet import Column, Sheet


class ParkHandover(models.Model):
    _name = "park.handover"
    _inherit = ["park.handover", "park.sheet.source"]
    _sheet_keys = ("handover",)

    def _sheets(self, key):
        if key != "handover":
            return super()._sheets(key)
        return [handover._handover_sheet() for handover in self]

    def _sheet_filename(self, key):
        return self.env._("Handover list") if key == "handover" else super()._sheet_filename(key)

    def _handover_sheet(self):
        """Return the rows as frozen, and below them who signed when."""
        columns = [
            Column(self.env._("No."), "count", 6),
            Column(self.env._("Part"), width=12),
            Column(self.env._("Enterprise"), width=32),
            Column(self.env._("What"), width=40),
            Column(self.env._("Detail"), width=24),
            Column(self.env._("Due"), "date", 12),
        ]
        rows = [
            (number, line.label, line.enterprise_name, line.title, line.detail or "", line.due_on or None)
            for number, line in enumerate(self.line_ids, 1)
        ]
        title = self.env._("Handover %s", self.display_name)
        return Sheet(title, self.first_day, columns, rows + self._signature_rows())

    def _signature_rows(self):
        signed = [
            (self.env._("Hands over"), self.giver_id.name, self.given_at, self._given_for()),
            (self.env._("Takes over"), self.taker_id.name, self.taken_at, ""),
        ]
        return [
            (None, label, name, self._signed(moment), detail, self._local(moment) and self._local(moment).date())
            for label, name, moment, detail in signed
        ]

    def _given_for(self):
        """Return who signed instead of the giver, and why."""
        if not self.given_uid or self.given_uid == self.giver_id:
            return ""
        return self.env._("by %(person)s: %(why)s", person=self.given_uid.name, why=self.absence_reason)

    def _signed(self, moment):
        return self.env._("Signed %s", f"{self._local(moment):%Y-%m-%d %H:%M}") if moment else self.env._("Not signed")

    def _local(self, moment):
        return fields.Datetime.context_timestamp(self, moment) if moment else None
