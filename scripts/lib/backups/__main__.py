"""What scripts/backup, restore and upgrade do: python scripts/lib/backups VERB ... (each verb has --help).

The database is found by the PG* variables. Works without the rest of scripts/, as inside a container.
"""

import argparse
import json
import sys
from pathlib import Path

import business
import folder
import pool
import prove
import psycopg2
import take
from problems import Problem


def take_verb(options):
    """Write a backup; status 2 when it is whole but files were missing or damaged before."""
    about = dict(each.split("=", 1) for each in options.about)
    backup, wrong = take.take(options.database, options.filestore, options.root, about)
    print(backup)
    for name, fault in list(wrong.items())[:20]:
        print(f"  in the file store already {fault}: {name}", file=sys.stderr)
    return 2 if wrong else 0


def prune_verb(options):
    """Delete old backups and say which."""
    for old in take.prune(options.root, options.keep):
        print(f"  deleted {old.name}", file=sys.stderr)
    return 0


def check_verb(options):
    """Read a whole backup and print its folder."""
    backup = folder.choose(options.backup)
    manifest, files = folder.check(backup)
    rows = sum(each["rows"] for each in manifest["tables"].values())
    print(f"  {backup.name}: {len(manifest['tables'])} tables, {rows} rows, {len(files)} files", file=sys.stderr)
    print(backup)
    return 0


def files_verb(options):
    """Fill an empty file store from a backup."""
    filestore = Path(options.filestore)
    if filestore.exists() and any(filestore.iterdir()):
        raise Problem(f"{filestore} is not empty", "restore into another database name")
    backup = folder.choose(options.backup)
    pool.take_out([each for each in folder.files_of(backup) if not each[4]], backup.parent / "files", filestore)
    return 0


def prove_verb(options):
    """Compare a restored database with its backup and report."""
    backup = folder.choose(options.backup)
    manifest = folder.manifest_of(backup)
    known = [each[0] for each in folder.files_of(backup) if each[4]]
    lines, faults = prove.prove(options.database, options.filestore, manifest, known)
    for line in lines:
        print(f"  compared  {line}", file=sys.stderr)
    for fault in faults[:50]:
        print(f"  NOT EQUAL {fault}", file=sys.stderr)
    report = {"backup": str(backup), "database": options.database, "compared": lines, "faults": faults}
    print(json.dumps(report, ensure_ascii=False))
    return 1 if faults else 0


def before_verb(options):
    """Write down what an update must leave alone."""
    content = business.state(options.database, business.listed_changes(options.addons))
    path = Path(options.journal)
    path.with_suffix(".new").write_text(json.dumps({**content, "backup": options.backup}))
    path.with_suffix(".new").replace(path)
    return 0


def after_verb(options):
    """Compare with what was written down before the update."""
    before = json.loads(Path(options.journal).read_text())
    faults = business.compare(options.database, before, business.listed_changes(options.addons))
    for fault in faults[:50]:
        print(f"  CHANGED {fault}", file=sys.stderr)
    rows = sum(each["rows"] for each in before["tables"].values())
    print(f"  compared {len(before['tables'])} tables of {rows} rows that people wrote", file=sys.stderr)
    return 1 if faults else 0


def parser():
    """Return the command line."""
    main = argparse.ArgumentParser(prog="backups", description=__doc__)
    verbs = main.add_subparsers(required=True)
    for name, run, arguments in (
        ("take", take_verb, ("database", "filestore", "root")),
        ("prune", prune_verb, ("root",)),
        ("check", check_verb, ("backup",)),
        ("files", files_verb, ("backup", "filestore")),
        ("prove", prove_verb, ("backup", "database", "filestore")),
        ("before", before_verb, ("database", "addons", "journal", "backup")),
        ("after", after_verb, ("database", "addons", "journal")),
    ):
        verb = verbs.add_parser(name, help=run.__doc__)
        for argument in arguments:
            verb.add_argument(argument)
        verb.set_defaults(run=run)
        if name == "take":
            verb.add_argument("--about", action="append", default=[], metavar="KEY=VALUE")
        if name == "prune":
            verb.add_argument("--keep", type=int, required=True)
    return main


def main():
    """Run one verb and return the status; a problem is printed with its remedy."""
    options = parser().parse_args()
    try:
        return options.run(options)
    except Problem as problem:
        message, remedy = str(problem), problem.remedy
    except psycopg2.OperationalError as error:
        message, remedy = f"the database does not answer: {error}".strip(), "start it, then run the same command again"
    except OSError as error:
        message, remedy = str(error), "is the disk full or read only? Then run the same command again"
    print(f"error: {message}\n  what to do: {remedy}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
