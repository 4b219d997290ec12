import contextlib

from odoo import SUPERUSER_ID, models
from odoo.exceptions import AccessDenied

from .caller import caller_ip


class ResUsers(models.Model):
    """Log-ins are counted for all workers, told to the audit, and betray no account."""

    _inherit = "res.users"

    @contextlib.contextmanager
    def _assert_can_auth(self, user=None):
        """Let an attempt pass, or refuse it: by account and address, in the database.

        Replaces core's cool-down, which each worker keeps for itself and for a whole address: in an
        office behind one address a single person closes it for all.
        """
        attempts, ip = self.env["park.login.attempt"], caller_ip()
        if not ip:  # jobs and commands
            yield
            return
        attempts._open(user, ip)
        yield  # AccessDenied leaves the attempt counted
        attempts._succeeded(user, ip)

    def _login(self, credential, user_agent_env):
        """Log in as core does; an unknown account takes as long as a wrong password, and both are on record."""
        try:
            info = super()._login(credential, user_agent_env)
        except AccessDenied:
            self._note_failed_login(credential)
            raise
        self.env["park.audit"].with_user(info["uid"])._log("login", "res.users", [info["uid"]])
        return info

    def _note_failed_login(self, credential):
        # sudo: who is meant, for the record alone
        user_sudo = self.sudo().search(self._get_login_domain(credential.get("login") or ""), limit=1)
        if not user_sudo:
            self._crypt_context().dummy_verify()
        with self.env.registry.cursor() as cr:  # a refused log-in is rolled back, its record is not
            audit = self.env(cr=cr, user=SUPERUSER_ID)["park.audit"]
            audit._log("login.failed", "res.users", user_sudo.ids, user_sudo.company_id or None)

    def _set_password(self):  # pylint: disable=missing-return
        """Revoke the keys of whoever gets a new password: a stolen key must not outlive it."""
        super()._set_password()
        self._park_revoke_keys()

    def _park_revoke_keys(self):
        # sudo: keys are readable by nobody; which ones go follows the checked change of the password
        keys_sudo = self.env["res.users.apikeys"].sudo().search([("user_id", "in", self.ids)])
        if keys_sudo:
            owners = keys_sudo.user_id
            keys_sudo.unlink()
            self.env.registry.clear_cache()  # core remembers keys that were right
            self.env["park.audit"]._record(owners, "keys.revoke", {})
