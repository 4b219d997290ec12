"""The INSTREAM talk with ClamAV's daemon (clamd(8)): size and bytes of each chunk, a zero at the end."""

import socket
import struct

CHUNK = 64 * 1024
SECONDS = 5  # of patience for each step


def scan(address, data):
    """Return the name of the virus that clamd finds in ``data``, or None; OSError when it cannot be asked.

    ``address`` is ``host:port``, or the path of a socket.
    """
    with _connect(address) as talk:
        talk.sendall(b"zINSTREAM\0")
        for start in range(0, len(data), CHUNK):
            chunk = data[start : start + CHUNK]
            talk.sendall(struct.pack(">I", len(chunk)) + chunk)
        talk.sendall(struct.pack(">I", 0))
        return answer(_read(talk))


def answer(line):
    """Return the virus named in an answer of clamd, or None when there is none.

    >>> answer(b"stream: OK\\0"), answer(b"stream: Eicar-Test-Signature FOUND\\0")
    (None, 'Eicar-Test-Signature')
    """
    text = line.rstrip(b"\0\n").decode("utf-8", "replace").partition(": ")[2]
    if text == "OK":
        return None
    if text.endswith(" FOUND"):
        return text.removesuffix(" FOUND")
    raise OSError(f"clamd answers {text!r}")


def _connect(address):
    if address.startswith("/"):
        talk = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        talk.settimeout(SECONDS)
        talk.connect(address)
        return talk
    host, _colon, port = address.rpartition(":")
    return socket.create_connection((host, int(port)), timeout=SECONDS)


def _read(talk):
    line = b""
    while not line.endswith(b"\0") and len(line) < 4096 and (part := talk.recv(1024)):
        line += part
    return line
