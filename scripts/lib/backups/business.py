"""What people have written, compared before and after an update of the addons.

An update may change what an addon ships (records with an external id that it keeps up to date), never what
people wrote, unless the addon lists the table or column in ``migrations/changes.txt``, one a line with a reason::

    park_issue.limit_note    the note is split into reason and source (19.0.1.4.0)
"""

from pathlib import Path

import database
from psycopg2 import sql

CORE = (
    "res_partner",
    "res_users",
    "res_company",
    "res_groups_users_rel",
    "ir_attachment",
    "ir_sequence_date_range",
    "mail_message",
    "mail_followers",
    "mail_activity",
    "mail_tracking_value",
)
GROWING = "park_audit"  # an update adds what it did; what stood there before stays
UNSTEADY = {"write_date", "write_uid"}  # when a record was last written is no content
BUNDLES = sql.SQL("url IS NULL AND res_model NOT LIKE 'ir.%'")  # icons and assets are the addons' own
COLUMNS = """
    SELECT column_name FROM information_schema.columns
     WHERE table_schema = 'public' AND table_name = %s ORDER BY ordinal_position
"""
MODELS = "SELECT replace(model, '.', '_'), model FROM ir_model"
NAMES = (
    "SELECT module || '.' || name FROM ir_model_data WHERE model LIKE 'park.%' OR (module LIKE 'park%' AND noupdate)"
)
JOBS = """
    SELECT d.module || '.' || d.name, c.active FROM ir_cron c
      JOIN ir_model_data d ON d.model = 'ir.cron' AND d.res_id = c.id
"""


def listed_changes(addons):
    """Return ``{"table" or "table.column": reason}`` from the addons' lists."""
    listed = {}
    for path in sorted(Path(addons).glob("*/migrations/changes.txt")):
        for line in path.read_text().splitlines():
            what, _blank, reason = line.strip().partition(" ")
            if what and not what.startswith("#"):
                listed[what] = reason.strip()
    return listed


def state(name, listed):
    """Return the content that an update must leave alone: digests, external ids, jobs, files."""
    connection = database.connect(name)
    with connection, connection.cursor() as cursor:
        models = dict(database.rows(cursor, MODELS))
        last = (database.last_audit(cursor) or {}).get("id") or 0
        tables = {}
        for table in database.table_names(cursor):
            if (table.startswith("park_") or table in CORE) and table not in listed:
                columns = [each for (each,) in database.rows(cursor, COLUMNS, table)]
                columns = [each for each in columns if each not in UNSTEADY and f"{table}.{each}" not in listed]
                tables[table] = {"columns": columns, **_digest(cursor, table, columns, models, last)}
        found = {
            "tables": tables,
            "last_audit": last,
            "names": [each for (each,) in database.rows(cursor, NAMES)],
            "jobs": dict(database.rows(cursor, JOBS)),
        }
    connection.close()
    return found


def compare(name, before, listed):
    """Return what differs from ``before``, one sentence each."""
    connection = database.connect(name)
    faults = []
    with connection, connection.cursor() as cursor:
        models = dict(database.rows(cursor, MODELS))
        present = set(database.table_names(cursor))
        for table, old in before["tables"].items():
            if table not in listed:
                faults += _compare_table(cursor, table, old, models, present, listed, before["last_audit"])
        names = {each for (each,) in database.rows(cursor, NAMES)}
        faults += [f"external id {each}: lost" for each in sorted(set(before["names"]) - names)]
        jobs = dict(database.rows(cursor, JOBS))
        faults += [
            f"job {each}: now {'on' if jobs[each] else 'off'}"
            for each, active in before["jobs"].items()
            if each in jobs and jobs[each] != active
        ]
    connection.close()
    return faults


def _compare_table(cursor, table, old, models, present, listed, last):
    if table not in present:
        return [f"table {table}: gone, with {old['rows']} rows"] if old["rows"] else []
    now = {each for (each,) in database.rows(cursor, COLUMNS, table)}
    columns = [each for each in old["columns"] if f"{table}.{each}" not in listed]
    if gone := [each for each in columns if each not in now]:
        return [f"table {table}: columns gone: {', '.join(gone)}"] if old["rows"] else []
    new = _digest(cursor, table, columns, models, last)
    if new["rows"] != old["rows"]:
        return [f"table {table}: {new['rows']} rows, before {old['rows']}"]
    if new["hash"] != old["hash"] and columns == old["columns"]:
        return [f"table {table}: content differs ({old['rows']} rows)"]
    return []


def _digest(cursor, table, columns, models, last):
    """Return the digest of the rows that people wrote; of the audit, up to its entry ``last``."""
    condition = BUNDLES if table == "ir_attachment" else sql.SQL("TRUE")
    if table == GROWING:
        condition = sql.SQL("id <= {}").format(sql.Literal(last))
    elif "id" in columns and table in models:
        shipped = sql.SQL(
            "id NOT IN (SELECT res_id FROM ir_model_data WHERE model = {} AND NOT coalesce(noupdate, FALSE))"
        ).format(sql.Literal(models[table]))
        condition = sql.SQL("{} AND {}").format(condition, shipped)
    return database.digest(cursor, table, columns, condition)
