import json
import logging
import uuid

from odoo import models
from odoo.exceptions import AccessDenied, UserError
from odoo.http import SessionExpiredException, request
from werkzeug.exceptions import HTTPException, InternalServerError

_logger = logging.getLogger(__name__)

MEANT_FOR_USERS = (UserError, AccessDenied, SessionExpiredException, HTTPException)


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
            cls._without_trace(response, exception)
        return response

    @classmethod
    def _is_developer(cls):
        """Return whether whoever asks administers the system and has debug mode on."""
        return bool(request.session.uid and request.session.debug and request.env.user.has_group("base.group_system"))

    @classmethod
    def _without_trace(cls, response, exception):
        """Take what is internal out of a JSON answer."""
        payload = json.loads(response.get_data())
        error = payload.get("error")
        data = error.get("data") if isinstance(error, dict) else payload
        if not isinstance(data, dict) or "debug" not in data:
            return
        data["debug"] = ""
        if not isinstance(exception, MEANT_FOR_USERS):
            reference = uuid.uuid4().hex[:8]
            _logger.error("Server error %s", reference, exc_info=exception)
            text = request.env._("The server could not do this (reference %s).", reference)
            data.update(name="odoo.http.ServerError", message=text, arguments=[text], context={})
        response.set_data(json.dumps(payload))

    @classmethod
    def _without_trace_page(cls, response):
        """Return the error page of an export or report without its trace."""
        try:
            payload = json.loads(response.description or "")
            payload["data"]["debug"] = ""
        except (ValueError, KeyError, TypeError):
            return response
        return InternalServerError(json.dumps(payload))
