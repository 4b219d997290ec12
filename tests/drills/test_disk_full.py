"""The disk is full while a photo is stored: the person is told, nothing is left half, the same photo is taken later.

Drill F5. As root on a small file system of its own; everywhere with a limit on the size of files, which cuts a
write short in the same way.
"""

import base64
import hashlib
import os
import random
import resource
import shutil
import subprocess
from contextlib import contextmanager

import psutil
import pytest
from support.rpc import RpcError
from support.table import Place

KB = 1024
SPACE = 700 * KB
FILE = 900 * KB


@contextmanager
def small_disk(server):
    """Put the file store on a file system with 700 kB free; the end of the block frees space."""
    store = server.data / "filestore" / server.db
    aside = store.with_name(f"{server.db}_aside")
    store.rename(aside)
    store.mkdir()
    used = sum(-(-path.stat().st_size // 4096) * 4096 for path in aside.rglob("*") if path.is_file())
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={used + 4 * SPACE}", "tmpfs", store], check=True)
    try:
        shutil.copytree(aside, store, dirs_exist_ok=True)
        free = os.statvfs(store)
        (store / "ballast").write_bytes(bytes(free.f_bavail * free.f_bsize - SPACE))
        yield lambda: (store / "ballast").unlink()
    finally:
        subprocess.run(["umount", "-l", store], check=True)
        shutil.rmtree(aside)


@contextmanager
def short_writes(server):
    """Let no process of the server write a file longer than 700 kB; the end of the block lifts the limit."""
    processes = [psutil.Process(pid) for pid in server._pids()]

    def limit(size):
        for process in processes:
            process.rlimit(psutil.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))

    limit(SPACE)
    yield lambda: limit(resource.RLIM_INFINITY)


@pytest.mark.parametrize("fault", [short_writes, *([small_disk] if os.geteuid() == 0 else [])])
def test_a_full_disk_leaves_nothing_and_takes_the_same_file_later(park_server, fault):
    server = park_server()
    place = Place(server)
    client = place.client()
    content = bytes(random.Random(5).choices(b"abcdefgh \n", k=FILE))
    digest = hashlib.sha1(content, usedforsecurity=False).hexdigest()
    vals = {
        "name": "notes.txt",
        "datas": base64.b64encode(content).decode(),
        "res_model": "park.service.day",
        "res_id": place.day,
    }
    named = server.data / "filestore" / server.db / digest[:2]
    with fault(server) as free_space:
        for _attempt in range(2):
            with pytest.raises(RpcError):
                client.call("ir.attachment", "create", [vals])
        assert not list(named.glob(f"{digest}*"))
        assert server.sql(f"SELECT count(*) FROM ir_attachment WHERE checksum = '{digest}'") == [("0",)]
        free_space()
        client.call("ir.attachment", "create", [vals])
        assert (named / digest).read_bytes() == content
        assert server.run_odoo_command(["park_check_files", "-d", server.db], check=False).returncode == 0
