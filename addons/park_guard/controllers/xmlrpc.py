import logging
import uuid

from odoo.addons.rpc.controllers import RPC
from odoo.exceptions import AccessDenied, UserError

_logger = logging.getLogger(__name__)


class QuietRpc(RPC):
    """A fault names a reference to the log, not the inside of the server."""

    def _xmlrpc(self, service):
        try:
            return super()._xmlrpc(service)
        except (UserError, AccessDenied):
            raise
        except Exception as error:
            reference = uuid.uuid4().hex[:8]
            _logger.exception("Server error %s", reference)
            # for programs, and without a database at hand: pylint: disable-next=translation-required
            raise UserError(f"The server could not do this (reference {reference}).") from error
