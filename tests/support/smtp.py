"""The mail server of the addons' own tests, for drills: see addons/park_deadline/tests/fake_smtp.py."""

import importlib.util
import time
from contextlib import contextmanager

from support.core import ADDONS


@contextmanager
def counting_smtp(seconds):
    """Yield a running server that takes so long to accept each mail; ``park_keys()`` lists what it accepted."""
    path = ADDONS / "park_deadline/tests/fake_smtp.py"
    spec = importlib.util.spec_from_file_location("fake_smtp", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    with module.fake_smtp() as server:

        def accept(_mail):
            time.sleep(seconds)
            return "250 accepted"

        server.behaviour["data"] = accept
        yield server
