from odoo import models
from odoo.fields import Domain


class ParkHandover(models.Model):
    """The open issues of the firms are part of what is handed over."""

    _inherit = "park.handover"

    def _handover_parts(self):
        parts = super()._handover_parts()
        parts.append(
            {
                "kind": "issue",
                "label": self.env._("Open issue"),
                "model": "park.issue",
                "domain": Domain("enterprise_id", "in", self.enterprise_ids.ids)
                & Domain("state", "in", self.env["park.issue"]._open_states()),
                "firm": "enterprise_id",
                "title": lambda issue: issue.display_name,
                "detail": lambda issue: issue._timeline_detail(),
                "date_field": "due_on",
            }
        )
        return parts
