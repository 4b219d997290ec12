from odoo import models

SECOND_FACTOR_PAGE = "/park/second-factor"


class ResUsers(models.Model):
    """Whose role asks for a second factor sets it up before anything else, and uses no key until then."""

    _inherit = "res.users"

    def _park_next_step(self):
        """Return the page that this person has to go through before anything else, or None."""
        self.ensure_one()
        return SECOND_FACTOR_PAGE if self._park_lacks_second_factor("required") else None

    def _park_lacks_second_factor(self, level):
        """Return whether the roles of this person ask for a second factor by ``level``, and there is none."""
        self.ensure_one()
        groups = self.env["res.groups"].browse(self._get_group_ids())
        return groups._park_second_factor() == level and not self.totp_enabled

    def _rpc_api_keys_only(self):
        """Refuse passwords to programs as soon as a second factor is asked for, not only when it is there."""
        return super()._rpc_api_keys_only() or self._park_lacks_second_factor("required")

    def write(self, vals):
        """Write; a second factor that is switched on or off, also by who helps with a lost telephone, is recorded."""
        result = super().write(vals)
        if "totp_secret" in vals:
            action = "second_factor.on" if vals["totp_secret"] else "second_factor.off"
            self.env["park.audit"]._record(self, action, {})
        return result


class ResUsersApikeys(models.Model):
    _inherit = "res.users.apikeys"

    def _check_credentials(self, *, scope, key):
        """Return the owner of a key; whoever still has to set up a second factor gets nothing by a key."""
        uid = super()._check_credentials(scope=scope, key=key)
        if uid and self._name == "res.users.apikeys" and self.env(user=uid).user._park_lacks_second_factor("required"):
            return None
        return uid
