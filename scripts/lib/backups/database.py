"""Read a PostgreSQL database the way a backup and its proof need it; the PG* variables say where it is.

What is compared is the content: ``{table: {"rows": count, "hash": text}}``, the same on any machine.
"""

import psycopg2
from psycopg2 import sql

# Rows become text by these, so they must not differ between the two machines.
SETTINGS = """
    SET TimeZone = 'UTC'; SET DateStyle = 'ISO, YMD'; SET IntervalStyle = 'postgres';
    SET bytea_output = 'hex'; SET extra_float_digits = 1; SET search_path = public;
    SET idle_in_transaction_session_timeout = 0; SET statement_timeout = 0; SET lock_timeout = 0
"""
TABLES = """
    SELECT c.relname FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' ORDER BY 1
"""
# Added up, the first 64 bits of each row's md5 do not depend on the order of rows, and show a doubled row.
DIGEST = """
    SELECT count(*), coalesce(sum(('x' || left(md5(t::text), 16))::bit(64)::bigint), 0)::text FROM {rows} t
"""
SEQUENCES = """
    SELECT s.relname, t.relname, a.attname
      FROM pg_class s
      LEFT JOIN pg_depend d ON d.objid = s.oid AND d.classid = 'pg_class'::regclass
            AND d.refclassid = 'pg_class'::regclass AND d.deptype IN ('a', 'i')
      LEFT JOIN pg_class t ON t.oid = d.refobjid
      LEFT JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = d.refobjsubid
     WHERE s.relkind = 'S' AND s.relnamespace = 'public'::regnamespace ORDER BY 1
"""
STORED_FILES = """
    SELECT store_fname, checksum, max(file_size), count(*) FROM ir_attachment
     WHERE store_fname IS NOT NULL GROUP BY 1, 2 ORDER BY 1
"""


def connect(name):
    """Return a connection whose text forms do not depend on this machine."""
    connection = psycopg2.connect(dbname=name)
    with connection.cursor() as cursor:
        cursor.execute(SETTINGS)
    connection.commit()
    return connection


def rows(cursor, query, *values):
    """Return all rows of a query."""
    cursor.execute(query, values or None)  # without values a per cent sign is itself
    return cursor.fetchall()


def table_names(cursor):
    """Return the names of all tables."""
    return [name for (name,) in rows(cursor, TABLES)]


def digest(cursor, table, columns=None, condition=None):
    """Return ``{"rows", "hash"}`` of a table, or of some of its columns and rows."""
    source = sql.Identifier(table)
    if columns is not None:
        source = sql.SQL("(SELECT {} FROM {} WHERE {})").format(
            sql.SQL(", ").join(map(sql.Identifier, columns)), source, condition or sql.SQL("TRUE")
        )
    cursor.execute(sql.SQL(DIGEST).format(rows=source))
    count, total = cursor.fetchone()
    return {"rows": count, "hash": total}


def digests(cursor):
    """Return the digest of every table."""
    return {table: digest(cursor, table) for table in table_names(cursor)}


def sequences(cursor):
    """Return ``{sequence: {"next": value it gives out next, "used": highest id of its table or None}}``."""
    found = {}
    for name, table, column in rows(cursor, SEQUENCES):
        cursor.execute(sql.SQL("SELECT last_value + is_called::int FROM {}").format(sql.Identifier(name)))
        (following,) = cursor.fetchone()
        used = None
        if table:
            cursor.execute(sql.SQL("SELECT max({}) FROM {}").format(sql.Identifier(column), sql.Identifier(table)))
            (used,) = cursor.fetchone()
        found[name] = {"next": following, "used": used}
    return found


def sequences_behind(found):
    """Return the names of sequences that would give out an id that is in use.

    >>> sequences_behind({"a": {"next": 3, "used": 13}, "b": {"next": 14, "used": 13}, "c": {"next": 1, "used": None}})
    ['a']
    """
    return [name for name, each in found.items() if each["used"] is not None and each["used"] >= each["next"]]


def stored_files(cursor):
    """Return ``[(store name, sha1, bytes, attachments)]`` of every file that the database refers to."""
    return rows(cursor, STORED_FILES)


def last_audit(cursor):
    """Return ``{"id", "rows"}`` of the audit, or None where there is none."""
    if "park_audit" not in table_names(cursor):
        return None
    [(last, count)] = rows(cursor, "SELECT max(id), count(*) FROM park_audit")
    return {"id": last, "rows": count}
