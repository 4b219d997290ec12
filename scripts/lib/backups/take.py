"""Make a backup of a running server: database first, then its files, both as of one moment.

The collector of unused files deletes what no attachment names any more, but the dump still does. It locks
``ir_attachment`` in SHARE mode first, with ten seconds of patience (odoo/addons/base/models/ir_attachment.py,
``_gc_file_store``). The weaker ROW EXCLUSIVE lock held here for the whole backup keeps it out, is no hindrance
to anybody who writes, and is gone by itself when this program dies.
"""

import fcntl
import os
import shutil
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import database
import folder
import pool
from problems import Problem

PARTIAL = ".partial-"


def take(name, filestore, root, about):
    """Write a backup of database ``name`` below ``root``; return its folder and what is wrong in the file store."""
    root = Path(root).resolve()
    root.mkdir(parents=True, exist_ok=True)
    with _alone(root):
        for left_over in root.glob(f"{PARTIAL}*"):
            shutil.rmtree(left_over)
        stamp = _free_stamp(root)
        partial = root / f"{PARTIAL}{stamp}"
        partial.mkdir(mode=0o700)
        with frozen(name) as (cursor, snapshot):
            manifest = {"made_at": stamp, "database": name, "about": about, **_contents(cursor)}
            _dump(name, snapshot, partial / "database.dump")
            files = database.stored_files(cursor)
            _say(f"copying what is new of {len(files)} files")
            wrong = dict(pool.add(files, Path(filestore), root / "files"))
        lines = ("\t".join(map(str, (*each, wrong.get(each[0], "")))) for each in files)
        (partial / "files.tsv").write_text("".join(f"{line}\n" for line in lines))
        manifest["attachments"] = sum(each[3] for each in files)
        manifest["files"] = {"count": len(files), "bytes": sum(each[2] for each in files), "wrong": len(wrong)}
        folder.seal(partial, manifest)
        _sync_all(partial)
        final = partial.rename(root / stamp)
        pool.sync(root)
    return final, wrong


@contextmanager
def frozen(name):
    """Yield ``(cursor, snapshot id)`` of one moment, with no file deleted until the end."""
    connection = database.connect(name)
    try:
        with connection.cursor() as cursor:
            cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ")
            cursor.execute("LOCK TABLE ir_attachment IN ROW EXCLUSIVE MODE")  # before the snapshot, see above
            cursor.execute("SELECT pg_export_snapshot()")
            yield cursor, cursor.fetchone()[0]
    finally:
        connection.close()


def prune(root, keep):
    """Delete all but the newest ``keep`` backups and the files only they had; return what was deleted."""
    root = Path(root).resolve()
    with _alone(root):
        old = folder.complete(root)[:-keep]
        for backup in old:
            backup.rename(root / f"{PARTIAL}{backup.name}")  # no longer a backup, even if this stops here
            shutil.rmtree(root / f"{PARTIAL}{backup.name}")
        wanted = {name for backup in folder.complete(root) for name, *_rest in folder.files_of(backup)}
        for path in (root / "files").glob("*/*"):
            if str(path.relative_to(root / "files")) not in wanted:
                path.unlink()
    return old


def _contents(cursor):
    _say("counting and hashing tables")
    return {
        "tables": database.digests(cursor),
        "sequences": database.sequences(cursor),
        "audit": database.last_audit(cursor),
        "postgresql": database.rows(cursor, "SHOW server_version")[0][0],
    }


def _dump(name, snapshot, target):
    _say("dumping the database")
    command = ["pg_dump", "-Fc", "--no-owner", f"--snapshot={snapshot}", "-f", str(target), name]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Problem(
            f"pg_dump failed: {done.stderr.strip()[-800:]}",
            "is there space? Is pg_dump as new as the server? Then run the same command again",
        )


@contextmanager
def _alone(root):
    with (root / ".lock").open("a") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Problem(f"another backup is being written to {root}", "wait until it has ended") from None
        yield


def _free_stamp(root):
    while True:
        stamp = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime())
        if not (root / stamp).exists():
            return stamp
        time.sleep(0.2)


def _sync_all(path):
    for each in path.iterdir():
        with each.open("rb") as handle:
            os.fsync(handle.fileno())
    pool.sync(path)


def _say(text):
    print(f"  {text}", file=sys.stderr, flush=True)
