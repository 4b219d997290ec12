from odoo import api, models
from odoo.exceptions import AccessError

SHARERS = "base.group_system,park_guard.group_park_admin"


class IrFilters(models.Model):
    """A search saved for everybody is everybody's list: administrators alone save one, or change it."""

    _inherit = "ir.filters"

    @api.model_create_multi
    def create(self, vals_list):
        filters = super().create(vals_list)
        filters._check_sharing()
        return filters

    def write(self, vals):
        """Write; neither what was nor what becomes everybody's is changed by others."""
        self._check_sharing()
        result = super().write(vals)
        self._check_sharing()
        return result

    @api.ondelete(at_uninstall=False)
    def _check_sharing(self):
        """Refuse searches of no user in particular to whoever does not administer."""
        if self.env.su or self.env.user.has_groups(SHARERS):
            return
        # sudo: who may see it; a search that somebody shares with a few colleagues stays theirs
        if any(not one.user_ids for one in self.sudo()):
            raise AccessError(self.env._("Save this search for yourself: only administrators save one for everybody."))
