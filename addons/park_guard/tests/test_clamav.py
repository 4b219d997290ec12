import socket
import struct
import threading

from odoo.tests import BaseCase, tagged

from ..models import clamav


@tagged("post_install", "-at_install")
class TestClamav(BaseCase):
    def test_the_scanner_is_asked_as_clamd_wants_it(self):
        heard = []
        server = socket.create_server(("127.0.0.1", 0))

        def serve():
            talk, _address = server.accept()
            with talk:
                stream = talk.makefile("rb")
                heard.append(stream.read(10))
                body = b""
                while size := struct.unpack(">I", stream.read(4))[0]:
                    body += stream.read(size)
                heard.append(body)
                talk.sendall(b"stream: Eicar-Test-Signature FOUND\0")

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        address = f"127.0.0.1:{server.getsockname()[1]}"
        self.assertEqual(clamav.scan(address, b"x" * 100_000), "Eicar-Test-Signature")
        thread.join(5)
        server.close()
        self.assertEqual(heard, [b"zINSTREAM\0", b"x" * 100_000])
        with self.assertRaises(OSError):
            clamav.scan(address, b"x")
