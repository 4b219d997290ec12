from odoo import fields, models
from odoo.tools import ormcache

LEVELS = [("recommended", "Recommended"), ("required", "Required")]


class ResGroups(models.Model):
    """Who needs a second factor is said for each role; of several roles the strictest holds."""

    _inherit = "res.groups"

    park_second_factor = fields.Selection(LEVELS, "Second Factor", help="Empty: left to each person.")

    def write(self, vals):
        """Write; levels are remembered for each combination of groups."""
        if "park_second_factor" in vals:
            self.env.registry.clear_cache()
        return super().write(vals)

    @ormcache("self._ids")
    def _park_second_factor(self):
        """Return ``required``, ``recommended`` or None: the strictest level of these groups and of what they imply."""
        # sudo: nobody has to see groups to be in them
        levels = set(self.sudo().all_implied_ids.mapped("park_second_factor"))
        return next((level for level in ("required", "recommended") if level in levels), None)
