"""Wait until a server answers: wait_http.py URL SECONDS [PID]; PID is a process that must stay alive."""

import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

PAGES = ("/web/health", "/web/login")


def answers(url):
    """Tell whether every page comes with status 200."""
    try:
        for page in PAGES:
            with urllib.request.urlopen(url + page, timeout=60) as reply:
                if reply.status != 200:
                    return False
    except (OSError, urllib.error.URLError):
        return False
    return True


def main(url, seconds, pid=None):
    """Return 0 when the pages answer, 1 when time is up or the process has ended."""
    end = time.monotonic() + float(seconds)
    while time.monotonic() < end:
        if answers(url):
            return 0
        if pid and not Path("/proc", pid).exists():
            print("the server has ended")
            return 1
        time.sleep(0.3)
    print(f"{url} does not answer")
    return 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
