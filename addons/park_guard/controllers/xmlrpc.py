import logging
import uuid

from odoo.addons.rpc.controllers import RPC
from odoo.exceptions import AccessDenied, UserError
from odoo.http import route

from ..models.caller import remembered_caller

_logger = logging.getLogger(__name__)


class QuietRpc(RPC):
    """A fault names a reference to the log, not the inside of the server."""

    def _xmlrpc(self, service):
        try:
            with remembered_caller():
                return super()._xmlrpc(service)
        except (UserError, AccessDenied):
            raise
        except Exception as error:
            reference = uuid.uuid4().hex[:8]
            _logger.exception("Server error %s", reference)
            # for programs, and without a database at hand: pylint: disable-next=translation-required
            raise UserError(f"The server could not do this (reference {reference}).") from error

    @route()
    def jsonrpc(self, service, method, args):
        with remembered_caller():
            return super().jsonrpc(service, method, args)
