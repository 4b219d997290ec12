from odoo import api, fields, models


class IrExports(models.Model):
    """A template of an export belongs to who made it, unless an administrator of the system shares it."""

    _inherit = "ir.exports"

    park_is_shared = fields.Boolean("For Everybody", groups="base.group_system")

    @api.model_create_multi
    def create(self, vals_list):
        """Create; templates of administrators of the system are for everybody."""
        if not self.env.user._is_system():
            return super().create(vals_list)
        return super().create([{"park_is_shared": True} | vals for vals in vals_list])
