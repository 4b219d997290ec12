"""A mail server on the loopback interface that behaves as badly as it is told to."""

import socketserver
import threading
import time
from contextlib import contextmanager
from email import message_from_bytes


class FakeSmtp(socketserver.ThreadingTCPServer):
    """Speaks enough SMTP for smtplib; keeps what it accepted in ``mails``.

    ``behaviour`` is looked up at each step: ``{"banner" | "rcpt" | "data": callable or reply}``.
    """

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Conversation)
        self.mails, self.behaviour, self.connections = [], {}, 0

    @property
    def port(self):
        return self.server_address[1]

    def park_keys(self):
        """Return the keys of all accepted mails, repetitions included."""
        return [mail["X-Park-Key"] for mail in self.mails]


class Conversation(socketserver.StreamRequestHandler):
    def handle(self):
        self.server.connections += 1
        try:
            self.answer("banner", "220 fake ESMTP", None)
            while line := self.rfile.readline():
                verb = line[:4].upper()
                if verb == b"DATA":
                    self.say("354 go on")
                    self.data()
                elif verb == b"QUIT":
                    self.say("221 bye")
                    return
                elif verb == b"RCPT":
                    self.answer("rcpt", "250 ok", line.decode())
                else:
                    self.say("250 ok")
        except (ConnectionError, BrokenPipeError):
            return

    def data(self):
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line)
        mail = message_from_bytes(b"".join(lines))
        reply = self.reply("data", "250 accepted", mail)
        if reply is None or reply.startswith("250"):
            self.server.mails.append(mail)
        if reply is None:  # accepted, and the connection is gone before the client hears of it
            self.connection.close()
            raise ConnectionError
        self.say(reply)

    def answer(self, step, default, subject):
        self.say(self.reply(step, default, subject))

    def reply(self, step, default, subject):
        behaviour = self.server.behaviour.get(step, default)
        return behaviour(subject) if callable(behaviour) else behaviour

    def say(self, text):
        self.wfile.write(f"{text}\r\n".encode())


def sleepy(seconds):
    """Return a behaviour that keeps the client waiting."""

    def wait(_subject):
        time.sleep(seconds)
        return "220 at last"

    return wait


@contextmanager
def fake_smtp():
    """Yield a running server."""
    with FakeSmtp() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
