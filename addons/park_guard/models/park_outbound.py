import socket
import ssl
import threading
from contextlib import suppress
from http.client import HTTPException, HTTPSConnection
from typing import NamedTuple

from odoo import api, models

from ..core import address

SECONDS = 5  # for the whole conversation, names and handshake included
MOST_BYTES = 64 * 1024  # of an answer: nothing that answers a message is longer
ALLOWED = "park_guard.outbound_private"  # system parameter: host or host:port, separated by commas


class OutboundError(Exception):
    """The address did not answer; ``was_sent``: it may have taken what it was sent all the same."""

    def __init__(self, reason, was_sent=False):
        super().__init__(reason)
        self.was_sent = was_sent


class Answer(NamedTuple):
    """What came back."""

    status: int
    headers: dict  # names in lower case
    body: bytes


class ParkOutbound(models.AbstractModel):
    """Calls of this server to addresses that people entered: https only, and never into one's own network.

    The name is resolved once, every address it has is judged, and the one that was judged is called: a name that
    changes its mind in between leads nowhere. Redirects are not followed, proxies of the environment not used.
    """

    _name = "park.outbound"
    _description = "Calls to Addresses Outside"

    @api.model
    def _post(self, url, body, headers):
        """Return the ``Answer`` of an https address to a POST, within 5 seconds.

        Raises ``address.AddressError`` for an address that is not to be called, and ``OutboundError``. Neither
        names the address: what stands in its query is a secret.
        """
        target = address.parse(url)
        allowed = self.env["ir.config_parameter"].sudo().get_param(ALLOWED, "")  # sudo: where the server may call
        call = Call(target, body, headers, address.is_allowed(target.host, target.port, allowed))
        call.start()
        call.join(SECONDS)
        return call.outcome()


class Call(threading.Thread):
    """A conversation of its own thread: whoever started it stops waiting, however slowly an answer drips."""

    def __init__(self, target, body, headers, is_allowed):
        super().__init__(name="park.outbound", daemon=True)
        self.target, self.body, self.headers, self.is_allowed = target, body, headers, is_allowed
        self.was_sent, self.answer, self.error, self.connection = False, None, None, None

    def run(self):
        """Hold the conversation; whatever goes wrong is kept for who waits."""
        try:
            self.connection = Pinned(self.target, self._addresses())
            self.connection.connect()
            self.was_sent = True  # from here on nobody knows what the other side has
            self.connection.request("POST", self.target.path, self.body, self.headers)
            response = self.connection.getresponse()
            found = {name.lower(): value for name, value in response.getheaders()}
            self.answer = Answer(response.status, found, response.read(MOST_BYTES))
        except (address.AddressError, OSError, HTTPException, ValueError) as error:
            self.error = error
        finally:
            self._close()

    def _addresses(self):
        """Return the addresses of the name; refused as a whole where one of them is not of the open internet."""
        found = {entry[4][0] for entry in socket.getaddrinfo(self.target.host, self.target.port, 0, socket.SOCK_STREAM)}
        if not self.is_allowed and not all(map(address.is_public, found)):
            raise address.AddressError("private")
        return sorted(found, key=lambda ip: ":" in ip)  # IPv4 first: park networks often lack the other

    def outcome(self):
        """Return the answer, or raise what went wrong."""
        if self.is_alive():
            self._hang_up()
            raise OutboundError(f"no answer within {SECONDS} seconds", self.was_sent)
        if isinstance(self.error, address.AddressError):
            raise self.error
        if self.error is not None:
            raise OutboundError(type(self.error).__name__, self.was_sent) from self.error
        return self.answer

    def _hang_up(self):
        """Wake the thread where it still waits for an answer, so that it ends too."""
        sock = self.connection and self.connection.sock
        if sock:
            with suppress(OSError):
                socket.socket.shutdown(sock, socket.SHUT_RDWR)  # below TLS, whose own would wait for the other side

    def _close(self):
        if self.connection:
            self.connection.close()


class Pinned(HTTPSConnection):
    """A connection to one of the addresses that were judged, under the name that the certificate must show."""

    def __init__(self, target, addresses):
        super().__init__(target.host, target.port, timeout=SECONDS, context=ssl.create_default_context())
        self.addresses = addresses

    def connect(self):
        error = None
        for ip in self.addresses:
            try:
                sock = socket.create_connection((ip, self.port), SECONDS)
            except OSError as refused:
                error = refused
                continue
            self.sock = self._context.wrap_socket(sock, server_hostname=self.host)
            return
        raise error or OSError("no address")
