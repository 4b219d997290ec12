"""Compare a restored database and its files with the manifest they were restored from."""

from pathlib import Path

import database
import pool


def prove(name, filestore, manifest, known_wrong=()):
    """Return ``(report lines, faults)``: what was compared, and everything that is not as it was."""
    connection = database.connect(name)
    with connection, connection.cursor() as cursor:
        lines, faults = _prove_tables(cursor, manifest["tables"])
        for part in (
            _prove_audit(cursor, manifest["audit"]),
            _prove_sequences(cursor, manifest["sequences"]),
            _prove_files(cursor, Path(filestore), manifest["attachments"], set(known_wrong)),
        ):
            lines += part[0]
            faults += part[1]
    connection.close()
    return lines, faults


def differences(before, after):
    """Return one sentence for each table that is not as it was.

    >>> differences({"a": {"rows": 2, "hash": "7"}}, {"a": {"rows": 2, "hash": "8"}})
    ['table a: content differs (2 rows)']
    """
    found = []
    for table in sorted(before.keys() | after.keys()):
        old, new = before.get(table), after.get(table)
        if not old or not new:
            found.append(f"table {table}: {'missing' if old else 'not in the backup'}")
        elif old["rows"] != new["rows"]:
            found.append(f"table {table}: {new['rows']} rows, not {old['rows']}")
        elif old["hash"] != new["hash"]:
            found.append(f"table {table}: content differs ({old['rows']} rows)")
    return found


def _prove_tables(cursor, expected):
    faults = differences(expected, database.digests(cursor))
    count = sum(each["rows"] for each in expected.values())
    return [f"{len(expected)} tables, {count} rows: counts and hashes"], faults


def _prove_audit(cursor, expected):
    found = database.last_audit(cursor)
    faults = [] if found == expected else [f"audit: ends at {found}, not at {expected}"]
    return [f"audit: {expected['rows']} entries, the last is {expected['id']}"] if expected else [], faults


def _prove_sequences(cursor, expected):
    found = database.sequences(cursor)
    faults = [f"sequence {name}: missing" for name in expected.keys() - found.keys()]
    faults += [
        f"sequence {name}: would give out {found[name]['next']}, the backup was at {each['next']}"
        for name, each in expected.items()
        if name in found and found[name]["next"] < each["next"]
    ]
    faults += [f"sequence {name}: behind its table" for name in database.sequences_behind(found)]
    return [f"{len(found)} sequences: not behind the backup, nor behind their tables"], faults


def _prove_files(cursor, filestore, attachments, known_wrong):
    files = database.stored_files(cursor)
    count = sum(each[3] for each in files)
    faults = [] if count == attachments else [f"attachments: {count} with files, not {attachments}"]
    for name, checksum, size, _count in files:
        fault = None if name in known_wrong else pool.judge(filestore / name, checksum, size)
        if fault:
            faults.append(f"file {name}: {fault}")
    lines = [f"{len(files)} files of {count} attachments: lengths and checksums"]
    if known_wrong:
        lines.append(f"{len(known_wrong)} files were missing or damaged before the backup already: see files.tsv")
    return lines, faults
