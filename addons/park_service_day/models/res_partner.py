from odoo import models


class ResPartner(models.Model):
    """A firm's timeline shows the service days it took part in."""

    _inherit = "res.partner"

    def _park_timeline_parts(self):
        held = [("firm_ids.enterprise_id", "in", self.ids), ("state", "!=", "cancelled")]
        parts = super()._park_timeline_parts()
        parts.append(
            {
                "kind": "service_day",
                "label": self.env._("Service day"),
                "model": "park.service.day",
                "domain": held,
                "date_field": "date_on",
                "title_field": "display_name",
            }
        )
        return parts
