"""One backup on disk: a folder that is whole, or is refused.

BACKUPS/files/ab/abcdef…               files of all backups, each once, read only
BACKUPS/20261125T130000Z/database.dump     pg_dump, custom format
                         files.tsv         store name, sha1, bytes, attachments, what was wrong already
                         manifest.json     what the backup holds, and the hashes of the two above
                         manifest.sha256   hash of the manifest; written last
"""

import json
from pathlib import Path

import pool
from problems import Problem

PARTS = ("database.dump", "files.tsv")


def complete(root):
    """Return the complete backups below a folder, oldest first."""
    return sorted(seal.parent for seal in Path(root).glob("[0-9]*Z/manifest.sha256"))


def choose(path):
    """Return the backup that a path means: itself, or the newest below it."""
    path = Path(path).resolve()
    if (path / "manifest.json").exists() or (path / "database.dump").exists():
        return path
    found = complete(path)
    if not found:
        raise Problem(f"{path} holds no complete backup", "name a folder that ./scripts/backup has written")
    return found[-1]


def seal(folder, manifest):
    """Write the manifest with the hashes of the other parts, and last its own hash."""
    manifest = {**manifest, "parts": {name: pool.sha(folder / name) for name in PARTS}}
    path = folder / "manifest.json"
    path.write_text(json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True) + "\n")
    (folder / "manifest.sha256").write_text(f"{pool.sha(path)}  manifest.json\n")
    return manifest


def files_of(folder):
    """Return ``[(store name, sha1, bytes, attachments, fault)]`` of a backup."""
    lines = (folder / "files.tsv").read_text().splitlines()
    split = (line.split("\t") for line in lines)
    return [(name, checksum, int(size), int(count), fault) for name, checksum, size, count, fault in split]


def manifest_of(folder):
    """Return the manifest."""
    return json.loads((folder / "manifest.json").read_text())


def check(folder):
    """Read everything; return ``(manifest, files to restore)`` or raise Problem that names what is damaged."""
    if not (folder / "manifest.sha256").exists():
        raise Problem(f"{folder} is not a complete backup", "the backup was interrupted: choose another one")
    damaged = _damaged_parts(folder)
    if damaged:
        raise _refusal(folder, damaged)
    files = [each for each in files_of(folder) if not each[4]]
    store = folder.parent / "files"
    damaged = [
        (f"file {name}", fault) for name, sha1, size, *_r in files if (fault := pool.judge(store / name, sha1, size))
    ]
    if damaged:
        raise _refusal(folder, damaged)
    return manifest_of(folder), files


def _damaged_parts(folder):
    seal_line = (folder / "manifest.sha256").read_text(errors="replace")
    if seal_line.split(" ")[0] != (pool.sha(folder / "manifest.json") or "missing"):
        return [("manifest.json", "changed or missing")]
    found = []
    for name, expected in manifest_of(folder)["parts"].items():
        actual = pool.sha(folder / name)
        if actual != expected:
            found.append((name, "changed" if actual else "missing"))
    return found


def _refusal(folder, damaged):
    named = "\n".join(f"    {name}: {fault}" for name, fault in damaged[:20])
    rest = f"\n    and {len(damaged) - 20} more" if len(damaged) > 20 else ""
    return Problem(
        f"the backup {folder} is damaged:\n{named}{rest}",
        "choose another backup, and find out what damaged this one (disk, copying)",
    )
