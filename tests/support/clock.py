"""A clock that a test moves while processes run with it; time that only passes (timeouts) is left alone."""

import os
from pathlib import Path

SLEEP = Path(__file__).with_name("real_sleep")  # what a Python process reads first (sitecustomize)


class Clock:
    """``env`` holds the variables for the processes; they see a move within a second.

    >>> clock = Clock(path)  # doctest: +SKIP
    >>> clock.move("+1d")  # doctest: +SKIP
    """

    def __init__(self, path):
        library = os.environ.get("PARKDESK_FAKETIME")
        assert library, "no libfaketime here: apt-get install libfaketime"
        self.path = path
        self.env = {
            "LD_PRELOAD": library,
            "FAKETIME_TIMESTAMP_FILE": str(path),
            "FAKETIME_CACHE_DURATION": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            "PYTHONPATH": os.pathsep.join(filter(None, [str(SLEEP), os.environ.get("PYTHONPATH")])),
        }
        self.move("+0")

    def move(self, offset):
        """Let the clock run ahead or behind by so much: "+1d", "-2h", "+300"; "+0" is right again."""
        part = self.path.with_suffix(".new")
        part.write_text(f"{offset}\n")
        part.chmod(0o644)
        part.replace(self.path)
