from odoo import fields, models
from odoo.addons.park_sheet.core.sheet import Column, Sheet
from odoo.exceptions import UserError
from odoo.fields import Domain


class ParkSubjectRequest(models.Model):
    """What is kept of people at firms and of officers, and the copy that they are handed."""

    _name = "park.subject.request"
    _inherit = ["park.subject.request", "park.sheet.source"]
    _sheet_keys = ("subject",)

    def _subject_parts(self):
        """Add services, rows of handovers and what files brought about the person's firm."""
        person = self.partner_id
        firm_id = person.sudo().commercial_partner_id.id  # sudo: where the person belongs
        user_ids = self._subject_users().ids
        return [
            *super()._subject_parts(),
            {
                "label": self.env._("Service"),
                "model": "park.enterprise.officer",
                "domain": Domain("user_id", "in", user_ids),
                "fields": ["enterprise_id", "role", "date_from", "date_to"],
            },
            {
                "label": self.env._("Handover"),
                "model": "park.handover.line",
                "domain": Domain("res_model", "=", "res.partner") & Domain("res_id", "=", person.id),
                "fields": ["label", "title", "detail"],
                "texts": ("title", "detail"),
            },
            {
                "label": self.env._("Imported row"),
                "model": "park.enterprise.import.line",
                "domain": Domain("enterprise_id", "in", [firm_id, person.id]),
                "fields": [],  # the row is the firm's; what of it is the person's stands on the contact
                "texts": ("cells", "values", "before", "made", "reasons"),
            },
        ]

    def _obstacles(self):
        """Add what the person still has in hand."""
        found = super()._obstacles()
        today = fields.Date.context_today(self)
        serving = Domain("user_id", "in", self._subject_users().ids) & Domain("date_from", "<=", today)
        serving &= Domain("date_to", "=", False) | Domain("date_to", ">=", today)
        # sudo: whether there is any, not which
        count = self.env["park.enterprise.officer"].sudo().search_count(serving)
        if count:
            found.append(self.env._("%s enterprises are still served by this person: hand them over first.", count))
        return found

    def _sheets(self, key):
        if key != "subject":
            return super()._sheets(key)
        self.check_access("write")  # auditors see the register, not what is kept of people
        if any(request.kind != "copy" for request in self):
            raise UserError(self.env._("A copy is handed out for a request that asks for one."))
        return [request._subject_sheet() for request in self]

    def _sheet_filename(self, key):
        return self.env._("Personal data") if key == "subject" else super()._sheet_filename(key)

    def action_hand_out(self):
        """Note that the copy is handed out and return its download; the person's data itself is in no entry."""
        self.ensure_one()
        self.check_access("write")
        self._require_state("asked")
        if self.kind != "copy":
            raise UserError(self.env._("A copy is handed out for a request that asks for one."))
        self._decide("done", self.env._("A copy was handed out."))
        return self.with_context(sheet_key="subject", sheet_format="xlsx").action_sheet()

    def _subject_sheet(self):
        """Return what is kept of one person, part by part."""
        columns = [
            Column(self.env._("Part"), width=16),
            Column(self.env._("Recorded on"), "date", 12),
            Column(self.env._("Fact"), width=24),
            Column(self.env._("What is kept"), width=60),
        ]
        rows = [
            (part, moment and fields.Datetime.context_timestamp(self, moment).date(), label, value)
            for part, moment, label, value in self._subject_rows()
        ]
        return Sheet(self.env._("Personal data kept"), fields.Date.context_today(self), columns, rows)
