"""The ledger of nurturing: which firm is on its way to what, and what is still missing."""

from odoo import models
from odoo.addons.park_sheet.core.sheet import Column, Sheet

from .park_qualification import IN_FORCE


class ParkQualification(models.Model):
    _name = "park.qualification"
    _inherit = ["park.qualification", "park.sheet.source"]
    _sheet_keys = ("nurturing",)

    def _sheets(self, key):
        return [self._nurturing_ledger()] if key == "nurturing" else super()._sheets(key)

    def _sheet_filename(self, key):
        return self.env._("Nurturing ledger") if key == "nurturing" else super()._sheet_filename(key)

    def _nurturing_ledger(self):
        """Return one row for each qualification, beside what its firm holds already."""
        held = self._held_texts()
        states = dict(self._fields["state"]._description_selection(self.env))
        columns = [
            Column(self.env._("No."), "count", 6),
            Column(self.env._("Enterprise"), width=36),
            Column(self.env._("Held, until"), width=30),
            Column(self.env._("Target"), width=24),
            Column(self.env._("State"), width=12),
            Column(self.env._("Missing figure"), width=20),
            Column(self.env._("Gap"), width=30),
            Column(self.env._("Expected in"), width=10),
            Column(self.env._("Account manager"), width=12),
            Column(self.env._("Progress"), width=30),
        ]
        rows = (
            (
                number,
                one.enterprise_id.name,
                held.get(one.enterprise_id.id, ""),
                one.type_id.name,
                states[one.state],
                one.gap_key_id.name or "",
                one.gap_text or "",
                str(one.target_year or ""),
                one.enterprise_id.officer_id.name or "",
                one.progress or "",
            )
            for number, one in enumerate(self, 1)
        )
        return Sheet(self.env._("Nurturing ledger"), self.env["park.workday"].today(), columns, rows)

    def _held_texts(self):
        """Return ``{firm id: text}`` of what the firms hold, each with its last day."""
        held = self.search([("enterprise_id", "in", self.enterprise_id.ids), ("state", "in", IN_FORCE)])
        texts = {}
        for one in held._without_replaced().sorted(lambda one: (one.type_id.sequence, one.id)):
            name = one.type_id.short_name or one.type_id.name
            texts.setdefault(one.enterprise_id.id, []).append(f"{name} {one.valid_to}" if one.valid_to else name)
        return {firm_id: " · ".join(names) for firm_id, names in texts.items()}
