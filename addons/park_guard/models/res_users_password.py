from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..core.passwords import Rules, shortcomings

PASSWORD_PAGE = "/park/password"
CLASSES, DAYS, HISTORY = (f"park_guard.password_{key}" for key in ("classes", "days", "history"))


class ResUsers(models.Model):
    """Passwords by the values of the settings: how long, how mixed, for how long, and not the last ones again."""

    _inherit = "res.users"

    park_password_at = fields.Datetime("Password set on", readonly=True, copy=False, groups="base.group_erp_manager")
    park_password_hashes = fields.Json(copy=False, groups=fields.NO_ACCESS)  # newest first

    @api.model
    def _park_password_setting(self, key):
        # sudo: the rules of passwords are settings
        return int(self.env["ir.config_parameter"].sudo().get_param(key) or 0)

    def _park_next_step(self):
        return PASSWORD_PAGE if self._park_is_password_expired() else super()._park_next_step()

    def _park_is_password_expired(self):
        """Return whether a member of staff has to choose a new password; an unknown age is no age."""
        days = self._park_password_setting(DAYS)
        if not days or not self._is_internal():
            return False
        set_at = self.sudo().park_password_at  # sudo: the age of one's own password
        return bool(set_at) and set_at + timedelta(days=days) <= fields.Datetime.now()

    @api.model
    def _park_begin_password_terms(self):
        """Let the term of passwords of unknown age begin now."""
        self.env.execute_query(
            SQL(
                "UPDATE res_users SET park_password_at = %s WHERE park_password_at IS NULL RETURNING id",
                self.env.cr.now(),
            )
        )
        self.invalidate_model(["park_password_at"])

    def _set_password(self):  # pylint: disable=missing-return
        for user in self.filtered("password"):
            user._park_check_password(user.password)
        super()._set_password()
        self._park_keep_hashes()

    def _park_check_password(self, password):
        """Refuse a password that is too plain, or one of the last ones."""
        rules = Rules(classes=self._park_password_setting(CLASSES))
        messages = {
            "classes": self.env._(
                "Mix small letters, capitals, digits and other characters: %s of these four at least.", rules.classes
            ),
            "name": self.env._("A password must not contain the name you log in with."),
        }
        names = [(self.login or "").partition("@")[0]]
        found = [messages[key] for key, _wanted, _found in shortcomings(password, rules, names)]
        if self._park_is_old_password(password):
            found.append(self.env._("You have used this password before. Choose a new one."))
        if found:
            raise UserError("\n".join(found))

    def _park_is_old_password(self, password):
        kept = self._park_password_setting(HISTORY)
        # sudo: hashes are shown to nobody; compared here for the person whose password changes
        old = (self.sudo().park_password_hashes or [])[:kept]
        return any(self._crypt_context().verify(password, one) for one in old)

    def _park_keep_hashes(self):
        """Note when the password was set, and its hash where the last ones are remembered."""
        kept = self._park_password_setting(HISTORY)
        hashes = dict(
            self.env.execute_query(SQL("SELECT id, password FROM res_users WHERE id IN %s", self._ids or (0,)))
        )
        for user_sudo in self.sudo():  # sudo: follows the checked change of the password
            user_sudo.park_password_at = fields.Datetime.now()
            if kept and hashes.get(user_sudo.id):
                user_sudo.park_password_hashes = [hashes[user_sudo.id], *(user_sudo.park_password_hashes or [])][:kept]
