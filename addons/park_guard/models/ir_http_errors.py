import json

from odoo import models
from odoo.http import request
from werkzeug.exceptions import InternalServerError

from .quiet_answer import without_inside


class IrHttp(models.AbstractModel):
    """What goes wrong inside stays inside: no traces and no SQL in an answer, but a reference to the log."""

    _inherit = "ir.http"

    @classmethod
    def _handle_error(cls, exception):
        response = super()._handle_error(exception)
        if cls._is_developer():
            return response
        if isinstance(response, InternalServerError):
            return cls._without_trace_page(response)
        if getattr(response, "mimetype", None) == "application/json":
            without_inside(response, exception, request.env._)
        return response

    @classmethod
    def _is_developer(cls):
        """Return whether whoever asks administers the system and has debug mode on."""
        return bool(request.session.uid and request.session.debug and request.env.user.has_group("base.group_system"))

    @classmethod
    def _without_trace_page(cls, response):
        """Return the error page of an export or report without its trace."""
        try:
            payload = json.loads(response.description or "")
            payload["data"]["debug"] = ""
        except (ValueError, KeyError, TypeError):
            return response
        return InternalServerError(json.dumps(payload))
