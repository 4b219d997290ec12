from ipaddress import ip_address

from odoo.http import Controller, request, route
from odoo.tools import consteq

SECRET = "park_guard.health_secret"  # system parameter; empty: details for this machine alone


class Health(Controller):
    @route("/park/health", type="http", auth="public", methods=["GET"], save_session=False, sitemap=False)
    def health(self):
        """Answer 200 while the jobs run, else 503; this is the watchman's round as well.

        What is wrong is told to the machine itself and to whoever sends the secret as X-Park-Secret.
        A database that cannot be reached gives anything but 200.
        """
        found = request.env["park.heartbeat"]._watch()
        answer = {"status": "failing" if found else "ok"}
        if self._is_trusted():
            answer["found"] = found
        headers = {"Cache-Control": "no-store"}
        return request.make_json_response(answer, headers=headers, status=503 if found else 200)

    def _is_trusted(self):
        """Return whether the caller sits on this machine, past no proxy, or knows the secret."""
        headers = request.httprequest.headers
        # sudo: compared, never shown
        secret = request.env["ir.config_parameter"].sudo().get_param(SECRET)
        if secret and consteq(headers.get("X-Park-Secret", ""), secret):
            return True
        is_forwarded = any(name in headers for name in ("X-Forwarded-For", "X-Forwarded-Host", "Forwarded"))
        return not is_forwarded and ip_address(request.httprequest.environ["REMOTE_ADDR"]).is_loopback
