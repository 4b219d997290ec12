"""Taking an import back: what nobody built on goes, what changed since stays and is named."""

from collections import Counter, defaultdict

from odoo import fields, models
from odoo.tools import SQL

from .park_enterprise_import_judge import SETTABLE

REMOVED, RESTORED, PARTLY, KEPT_USED, KEPT_CHANGED = "removed", "restored", "partly", "kept_used", "kept_changed"
SELF_LINKS = ("commercial_partner_id",)  # a firm points at itself
CONTACT_LINK = ("res_partner", "parent_id")  # contact persons, who may have come with the import
OWN_TABLES = ("park_enterprise_question", "park_enterprise_former_name", "park_enterprise_officer")


class ParkEnterpriseImport(models.Model):
    _inherit = "park.enterprise.import"

    def _undo(self):
        """Remove the new firms and restore the old values of the others, as far as they are untouched."""
        self._drop_open_differences()
        lines = self.env.execute_query_dict(
            SQL(
                """SELECT id, enterprise_id, values, before, made FROM park_enterprise_import_line
                    WHERE import_id = %s AND verdict IN ('created', 'updated', 'flagged')
                      AND enterprise_id IS NOT NULL""",
                self.id,
            )
        )
        created = [line for line in lines if line["before"] is None]
        updated = [line for line in lines if line["before"] is not None]
        outcome = {**self._restore(updated), **self._remove(created)}
        self._store_outcome(outcome)
        counts = Counter(outcome.values())
        self._unlocked().write({"state": "undone", "undone_at": fields.Datetime.now(), "undo_counts": dict(counts)})
        self._audit("import_undo", dict(counts))
        self.env.invalidate_all()

    def _store_outcome(self, outcome):
        """Write on each row what became of it."""
        if outcome:
            self.env.cr.execute(
                SQL(
                    """UPDATE park_enterprise_import_line line SET undone = new.undone
                         FROM unnest(%s::int[], %s::text[]) AS new (id, undone) WHERE line.id = new.id""",
                    list(outcome),
                    list(outcome.values()),
                )
            )

    # --- new firms ----------------------------------------------------------------------------

    def _remove(self, lines):
        """Delete the firms that the import added and nobody used or changed; ``{line id: outcome}``."""
        firm_ids = [line["enterprise_id"] for line in lines]
        if not firm_ids:
            return {}
        used = self._used_firms(firm_ids, lines) | self._firms_of_used_contacts(lines)
        changed = {
            firm_id
            for (firm_id,) in self.env.execute_query(
                SQL(
                    "SELECT id FROM res_partner WHERE id = ANY(%s) AND (write_date > %s OR NOT active)",
                    firm_ids,
                    self.done_at,
                )
            )
        }
        outcome = {
            line["id"]: KEPT_USED
            if line["enterprise_id"] in used
            else KEPT_CHANGED
            if line["enterprise_id"] in changed
            else REMOVED
            for line in lines
        }
        removed = [line["enterprise_id"] for line in lines if outcome[line["id"]] == REMOVED]
        self.env["park.audit"]._insert(
            "import_remove", "res.partner", [(firm_id, self.company_id.id, {"import": self.id}) for firm_id in removed]
        )
        self.env.cr.execute(
            SQL("DELETE FROM res_partner WHERE id = ANY(%(removed)s) OR parent_id = ANY(%(removed)s)", removed=removed)
        )
        return outcome

    def _used_firms(self, firm_ids, lines):
        """Return the ids of those firms that anything points at which the import did not bring."""
        made = self._made(lines)
        used = set()
        for table, column in self._links_to_partners():
            if table == "park_enterprise_import_line" or (table == "res_partner" and column in SELF_LINKS):
                continue
            is_own = table in OWN_TABLES or (table, column) == CONTACT_LINK
            own = SQL("AND NOT (%s)", self._untouched(table, made)) if is_own else SQL()
            used |= self._first_column(
                SQL(
                    "SELECT DISTINCT %s FROM %s WHERE %s = ANY(%s) %s",
                    SQL.identifier(column),
                    SQL.identifier(table),
                    SQL.identifier(column),
                    firm_ids,
                    own,
                )
            )
        for table, model_column, column in self._references():
            used |= self._first_column(
                SQL(
                    "SELECT DISTINCT %s::int FROM %s WHERE %s = 'res.partner' AND %s = ANY(%s)",
                    SQL.identifier(column),
                    SQL.identifier(table),
                    SQL.identifier(model_column),
                    SQL.identifier(column),
                    firm_ids,
                )
            )
        return used

    def _first_column(self, query):
        return {row[0] for row in self.env.execute_query(query)}

    @staticmethod
    def _made(lines):
        """Return ``{table: [ids]}`` of what the import itself hung on the firms."""
        made = defaultdict(list)
        for line in lines:
            for table, record_ids in (line["made"] or {}).items():
                made[table] += record_ids
        return made

    def _untouched(self, table, made):
        """Return the condition that a row came with the import and is as it came."""
        came = SQL("id = ANY(%s) AND write_date <= %s", made.get(table, []), self.done_at)
        return SQL("%s AND state = 'open'", came) if table == "park_enterprise_question" else came

    def _links_to_partners(self):
        """Return ``[(table, column)]`` of every foreign key to a partner, whoever declared it."""
        return self.env.execute_query(
            SQL(
                """SELECT source.relname, attribute.attname
                     FROM pg_constraint link
                     JOIN pg_class source ON source.oid = link.conrelid
                     JOIN pg_attribute attribute
                       ON attribute.attrelid = link.conrelid AND attribute.attnum = link.conkey[1]
                    WHERE link.contype = 'f' AND link.confrelid = 'res_partner'::regclass"""
            )
        )

    def _references(self):
        """Return ``[(table, model column, id column)]`` of links that name model and id; not the audit."""
        found = []
        for name in self.env.registry:
            model = self.env[name]
            if not model._auto or model._abstract or name == "park.audit":
                continue
            for field in model._fields.values():
                if field.type == "many2one_reference" and field.store and model._fields[field.model_field].store:
                    found.append((model._table, field.model_field, field.name))
        return found

    # --- known firms --------------------------------------------------------------------------

    def _restore(self, lines):
        """Set the values before the import where they are still the imported ones; ``{line id: outcome}``."""
        firms = self._known_firms([line["enterprise_id"] for line in lines])
        restored, outcome = [], {}
        for line in lines:
            firm = firms.get(line["enterprise_id"])
            if firm is None:
                outcome[line["id"]] = KEPT_CHANGED
                continue
            values = line["values"] or {}
            ours = [name for name, value in values.items() if _same(firm[name], value)]
            if ours:
                restored.append((line["enterprise_id"], {**firm, **{name: line["before"][name] for name in ours}}))
            outcome[line["id"]] = RESTORED if len(ours) == len(values) else PARTLY if ours else KEPT_CHANGED
        self._write_columns(restored, fields.Datetime.now())
        self.env["res.partner"]._park_forget_origin([firm_id for firm_id, _values in restored], self.id)
        self._restore_what_hangs_on(lines)
        self.env.invalidate_all(flush=False)
        partners = self.env["res.partner"].browse(firm_id for firm_id, _values in restored)
        partners.modified(list(SETTABLE))
        self.env.add_to_compute(partners._fields["park_former_names"], self.env["res.partner"].browse(list(firms)))
        partners.browse(list(firms))._refresh_main_officer()
        self.env.flush_all()
        self.env["park.audit"]._insert(
            "import_restore",
            "res.partner",
            [(firm_id, self.company_id.id, {"import": self.id}) for firm_id, _values in restored],
        )
        return outcome

    def _known_firms(self, firm_ids):
        """Return ``{firm id: {column: value}}`` as the firms are now."""
        columns = SQL(", ").join(SQL.identifier(name) for name in SETTABLE)
        rows = self.env.execute_query(SQL("SELECT id, %s FROM res_partner WHERE id = ANY(%s)", columns, firm_ids))
        return {row[0]: dict(zip(SETTABLE, row[1:], strict=True)) for row in rows}

    def _restore_what_hangs_on(self, lines):
        """Take back untouched questions, former names and officers, and ask answered questions again."""
        made = self._made(lines)
        for table in OWN_TABLES:
            self.env.cr.execute(SQL("DELETE FROM %s WHERE %s", SQL.identifier(table), self._untouched(table, made)))
        self._remove_contacts(lines)
        self.env.cr.execute(
            SQL(
                """UPDATE park_enterprise_question question SET state = 'open', answer = NULL
                    WHERE id = ANY(%s) AND state = 'answered'
                      AND NOT EXISTS (SELECT FROM park_enterprise_question other
                                       WHERE other.enterprise_id = question.enterprise_id
                                         AND other.key = question.key AND other.state = 'open')""",
                made.get("answered", []),
            )
        )


def _same(known, written):
    """Return whether a value of a firm is still the one in the stored row, which holds JSON."""
    if isinstance(written, float):
        return known is not None and round(known, 4) == round(written, 4)
    return (known or None) == written or str(known) == str(written)
