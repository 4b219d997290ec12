"""Where a call comes from, also inside XML-RPC and JSON-RPC, where Odoo puts the request away."""

from contextlib import contextmanager
from contextvars import ContextVar

from odoo.http import request

_address = ContextVar("address of the caller", default=None)


def caller_ip():
    """Return the address of whoever calls, or None for jobs and commands."""
    return request.httprequest.remote_addr if request else _address.get()


@contextmanager
def remembered_caller():
    """Keep the address of the present request for what is called without it."""
    token = _address.set(request.httprequest.remote_addr)
    try:
        yield
    finally:
        _address.reset(token)
