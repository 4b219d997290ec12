import base64
import os
import re
from urllib.parse import urlencode

from odoo.addons.auth_totp.models.totp import TOTP_SECRET_SIZE
from odoo.addons.web.controllers.home import Home
from odoo.exceptions import AccessDenied, UserError
from odoo.http import Controller, request, route

from ..models.res_users_second_factor import SECOND_FACTOR_PAGE

SECRET = "park_totp_secret"  # key in the session: the secret until it is confirmed; never in the page's form
OWN = re.compile(r"/(?![/\\])[!-~]*")  # a path of this server


class WayIn(Home):
    """The web client and the log-in lead to what has to be done first."""

    @route()
    def web_client(self, s_action=None, **kw):
        if request.session.uid and (step := request.env["ir.http"]._park_next_step()):
            return request.redirect_query(step, {"redirect": request.httprequest.full_path}, code=303)
        return super().web_client(s_action, **kw)

    def _login_redirect(self, uid, redirect=None):
        """Lead whoever is advised to have a second factor past the page that sets it up, once for each log-in."""
        user = request.env(user=uid).user
        target = super()._login_redirect(uid, redirect)
        if user._park_lacks_second_factor("recommended"):
            return f"{SECOND_FACTOR_PAGE}?{urlencode({'redirect': target})}"
        return target


class FirstSteps(Controller):
    """What a person has to do before anything else, on pages that need no web client."""

    @route("/park/second-factor", type="http", auth="user", methods=["GET", "POST"], park_gate="open", sitemap=False)
    def second_factor(self, redirect=None, code="", password="", **_form):
        """Show the secret as a picture, and switch the second factor on when the code and the password are right."""
        user, error = request.env.user, ""
        target = _own_page(redirect)
        if user.totp_enabled:
            return request.redirect(target)
        if request.httprequest.method == "POST":
            error = self._switch_on(user, code, password)
            if not error:
                request.session.pop(SECRET, None)
                return request.redirect(target)
        return self._page("park_guard.second_factor_page", user, error, target, self._picture(user))

    @route("/park/password", type="http", auth="user", methods=["GET", "POST"], park_gate="open", sitemap=False)
    def password(self, redirect=None, old="", new="", again="", **_form):
        """Let a person whose password is too old choose another one."""
        user, error = request.env.user, ""
        target = _own_page(redirect)
        if not user._park_is_password_expired():
            return request.redirect(target)
        if request.httprequest.method == "POST":
            error = self._renew(user, old, new, again)
            if not error:
                return request.redirect(target)
        return self._page("park_guard.password_page", user, error, target, {})

    def _page(self, template, user, error, target, values):
        values |= {"person": user, "error": error, "redirect": target, "is_required": bool(user._park_next_step())}
        response = request.render(template, values)
        response.headers["Cache-Control"] = "no-store"
        response.headers["X-Frame-Options"] = "DENY"
        return response

    def _picture(self, user):
        """Return the secret, new or begun in this session, as text and as a picture."""
        if not request.session.get(SECRET):
            request.session[SECRET] = base64.b32encode(os.urandom(TOTP_SECRET_SIZE // 8)).decode()
        secret = request.session[SECRET]
        wizard = request.env["auth_totp.wizard"].new({"user_id": user.id, "secret": secret})
        return {"secret": " ".join(re.findall("....", secret)), "qrcode": wizard.qrcode.decode()}

    def _switch_on(self, user, code, password):
        """Return what is wrong, or an empty text when the second factor is on."""
        digits = re.sub(r"\s", "", code)
        try:
            self._check_password(user, password)
        except AccessDenied:
            return request.env._("This password is wrong.")
        secret = request.session.get(SECRET)
        if not secret or not digits.isdecimal() or not user._totp_try_setting(secret, int(digits)):
            return request.env._(
                "This code is wrong. Codes change every 30 seconds; look at the clock of your telephone."
            )
        return ""

    def _renew(self, user, old, new, again):
        """Return what is wrong, or an empty text when the password is new."""
        if new != again:
            return request.env._("The two new passwords differ.")
        if new == old:
            return request.env._("Choose a password other than the present one.")
        try:
            with user._assert_can_auth(user=user.id), request.env.cr.savepoint():
                request.env["res.users"].change_password(old, new)
        except AccessDenied:
            return request.env._("The present password is wrong.")
        except UserError as refusal:
            return str(refusal)
        request.env.flush_all()
        # the session goes on with the new password, those of other devices end
        request.session.session_token = user._compute_session_token(request.session.sid)
        return ""

    def _check_password(self, user, password):
        """Refuse a wrong password and count it like any other failed log-in: a stolen session sets nothing up."""
        with user._assert_can_auth(user=user.id):
            credential = {"login": user.login, "password": password, "type": "password"}
            user._check_credentials(credential, {"interactive": True})


def _own_page(address):
    """Return an address of this server that somebody asked for, else the start page."""
    return address if address and OWN.fullmatch(address) else "/odoo"
