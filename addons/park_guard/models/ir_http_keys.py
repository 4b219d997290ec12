from odoo import models
from odoo.http import request
from werkzeug.exceptions import Unauthorized

from .park_login_attempt import MANY

KEYS = "keys"  # all keys from one address are counted as one account: a guessed key belongs to nobody


class IrHttp(models.AbstractModel):
    """Wrong API keys are counted like wrong passwords; core lets everybody try as often as he likes."""

    _inherit = "ir.http"

    @classmethod
    def _auth_method_bearer(cls):
        header = request.httprequest.headers.get("Authorization") or ""
        if not header.lower().startswith("bearer "):
            return super()._auth_method_bearer()
        attempts, ip = request.env["park.login.attempt"], request.httprequest.remote_addr
        key = f"{KEYS} {header[7:].strip()[:8]}"  # the part by which core looks keys up
        if attempts._is_closed(KEYS, ip) or attempts._is_closed(key, ip):
            raise Unauthorized("Too many wrong keys")
        try:
            return super()._auth_method_bearer()
        except Unauthorized:
            attempts._failed(KEYS, ip, MANY)
            attempts._failed(key, ip)
            raise
