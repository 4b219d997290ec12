from odoo import api, models
from odoo.exceptions import ValidationError


class ResUsers(models.Model):
    """Keep administration and audit in different hands."""

    _inherit = "res.users"

    @api.constrains("group_ids")
    def _check_park_separation(self):
        """Refuse one person who configures and audits (separation of duties, GB/T 22239-2019, 8.1.5)."""
        opposed = self.env.ref("park_guard.group_park_admin") + self.env.ref("park_guard.group_park_auditor")
        for user in self:
            if opposed <= user.all_group_ids:
                raise ValidationError(
                    self.env._("%s cannot be park administrator and auditor at the same time.", user.display_name)
                )
