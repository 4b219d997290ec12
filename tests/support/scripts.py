"""Run scripts/* as an administrator would, on a test server's database or on a state folder of their own."""

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

import psutil
from support.cluster import ROOT
from support.server import session_of


class Scripts:
    """A state folder for the scripts; with ``server`` their database is the server's, else a private cluster's.

    ``home`` is the state folder. Remove it with ``remove()``.
    """

    def __init__(self, server=None):
        self.home = Path(tempfile.mkdtemp(prefix="state-", dir=os.environ["PARKDESK_STATE_DIR"]))
        outside = {
            name: value for name, value in os.environ.items() if not name.startswith(("PG", "PARKDESK", "ODOO_RC"))
        }
        self.env = outside | {"PARKDESK_STATE": str(self.home)}
        self.data = self.home / "data"
        self.server = server
        if server:
            names = ("PGHOST", "PGPORT", "PGUSER")
            self.env |= {name: server.env[name] for name in names} | {"PGDATABASE": server.db}
            self.data.symlink_to(server.data)

    def run(self, name, *arguments, check=True, **options):
        """Run a script to its end; return the completed process."""
        done = subprocess.run(
            [str(ROOT / "scripts" / name), *map(str, arguments)],
            env=self.env,
            capture_output=True,
            text=True,
            check=False,
            **options,
        )
        if check and done.returncode:
            raise AssertionError(f"{name} ended with {done.returncode}:\n{done.stdout[-2000:]}\n{done.stderr[-4000:]}")
        return done

    def start(self, name, *arguments):
        """Start a script in a session of its own, so that it can be killed with all its children."""
        return subprocess.Popen(
            [str(ROOT / "scripts" / name), *map(str, arguments)],
            env=self.env,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def value(self, query):
        """Return the first value of a query on the state's own database, as text."""
        code = f"env.cr.execute({query!r})\nprint('=', env.cr.fetchone()[0])\n"
        done = self.run("odoo", "shell", "--no-http", "--log-level=warn", input=code)
        return done.stdout.split("= ")[-1].strip()

    def remove(self):
        """Stop what was started and delete the state folder."""
        if not self.server:
            self.run("stop", check=False)
            cluster = self.home / "pg"
            if cluster.is_symlink():
                shutil.rmtree(cluster.resolve(), ignore_errors=True)
        shutil.rmtree(self.home, ignore_errors=True)


def end_session(process):
    """Kill a process and everything that belongs to its session at once, as a power cut would."""
    for pid in psutil.pids():
        if session_of(pid) == process.pid:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
    process.wait()
