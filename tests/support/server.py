"""Real servers for journeys and drills: a prefork Odoo on a fresh copy of the template database.

Tests take the fixture ``park_server`` (tests/conftest.py), a factory::

    def test_story(park_server, browser):
        server = park_server()                       # all addons, no demo, cron jobs off
        server.shell("env['res.users'].create(...); env.cr.commit()")
        page = log_in(browser, server, "admin", "admin")
        ...
        server.kill()                                # kill -9 of all its processes
        server.start()
        assert server.sql("SELECT count(*) FROM park_issue") == [("10",)]

Everything is removed when the test ends. scripts/test sets the PARKDESK_* variables read here.
"""

import os
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import psutil
from support.clock import Clock
from support.cluster import ROOT, DurableCluster

START_SECONDS = 120


class ParkServer:
    """One database with a real server: two HTTP workers, the event process and, if asked, cron jobs.

    :param template: database to copy; the one with all addons unless given
    :param install: addons to install on top, for example ``("park_demo",)``
    :param crons: number of cron workers; 0 keeps time-driven jobs out of the story
    :param durable: use a PostgreSQL of its own that may be crashed (``server.cluster``)
    :param supervised: start it as scripts/run does, so that it comes back when it ends unasked
    :param clocks: let the clocks of the server and of its own PostgreSQL be moved: ``server.clock.move("+1d")``,
        ``server.cluster.clock.move("0")``
    :param workers: HTTP workers
    :param extra: more command-line options of Odoo

    ``url`` is the address, ``db`` the database, ``log`` the log file.
    """

    def __init__(
        self,
        template=None,
        *,
        install=(),
        crons=0,
        durable=False,
        supervised=False,
        clocks=False,
        workers=2,
        extra=(),
    ):
        self.template = template or os.environ["PARKDESK_TEMPLATE"]
        self.db = f"parkdesk_test_{secrets.token_hex(4)}"
        self.home = Path(os.environ["PARKDESK_STATE_DIR"]) / self.db
        self.home.mkdir()
        self.log = self.home / "odoo.log"
        self.data = Path(os.environ["PARKDESK_DATA"])
        self.clock = Clock(self.home / "clock") if clocks else None
        self.cluster = DurableCluster(clocks and Clock(self.home / "clock_of_database")) if durable else None
        self.env = {key: value for key, value in os.environ.items() if key != "PGDATABASE"}
        self.env |= self.cluster.env if self.cluster else {}
        self.env |= self.clock.env if self.clock else {}
        self.options = [f"--workers={workers}", f"--max-cron-threads={crons}", *extra]
        self.supervisor = [str(ROOT / "scripts/lib/supervise"), str(self.home)] if supervised else []
        self.port = None
        self._process = None
        self._copy_template()
        self._write_conf()
        if install:
            self.run_odoo_command(
                [
                    "-d",
                    self.db,
                    "-i",
                    ",".join(install),
                    "--skip-auto-install",
                    "--stop-after-init",
                    "--no-http",
                    "--workers=0",
                ]
            )

    # -- life ------------------------------------------------------------------------------------

    @property
    def url(self):
        """The address, the same over restarts."""
        return f"http://localhost:{self.port}"

    def start(self):
        """Start the server (again) on the same address and wait until its pages answer."""
        if self._process and self._process.poll() is None:
            return self
        http, gevent = free_ports(2)
        if self.port is None:
            (self.port,) = free_ports(1) if os.environ.get("PARKDESK_PROXY") else (http,)
        if os.environ.get("PARKDESK_PROXY"):
            self._start_proxy(http, gevent)
        else:
            http = self.port
        (self.home / "stopping").unlink(missing_ok=True)
        command = [
            *self.supervisor,
            sys.executable,
            os.environ["PARKDESK_LAUNCHER"],
            *self.options,
            "--proxy-mode",
            f"--http-port={http}",
            f"--gevent-port={gevent}",
        ]
        with self.log.open("a") as log:
            self._process = subprocess.Popen(
                command,
                env=self.env,
                stdout=log,
                stderr=log,
                stdin=subprocess.DEVNULL,
                start_new_session=True,
            )
        self.wait()
        return self

    def wait(self, seconds=START_SECONDS):
        """Wait until health check and log-in page answer; fail with the log's end otherwise."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if self.answers():
                return
            if self._process.poll() is not None:
                break
            time.sleep(0.2)
        raise AssertionError(f"the server does not answer; its log ends with:\n{self.log_tail()}")

    def answers(self):
        """Tell whether the server's pages answer now."""
        try:
            for page in ("/web/health", "/web/login"):
                with urllib.request.urlopen(self.url + page, timeout=30):
                    pass
        except (OSError, urllib.error.URLError):
            return False
        return True

    def alive(self):
        """Tell whether the master process lives."""
        return bool(self._process) and self._process.poll() is None

    def stop(self):
        """End the server in good order."""
        self._signal_master(signal.SIGTERM)

    def kill(self):
        """Kill master and workers at once, as a power cut would; PostgreSQL goes on."""
        if self._process:
            for pid in self._pids():
                try:
                    os.kill(pid, signal.SIGKILL)
                except ProcessLookupError:
                    continue
            self._process.wait(10)
            self._process = None

    def kill_worker(self):
        """Kill one worker process with -9; the master starts another. Return its process id."""
        workers = self._pids()[len(self.supervisor[:1]) + 1 :]  # the supervisor and the master came first
        os.kill(workers[0], signal.SIGKILL)
        return workers[0]

    def kill_one(self, kind, chance):
        """Kill one living worker of a kind ("WorkerHTTP", "WorkerCron") with -9; return its process id, or None."""
        started = re.findall(rf"Worker {kind} \((\d+)\) alive", self.log.read_text(errors="replace"))
        alive = sorted({int(pid) for pid in started} & set(self._pids()))
        if not alive:
            return None
        pid = chance.choice(alive)
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            return None
        return pid

    def wake_jobs(self):
        """Have the scheduler run all active jobs now, as a trigger would."""
        self.sql(
            "UPDATE ir_cron SET nextcall = now() AT TIME ZONE 'UTC'"
            " WHERE active AND nextcall > now() AT TIME ZONE 'UTC'"
        )
        self.wake_scheduler()

    def wake_scheduler(self):
        """Have the scheduler look now at what is due, instead of within a minute."""
        self._pg("psql", "-Xq", "-d", "postgres", "-c", f"SELECT pg_notify('cron_trigger', '{self.db}')")

    def remove(self):
        """Stop everything and delete database, files and cluster."""
        self.kill()
        self._stop_proxy()
        if self.cluster:
            self.cluster.remove()
        else:
            self._pg("dropdb", "--if-exists", "--force", self.db)
        shutil.rmtree(self.data / "filestore" / self.db, ignore_errors=True)
        shutil.rmtree(self.home, ignore_errors=True)

    # -- looking and acting from outside ---------------------------------------------------------

    def run_odoo_command(self, args, check=True, **options):
        """Run ``scripts/odoo``'s counterpart on this database; return the completed process.

        >>> server.run_odoo_command(["park_import_enterprises", "firms.csv"]).stdout  # doctest: +SKIP
        """
        done = subprocess.run(
            [sys.executable, os.environ["PARKDESK_LAUNCHER"], *args],
            env=self.env,
            capture_output=True,
            text=True,
            check=False,
            **options,
        )
        if check and done.returncode:
            raise AssertionError(f"odoo {' '.join(args)} failed:\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}")
        return done

    def shell(self, code):
        """Run Python in ``odoo shell`` as the superuser and commit; return what it printed."""
        guarded = f"exec(compile({code!r}, 'shell', 'exec'), globals())\nenv.cr.commit()\n"
        done = self.run_odoo_command(
            ["shell", "-d", self.db, "--no-http", "--log-level=warn", "--workers=0"], input=guarded
        )
        if "Traceback (most recent call last)" in done.stderr:
            raise AssertionError(done.stderr[-3000:])
        return done.stdout

    def sql(self, query):
        """Return the rows of a query as tuples of text."""
        done = self._pg("psql", "-XqtA", "-F", "\x1f", "-v", "ON_ERROR_STOP=1", "-d", self.db, "-c", query)
        return [tuple(line.split("\x1f")) for line in done.stdout.splitlines()]

    def log_tail(self, lines=40):
        """Return the end of the server's log."""
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])

    def log_problems(self):
        """Return the log's lines at warning level or above, but for Python's warnings on code not ours."""
        marks = (" WARNING ", " ERROR ", " CRITICAL ")
        return [
            line
            for line in self.log.read_text(errors="replace").splitlines()
            if any(mark in line for mark in marks) and (" py.warnings: " not in line or "/park_" in line)
        ]

    # -- inside ----------------------------------------------------------------------------------

    def _copy_template(self):
        if self.cluster:
            self.cluster.copy_database(self.template)
            self._pg(
                "psql",
                "-Xq",
                "-d",
                "postgres",
                "-c",
                f'ALTER DATABASE "{self.template}" RENAME TO "{self.db}"',
            )
        else:
            self._pg("createdb", "-T", self.template, self.db)
        source = self.data / "filestore" / self.template
        if source.exists():
            shutil.copytree(source, self.data / "filestore" / self.db, copy_function=os.link)

    def _write_conf(self):
        lines = {
            "addons_path": os.environ["PARKDESK_ADDONS_PATH"],
            "data_dir": self.data,
            "db_name": self.db,
            "http_interface": "127.0.0.1",
            "list_db": False,
            "server_wide_modules": "base,rpc,web",
        }
        conf = self.home / "odoo.conf"
        conf.write_text("[options]\n" + "".join(f"{key} = {value}\n" for key, value in lines.items()))
        self.env["ODOO_RC"] = str(conf)

    def _start_proxy(self, http, gevent):
        self._shell('proxy_start "$PARKDESK_PROXY" "$1" "$2" "$3" "$4"', self.port, http, gevent)

    def _stop_proxy(self):
        self._shell('proxy_stop "$1"')

    def _shell(self, command, *args):
        script = f'. "{ROOT}/scripts/lib/all.sh"; PYTHON="{sys.executable}"; {command}'
        subprocess.run(
            ["bash", "-c", script, "bash", str(self.home), *map(str, args)],
            check=True,
            stdout=subprocess.DEVNULL,
        )

    def _signal_master(self, number):
        if self.alive():
            self._process.send_signal(number)
            try:
                self._process.wait(30)
            except subprocess.TimeoutExpired:
                self.kill()
        self._process = None

    def _pids(self):
        """Return the ids of the server's processes: they share the session of the master."""
        return [pid for pid in psutil.pids() if session_of(pid) == self._process.pid]

    def _pg(self, *command):
        return subprocess.run(command, env=self.env, capture_output=True, text=True, check=True)


def session_of(pid):
    """Return the session of a process, or None when it has just ended."""
    try:
        return os.getsid(pid)
    except ProcessLookupError:
        return None


def free_ports(count):
    """Return that many free local ports."""
    held = [socket.create_server(("127.0.0.1", 0)) for _each in range(count)]
    ports = [each.getsockname()[1] for each in held]
    for each in held:
        each.close()
    return ports
