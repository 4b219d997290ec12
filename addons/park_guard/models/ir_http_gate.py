from odoo import models
from odoo.addons.bus.websocket import wsrequest
from odoo.http import SessionExpiredException, request


class StepRequired(SessionExpiredException):
    """Whoever is logged in has something to do first; the web client reloads, a page leads there."""


class IrHttp(models.AbstractModel):
    """A gate for whoever is logged in but has to do something first: set up a second factor, renew a password."""

    _inherit = "ir.http"

    @classmethod
    def _authenticate(cls, endpoint):
        super()._authenticate(endpoint)
        routing = endpoint.routing
        if request.session.uid is None or routing["auth"] == "none" or routing.get("park_gate") == "open":
            return
        if not cls._park_next_step():
            return
        if routing["auth"] == "public":  # shown as to anybody
            request.update_env(user=request.env.ref("base.public_user").id)
        else:
            raise StepRequired("Something has to be done first")

    @classmethod
    def _park_next_step(cls):
        """Return the page that whoever is logged in has to go through first, or None."""
        return request.env(user=request.session.uid).user._park_next_step()

    @classmethod
    def _handle_error(cls, exception):
        if isinstance(exception, StepRequired) and request.dispatcher.routing_type == "http":
            return request.redirect_query(cls._park_next_step(), {"redirect": request.httprequest.full_path})
        return super()._handle_error(exception)


class IrWebsocket(models.AbstractModel):
    """The gate for what is pushed to a browser."""

    _inherit = "ir.websocket"

    @classmethod
    def _authenticate(cls):  # pylint: disable=missing-return
        super()._authenticate()
        session = wsrequest.session
        if session.uid is not None and wsrequest.env(user=session.uid).user._park_next_step():
            raise StepRequired("Something has to be done first")
