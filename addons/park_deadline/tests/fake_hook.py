"""A receiver of robots and webhooks on the loopback interface, over TLS, that behaves as badly as it is told to."""

import json
import os
import ssl
import tempfile
import threading
from contextlib import contextmanager
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from unittest.mock import patch

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

OK = (200, {}, {"errcode": 0, "errmsg": "ok"})


class FakeHook(ThreadingHTTPServer):
    """Keeps what it took in ``taken``: ``[(path, headers, values)]``; ``behaviour`` answers a request.

    A behaviour is ``(status, headers, values)`` or a callable of the handler that returns one, or None where it has
    dealt with the request itself. A status of 2xx with ``errcode`` 0 or none means that the message was taken.
    """

    daemon_threads = True

    def __init__(self, chain):
        super().__init__(("127.0.0.1", 0), Conversation)
        self.taken, self.asked, self.behaviour, self.over = [], 0, OK, threading.Event()
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(chain)
        self.socket = context.wrap_socket(self.socket, server_side=True)

    @property
    def address(self):
        return f"https://localhost:{self.server_address[1]}"

    def handle_error(self, _request, _client_address):
        """Say nothing: clients that hang up are what is tested."""


class Conversation(BaseHTTPRequestHandler):
    def do_POST(self):
        self.server.asked += 1
        self.body = self.rfile.read(int(self.headers["Content-Length"]))
        behaviour = self.server.behaviour
        answer = behaviour(self) if callable(behaviour) else behaviour
        if answer:
            if answer[0] < 300 and not answer[2].get("errcode"):
                self.take()
            self.say(*answer)

    def take(self):
        self.server.taken.append((self.path, dict(self.headers), json.loads(self.body)))

    def say(self, status, headers, values):
        content = json.dumps(values).encode()
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(content))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_args):
        """Keep the log of the tests quiet."""


def slow(conversation):
    """Take the message, and answer 30 seconds later or when the test is over."""
    conversation.take()
    conversation.server.over.wait(30)
    return None


def dripping(conversation):
    """Answer a letter at a time: no single wait is long."""
    conversation.take()
    for letter in b"HTTP/1.1 200 OK\r\n" * 9:
        if conversation.server.over.wait(0.3):
            return
        conversation.wfile.write(bytes([letter]))


def hanging_up(conversation):
    """Take the message and close the connection without a word."""
    conversation.take()
    conversation.connection.close()


def twice(conversation):
    """Answer the same request two times."""
    conversation.take()
    conversation.say(*OK)
    conversation.say(*OK)


def _chain():
    """Return a key and a certificate of localhost that vouches for itself, as PEM."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    names = x509.SubjectAlternativeName([x509.DNSName("localhost"), x509.IPAddress(ip_address("127.0.0.1"))])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(datetime(2020, 1, 1))
        .not_valid_after(datetime(2120, 1, 1))
        .add_extension(names, critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem, plain = serialization.Encoding.PEM, serialization.NoEncryption()
    return key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain) + certificate.public_bytes(pem)


@contextmanager
def fake_hook():
    """Yield a running receiver whose certificate this process trusts."""
    with tempfile.NamedTemporaryFile(suffix=".pem") as file:
        file.write(_chain())
        file.flush()
        with FakeHook(file.name) as server, patch.dict(os.environ, {"SSL_CERT_FILE": file.name}):
            thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
            thread.start()
            try:
                yield server
            finally:
                server.over.set()
                server.shutdown()
                thread.join()
