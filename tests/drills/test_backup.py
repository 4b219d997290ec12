"""A backup taken while people work is restored on an empty machine and proven; a damaged one is refused."""

import json
import shutil
import subprocess
import sys
import threading
import time
from contextlib import contextmanager

import pytest
from support.cluster import ROOT
from support.scripts import Scripts

FILES = """
partner = env.ref("base.main_company").partner_id
env["ir.attachment"].create([
    {"name": f"f{n}.txt", "raw": f"file {n} of round ROUND", "res_model": "res.partner", "res_id": partner.id}
    for n in range(40)
])
env["res.partner"].create([{"name": f"ROUND {n}"} for n in range(20)])
env.cr.commit()
env["ir.attachment"].search([("name", "like", "f_.txt")]).unlink()
env["ir.attachment"]._gc_file_store()
"""


@pytest.fixture
def states():
    """Return a factory of script states that are removed in the end."""
    made = []

    def make(server=None):
        made.append(Scripts(server))
        return made[-1]

    yield make
    for state in made:
        state.remove()


def test_a_backup_under_load_is_restored_and_proven_on_an_empty_machine(park_server, states, tmp_path):
    server = park_server()
    here, elsewhere = states(server), states()
    writer = Writer(server)
    writer.start()
    time.sleep(6)
    backup = here.run("backup", tmp_path / "backups").stdout.strip()
    writer.finish()

    restored = elsewhere.run("restore", tmp_path / "backups")
    report = json.loads(restored.stdout)
    assert (report["faults"], report["backup"], len(report["compared"])) == ([], backup, 4)
    assert elsewhere.value("SELECT count(*) FROM ir_cron WHERE active") == "1"  # neutralised
    assert elsewhere.value("SELECT smtp_host FROM ir_mail_server WHERE active") == "invalid"

    again = elsewhere.run("restore", backup, check=False)
    assert again.returncode == 1 and "--replace" in again.stderr
    elsewhere.run("restore", backup, "--replace", "--live")
    active = server.sql("SELECT count(*) FROM ir_cron WHERE active")
    assert [(elsewhere.value("SELECT count(*) FROM ir_cron WHERE active"),)] == active
    refuse_damaged(elsewhere, tmp_path / "backups", backup)


def refuse_damaged(state, root, backup):
    """One changed byte, one missing file, a cut dump, an interrupted backup: each is refused and named."""
    stamp = backup.rsplit("/", 1)[1]
    stored = next((root / "files").glob("*/*")).relative_to(root)
    cases = {
        "database.dump: changed": lambda copy: flip(copy / stamp / "database.dump"),
        "manifest.json: changed": lambda copy: flip(copy / stamp / "manifest.json"),
        f"file {stored.relative_to('files')}: changed": lambda copy: flip(copy / stored),
        f"file {stored.relative_to('files')}: missing": lambda copy: (copy / stored).unlink(),
        "database.dump: missing": lambda copy: (copy / stamp / "database.dump").unlink(),
        "files.tsv: changed": lambda copy: cut(copy / stamp / "files.tsv"),
        "no complete backup": lambda copy: (copy / stamp).rename(copy / f".partial-{stamp}"),
    }
    for named, damage in cases.items():
        copy = root.with_name("damaged")
        shutil.copytree(root, copy)
        damage(copy)
        done = state.run("restore", copy, "--into", "parkdesk_damaged", check=False)
        assert done.returncode == 1 and named in done.stderr, (named, done.stderr)
        shutil.rmtree(copy)


def test_no_file_is_collected_while_a_backup_is_made(park_server):
    server = park_server()
    server.shell("env['ir.attachment'].create({'name': 'gone.txt', 'raw': b'deleted during the backup'})")
    [(stored,)] = server.sql("SELECT store_fname FROM ir_attachment WHERE name = 'gone.txt'")
    path = server.data / "filestore" / server.db / stored
    delete = "env['ir.attachment'].search([('name', '=', 'gone.txt')]).unlink()\nenv.cr.commit()\n"
    collect = "print('collected', env['ir.attachment']._gc_file_store())"
    with backup_in_progress(server):
        assert "collected False" in server.shell(delete + collect)
        assert path.exists()
    server.shell(collect)
    assert not path.exists()


@contextmanager
def backup_in_progress(server):
    """Hold what scripts/backup holds while it copies."""
    code = "import sys, take\nwith take.frozen(sys.argv[1]):\n print('held', flush=True)\n sys.stdin.read()"
    process = subprocess.Popen(
        [sys.executable, "-c", code, server.db],
        env=server.env | {"PYTHONPATH": str(ROOT / "scripts/lib/backups")},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout.readline() == "held\n"
    yield
    process.communicate()
    assert process.returncode == 0


def test_old_backups_go_only_when_asked_and_take_no_file_that_is_needed(park_server, states, tmp_path):
    server = park_server()
    here = states(server)
    root = tmp_path / "backups"
    first = here.run("backup", root).stdout.strip()
    server.shell("env['ir.attachment'].create({'name': 'new.txt', 'raw': b'only in the second'})")
    second = here.run("backup", root, "--keep", "1").stdout.strip()
    assert [path.name for path in root.glob("2*")] == [second.rsplit("/", 1)[1]] != [first.rsplit("/", 1)[1]]
    here.run("restore", root, "--check")


def flip(path):
    """Change one bit in the middle of a file."""
    path.chmod(0o644)
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def cut(path):
    """Cut off the second half of a file."""
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


class Writer(threading.Thread):
    """Somebody who stores files and firms, deletes files and has unused ones collected, over and over."""

    def __init__(self, server):
        super().__init__()
        self.server, self.over = server, threading.Event()

    def run(self):
        number = 0
        while not self.over.is_set():
            number += 1
            self.server.shell(FILES.replace("ROUND", str(number)))

    def finish(self):
        self.over.set()
        self.join()
