"""Whatever points at a partner, found in the database and the registry: no addon needs to be known."""

from typing import NamedTuple

from odoo.tools import SQL

HISTORY = ("park_audit",)  # tells what was, under the ids of then


class Link(NamedTuple):
    """A column that names partners: by a foreign key, or beside a column that names the model."""

    table: str
    column: str
    key: str  # column that tells the rows of one partner apart
    model_column: str | None = None


def links_to_partners(env):
    """Return every ``Link``: foreign keys first, then pairs of model and id."""
    keys = env.execute_query(
        SQL(
            """SELECT source.relname, attribute.attname, coalesce(own.attname, other.attname)
                 FROM pg_constraint link
                 JOIN pg_class source ON source.oid = link.conrelid
                 JOIN pg_attribute attribute
                   ON attribute.attrelid = link.conrelid AND attribute.attnum = link.conkey[1]
            LEFT JOIN pg_attribute own ON own.attrelid = link.conrelid AND own.attname = 'id'
            LEFT JOIN LATERAL (
                      SELECT attname FROM pg_attribute
                       WHERE attrelid = link.conrelid AND attnum > 0 AND NOT attisdropped
                         AND attnum <> link.conkey[1] ORDER BY attnum LIMIT 1) other ON TRUE
                WHERE link.contype = 'f' AND link.confrelid = 'res_partner'::regclass
                ORDER BY 1, 2"""
        )
    )
    return [Link(*key) for key in keys] + _references(env)


def _references(env):
    """Return the links that name model and id; the audit keeps the ids of then."""
    found = set()
    for model in env.registry.values():
        if not model._auto or model._abstract or model._table in HISTORY:
            continue
        for field in model._fields.values():
            if field.type == "many2one_reference" and field.store and model._fields[field.model_field].store:
                found.add(Link(model._table, field.name, "id", field.model_field))
    return sorted(found)


def model_of(env, table):
    """Return the name of the model of a table, None for a mere relation."""
    return next((name for name, model in env.registry.items() if model._auto and model._table == table), None)
