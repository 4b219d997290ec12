"""A PostgreSQL cluster of a test's own that keeps what it has acknowledged, for drills that stop it hard."""

import os
import subprocess
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


class DurableCluster:
    """Durability on, data checksums on; start, stop and crash it at will.

    ``env`` holds the PG* variables that lead to it; ``clock`` sets its clock, see support/clock.py.
    """

    def __init__(self, clock=None):
        self.clock = clock
        state = Path(os.environ["PARKDESK_STATE_DIR"])
        self.folder = Path(tempfile.mkdtemp(prefix="drill-", dir=state)) / "pg"
        self.start()
        socket = self._shell('pg_socket "$1"').strip()
        self.env = {"PGHOST": socket, "PGPORT": "5432", "PGUSER": "odoo"}

    def start(self):
        """Start it (again) and wait until it answers."""
        self._shell('pg_start "$1" durable')

    def stop(self, mode="fast"):
        """Stop it: ``fast`` is an orderly end, ``immediate`` a crash."""
        self._shell(f'pg_stop "$1" {mode}')

    def crash(self):
        """End all its processes as a power cut would."""
        self.stop("immediate")

    def copy_database(self, name):
        """Copy a database of the ordinary test cluster into this one, under the same name."""
        dump = subprocess.Popen(["pg_dump", "-Fc", "-Z0", name], stdout=subprocess.PIPE)
        subprocess.run(["createdb", name], env=os.environ | self.env, check=True)
        restore = ["pg_restore", "--no-owner", "--exit-on-error", "-d", name]
        subprocess.run(restore, env=os.environ | self.env, stdin=dump.stdout, check=True)
        if dump.wait():
            raise RuntimeError(f"pg_dump of {name} failed")

    def remove(self):
        """Stop it for good and delete its files."""
        self._shell(
            'pg_stop "$1" immediate; real=$(readlink -f "$1"); socket=$(pg_socket "$1"); '
            'rm -rf "$real" "$socket" "$(dirname "$1")"'
        )

    def _shell(self, command):
        """Run a line that uses scripts/lib/postgres.sh; ``$1`` is the cluster's folder."""
        outside = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
        outside |= self.clock.env if self.clock else {}
        script = f'. "{ROOT}/scripts/lib/all.sh"; {command}'
        done = subprocess.run(
            ["bash", "-c", script, "bash", str(self.folder)],
            env=outside,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(f"{command}: {done.stderr}")
        return done.stdout
