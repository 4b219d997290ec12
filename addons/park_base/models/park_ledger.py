from dataclasses import dataclass

from odoo import api, fields, models

# what an empty value is on screen; fields of a class of their own (masked ones) are read by core
EMPTY = {
    fields.Char: False,
    fields.Text: False,
    fields.Selection: False,
    fields.Date: False,
    fields.Datetime: False,
    fields.Boolean: False,
    fields.Integer: 0,
    fields.Monetary: 0.0,
}
DISPLAY_NAME = {"display_name": {}}


@dataclass(frozen=True)
class Reading:
    """How a list is read: what stands in the table, which links are named, what is derived from both."""

    plain: tuple[str, ...]
    links: tuple[str, ...]
    derived: tuple[str, ...]
    columns: tuple[str, ...]  # of the table: plain, links, and what the derived ones need


class ParkLedger(models.AbstractModel):
    """A ledger of many rows: the web client's lists and kanbans are read by one statement.

    Core reads a list in four rounds: it searches, checks each record again in Python, reads what the
    rules need for that, and reads each linked record for its name. Where a screen asks for columns of the
    table, links by name and values derived from columns alone, one SELECT under the same rules answers.
    Anything else is read by core as usual; the answers are the same.
    """

    _name = "park.ledger.mixin"
    _description = "Ledger of Many Rows"

    _ledger_names = {}  # {link: stored field of its target that always equals the target's display name}

    @api.model
    def _ledger_derived(self):
        """Return ``{field: (columns, function)}``; the function gets ``[{column: value}]``, each with an id.

        It returns one value for each row, ``{"id": …}`` or False for a link that is never seen. Extensions add
        theirs through super().
        """
        return {}

    @api.model
    @api.readonly
    def web_search_read(self, domain, specification, offset=0, limit=None, order=None, count_limit=None):
        reading = self._ledger_reading(specification)
        if reading is None:
            return super().web_search_read(domain, specification, offset, limit, order, count_limit)
        query = self._search(domain, offset=offset, limit=limit, order=order or self._order)
        records = self._ledger_read(query, reading)
        return {"length": self._ledger_length(query, len(records), count_limit), "records": records}

    @api.readonly
    def web_read(self, specification):
        reading = self._ledger_reading(specification) if len(self) > 1 else None
        if reading is None or not all(self._ids):
            return super().web_read(specification)
        query = self.with_context(active_test=False)._search([("id", "in", self.ids)])
        found = {values["id"]: values for values in self._ledger_read(query, reading)}
        if len(found) < len(set(self._ids)):
            return super().web_read(specification)  # core says what is missing or out of reach
        return [found[record_id] for record_id in self._ids]

    @api.model
    def _ledger_reading(self, specification):
        """Return how to answer a specification with one statement, or None."""
        if self.env.context.get("bin_size") or not specification:
            return None
        available, needed = self._ledger_derived(), {}
        groups = {"plain": [], "links": [], "derived": []}
        for name, field_spec in specification.items():
            kind = self._ledger_kind(name, field_spec, available)
            if kind is None:
                return None
            groups[kind].append(name)
            needed |= dict.fromkeys(available[name][0] if kind == "derived" else [name])
        needed.pop("id", None)
        return Reading(**{key: tuple(names) for key, names in groups.items()}, columns=tuple(needed))

    @api.model
    def _ledger_kind(self, name, field_spec, available):
        """Return the group of a field, or None where core has to read it."""
        field = self._fields.get(name)
        if field is None or not self._has_field_access(field, "read"):
            return None
        if name in available:
            return "derived" if field.type != "many2one" or field_spec.get("fields") == {} else None
        if not field.store or field.translate:
            return "plain" if name == "id" else None
        if field.type == "many2one" and field_spec.get("fields") == DISPLAY_NAME:
            return "links"
        return "plain" if type(field) in EMPTY else None

    @api.model
    def _ledger_read(self, query, reading):
        """Run a query and return the values of its rows as the web client wants them."""
        named = [name for name in reading.links if name in self._ledger_names]
        columns = [
            self._field_to_sql(self._table, "id", query),
            *(self._field_to_sql(self._table, name, query) for name in reading.columns),
            *(self._ledger_name_sql(name, query) for name in named),
        ]
        names = ("id", *reading.columns, *(f"{name}.name" for name in named))
        rows = [dict(zip(names, row, strict=True)) for row in self.env.execute_query(query.select(*columns))]
        self._ledger_link_names(rows, [name for name in reading.links if name not in named])
        derived = {name: self._ledger_derived()[name][1](rows) for name in reading.derived}
        empty = {name: EMPTY[type(self._fields[name])] for name in reading.plain if name != "id"}
        return [self._ledger_values(row, empty, reading.links, derived, at) for at, row in enumerate(rows)]

    @api.model
    def _ledger_values(self, row, empty, links, derived, at):
        values = {"id": row["id"]}
        for name, nothing in empty.items():
            value = row[name]
            values[name] = nothing if value is None else value
        for name in links:
            values[name] = row[name] is not None and {"id": row[name], "display_name": row[f"{name}.name"] or ""}
        for name, results in derived.items():
            values[name] = results[at]
        return values

    @api.model
    def _ledger_name_sql(self, name, query):
        """Return the SQL of a linked record's name."""
        target = self.env[self._fields[name].comodel_name].sudo()  # sudo: whoever sees a link sees its name, as in core
        alias = query.left_join(self._table, name, target._table, "id", name)
        return target._field_to_sql(alias, self._ledger_names[name], query)

    @api.model
    def _ledger_link_names(self, rows, links):
        """Add the names of links whose targets make them up in Python."""
        for name in links:
            ids = {row[name] for row in rows if row[name] is not None}
            targets_sudo = self.env[self._fields[name].comodel_name].browse(ids).sudo()  # sudo: as in core
            names = {target.id: target.display_name for target in targets_sudo}
            for row in rows:
                row[f"{name}.name"] = names.get(row[name])

    @api.model
    def _ledger_length(self, query, found, count_limit):
        """Return how many rows there are, up to ``count_limit``, as core counts them."""
        offset, limit = query.offset or 0, query.limit
        length = found + offset
        if not found or not limit:
            return length if found else 0
        counted = found < limit or bool(count_limit and count_limit <= length)
        if counted and not self.env.context.get("force_search_count"):
            return length
        query.offset, query.limit, query.order = None, count_limit, None
        return len(query)
