"""JSON answers to what went wrong inside, with and without a database at hand."""

import json
import logging
import uuid

import psycopg2
from odoo.exceptions import AccessDenied, UserError
from odoo.http import JsonRPCDispatcher, SessionExpiredException
from odoo.tools.translate import code_translations
from psycopg2.pool import PoolError
from werkzeug.exceptions import HTTPException

_logger = logging.getLogger(__name__)

MEANT_FOR_USERS = (UserError, AccessDenied, SessionExpiredException, HTTPException)
DATABASE_AWAY = (psycopg2.OperationalError, psycopg2.InterfaceError, PoolError)
TRY_AGAIN = "park_guard.TryAgain"  # nobody can say what was stored: clients repeat what they sent, under its identifier


def without_inside(response, exception, _):
    """Take traces, SQL and names of errors that are not meant for users out of a JSON answer.

    The log keeps them under a reference that the answer names. What another try may mend, because the database
    did not answer, is called ``park_guard.TryAgain``. ``_`` translates.
    """
    payload = json.loads(response.get_data())
    error = payload.get("error")
    data = error.get("data") if isinstance(error, dict) else payload
    if not isinstance(data, dict) or "debug" not in data:
        return
    data["debug"] = ""
    if not isinstance(exception, MEANT_FOR_USERS):
        reference = uuid.uuid4().hex[:8]
        _logger.error("Server error %s", reference, exc_info=exception)
        if is_database_away(exception):
            name, text = TRY_AGAIN, _("The database does not answer; please try again (reference %s).", reference)
        else:
            name, text = "odoo.http.ServerError", _("The server could not do this (reference %s).", reference)
        data.update(name=name, message=text, arguments=[text], context={})
    response.set_data(json.dumps(payload))


def is_database_away(exception):
    """Return whether an error tells of the connection rather than of what was asked."""
    return isinstance(exception, DATABASE_AWAY) or type(exception) is psycopg2.DatabaseError  # the last: a torn one


def without_database(source, *args):
    """Return a text of this addon in the suite's first language, where no database says which the user reads."""
    return code_translations.get_python_translations("park_guard", "zh_CN").get(source, source) % args


class QuietJsonRpc(JsonRPCDispatcher):
    """Odoo's own, which hands traces out when there is no database, and so no ``ir.http``, to see to it."""

    routing_type = "jsonrpc"

    def handle_error(self, exc):
        response = super().handle_error(exc)
        if self.request.env is None:
            without_inside(response, exc, without_database)
        return response
