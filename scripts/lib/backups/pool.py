"""The files of all backups: each once, under the name the server gave it, never changed afterwards."""

import hashlib
import os
import uuid
from pathlib import Path

BLOCK = 1024 * 1024


def sha(path, name="sha256"):
    """Return the checksum of a file, or None where it cannot be read."""
    found = hashlib.new(name, usedforsecurity=False)
    try:
        with open(path, "rb") as stream:
            while block := stream.read(BLOCK):
                found.update(block)
    except OSError:
        return None
    return found.hexdigest()


def judge(path, checksum, size):
    """Return what is wrong with a stored file ("missing", "truncated", "changed"), or None."""
    try:
        length = os.path.getsize(path)
    except OSError:
        return "missing"
    if size is not None and length != size:
        return "truncated"
    return None if sha(path, "sha1") == checksum else "changed"


def copy(source, target, mode):
    """Copy a file so that it is whole on disk before it has its name; its folder is synced by the caller."""
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f".{target.name}.{uuid.uuid4().hex}")
    try:
        with open(source, "rb") as reader, open(part, "wb") as writer:
            while block := reader.read(BLOCK):
                writer.write(block)
            writer.flush()
            os.fsync(writer.fileno())
        part.chmod(mode)
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def add(files, filestore, pool):
    """Copy into the pool what it lacks; return ``[(store name, what is wrong in the file store)]``.

    A file that is in the pool already is taken as it is: names are checksums, and what is in the pool
    is read again whenever a backup is checked.
    """
    wrong = []
    folders = set()
    for name, checksum, size, _attachments in files:
        target = pool / name
        if target.exists() and target.stat().st_size == size:
            continue
        fault = judge(filestore / name, checksum, size)
        if fault:
            wrong.append((name, fault))
            continue
        copy(filestore / name, target, 0o444)
        folders.add(target.parent)
    for folder in folders:
        sync(folder)
    return wrong


def take_out(files, pool, filestore):
    """Copy the files of one backup into an empty file store; the copies are the server's own."""
    for name, *_rest in files:
        copy(pool / name, filestore / name, 0o644)
    for folder in {(filestore / name).parent for name, *_rest in files}:
        sync(folder)


def sync(folder):
    """Have the names in a folder on disk."""
    handle = os.open(Path(folder), os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
