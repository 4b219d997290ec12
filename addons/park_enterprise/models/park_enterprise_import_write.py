"""Writing a judged file: COPY and one statement for each kind of change, in one transaction."""

import io
import time

from odoo import fields, models
from odoo.tools import SQL, email_normalize

from ..core import search_keys
from ..core.importing.codes import check
from ..core.importing.copying import copy_lines
from ..core.importing.judging import REFUSED, UNCHANGED
from .park_enterprise_import_judge import SETTABLE
from .res_partner_provenance import FACTS

# Stored columns of a firm that follow from others, and so are written with them.
DERIVED = (
    "complete_name",
    "commercial_company_name",
    "uscc_check",
    "park_initials",
    "park_former_names",
    "country_id",
    "email_normalized",
    "region_id",
)
# Of these, what a changed firm keeps, or gets from the fields it depends on.
DERIVED_LATER = ("park_former_names", "region_id")
# Computed columns of a new firm that are the same for all, or the firm itself.
KNOWN_FROM_THE_START = ("commercial_partner_id", "partner_share", "user_id", "lang", "officer_id")
# Computed columns that are empty where the one they are made from is.
EMPTY_WITHOUT = {"phone_sanitized": "phone"}


class ParkEnterpriseImport(models.Model):
    _inherit = "park.enterprise.import"

    def _copy_rows(self, table, columns, rows, tail=()):
        """Add rows to a table by COPY; ``tail`` are the values that all of them share."""
        statement = SQL(
            "COPY %s (%s) FROM STDIN",
            SQL.identifier(table),
            SQL(", ").join(SQL.identifier(column) for column in columns),
        )
        lines = "".join(copy_lines(rows, tail))  # made before: a row may need a query, COPY allows none
        self.env.cr.copy_expert(statement.code, io.StringIO(lines))

    def _new_ids(self, table, number):
        """Return ``number`` fresh ids of a table."""
        sequence = f"{table}_id_seq"
        rows = self.env.execute_query(SQL("SELECT nextval(%s::regclass) FROM generate_series(1, %s)", sequence, number))
        return [row[0] for row in rows]

    def _carry_out(self, judged):
        """Write what the verdicts say, with rows, audit and counts; all of it or, on any error, nothing."""
        started = time.monotonic()
        stamp = fields.Datetime.now()
        written = [verdict for _row, verdict in judged if verdict.verdict not in (UNCHANGED, REFUSED)]
        new = [verdict for verdict in written if verdict.firm is None]
        known = [verdict for verdict in written if verdict.firm is not None]
        ids = dict(zip((verdict.number for verdict in new), self._new_ids("res_partner", len(new)), strict=True))
        ids.update((verdict.number, verdict.firm.id) for verdict in known)
        self._tell_progress("writing", 0, 4)
        self._insert_firms(new, ids, stamp)
        self._update_firms(known, stamp)
        self._tell_progress("writing", 1, 4)
        made = self._insert_what_hangs_on_firms(written, ids, stamp)
        self._insert_contacts(written, ids, made, stamp)
        self._answer_questions(known, made, stamp)
        self._insert_differences(judged, ids, stamp)
        self._tell_progress("writing", 2, 4)
        self._refresh(new, known, ids)
        self._tell_progress("writing", 3, 4)
        self._store_lines(
            judged,
            {number: {"enterprise_id": firm_id, "made": made.get(number)} for number, firm_id in ids.items()},
        )
        counts = self._counts(judged)
        self._audit_import(new, known, ids, counts)
        self._unlocked().write(
            {
                "state": "done",
                "done_at": stamp,
                "done_by_id": self.env.uid,
                "seconds": time.monotonic() - started,
                **counts,
            }
        )
        firms = self.env["res.partner"]
        self._after_import(
            firms.browse(ids[verdict.number] for verdict in new), firms.browse(verdict.firm.id for verdict in known)
        )

    def _after_import(self, created, updated):
        """Follow up on firms that were written without ``create`` and ``write``; a hook for higher floors."""

    def _insert_firms(self, new, ids, stamp):
        """Add the new firms to the table of partners, every column as ``create`` would fill it."""
        if not new:
            return
        defaults = self._default_columns(stamp)
        varying = ("id", "commercial_partner_id", "park_provenance", *SETTABLE, *DERIVED)
        otherwise = [defaults.get(name) for name in SETTABLE]
        origins = {}  # {facts: JSON}; a handful whatever the number of firms
        constant = [name for name in defaults if name not in varying]
        constants = [defaults[name] for name in constant]
        countries, regions = self._countries(), self.env["res.partner"]._park_regions()

        def rows():
            for verdict in new:
                firm_id = ids[verdict.number]
                values = verdict.values
                former_names = [verdict.former_name] if verdict.former_name else []
                derived = self._derived(values, former_names, countries, regions)
                settable = map(values.get, SETTABLE, otherwise)
                facts = _brought(values)
                if facts not in origins:
                    origins[facts] = self.env["res.partner"]._park_origin_json(facts, self.id, stamp)
                yield [firm_id, firm_id, origins[facts], *settable, *derived]

        self._copy_rows("res_partner", [*varying, *constant], rows(), constants)

    def _default_columns(self, stamp):
        """Return ``{column: value}`` that ``create`` gives every new firm of the zone."""
        partners = self.env["res.partner"].with_company(self.company_id)
        stored = [
            name
            for name, field in partners._fields.items()
            if field.store and field.column_type and not field.company_dependent
        ]
        found = partners.default_get(stored)
        columns = {
            name: partners._fields[name].convert_to_column_insert(value, partners) for name, value in found.items()
        }
        return {
            **columns,
            "is_park_enterprise": True,
            "is_company": True,
            "company_id": self.company_id.id,
            "partner_share": True,
            "lang": columns.get("lang") or self.env.lang,
            "create_uid": self.env.uid,
            "write_uid": self.env.uid,
            "create_date": stamp,
            "write_date": stamp,
        }

    def _derived(self, values, former_names, countries, regions):
        """Return the columns named in ``DERIVED`` for the values of a firm."""
        name = values["name"]
        code = values.get("uscc")
        checked = check(code)
        return [
            name,
            name,
            checked,
            search_keys.initials(name),
            "\n".join(former_names) or None,
            countries.get(values.get("state_id")),
            email_normalize(values["email"]) or None if values.get("email") else None,
            regions.get(code[2:8]) if checked == "valid" else None,
        ]

    def _countries(self):
        """Return ``{state id: country id}``."""
        return dict(self.env.execute_query(SQL("SELECT id, country_id FROM res_country_state")))

    def _update_firms(self, known, stamp):
        """Write the changed values of known firms in one statement."""
        changed = [verdict for verdict in known if verdict.values]
        self._write_columns([(v.firm.id, {**v.firm.values, **v.values}) for v in changed], stamp)
        self.env["res.partner"]._park_note_origin({v.firm.id: _brought(v.values) for v in changed}, self.id, stamp)

    def _write_columns(self, firms, stamp):
        """Set all settable and derived columns of ``[(firm id, values)]``."""
        if not firms:
            return
        countries = self._countries()
        columns = ("id", *SETTABLE, *(name for name in DERIVED if name not in DERIVED_LATER))
        listed = SQL(", ").join(SQL.identifier(name) for name in columns)
        self.env.cr.execute(SQL("DROP TABLE IF EXISTS park_import_firm"))
        self.env.cr.execute(
            SQL("CREATE TEMP TABLE park_import_firm ON COMMIT DROP AS SELECT %s FROM res_partner WITH NO DATA", listed)
        )

        def rows():
            for firm_id, values in firms:
                derived = zip(DERIVED, self._derived(values, [], countries, {}), strict=True)
                kept = [value for name, value in derived if name not in DERIVED_LATER]
                yield [firm_id, *(values.get(name) for name in SETTABLE), *kept]

        self._copy_rows("park_import_firm", columns, rows())
        self.env.cr.execute(
            SQL(
                """UPDATE res_partner firm SET %s, write_uid = %s, write_date = %s
                     FROM park_import_firm new WHERE new.id = firm.id""",
                SQL(", ").join(SQL("%s = new.%s", SQL.identifier(name), SQL.identifier(name)) for name in columns[1:]),
                self.env.uid,
                stamp,
            )
        )

    def _insert_what_hangs_on_firms(self, written, ids, stamp):
        """Add questions, former names and officers; return ``{row number: {table: [ids]}}``."""
        today = self.env["park.workday"].today(self.company_id)
        zone = self.company_id.id
        words = {}
        made = {}
        questions, names, officers = [], [], []
        for verdict in written:
            firm_id = ids[verdict.number]
            for fact, reasons in verdict.asks.items():
                questions.append((verdict.number, firm_id, zone, fact, self._question(fact, reasons, words)))
            if verdict.former_name:
                until = today if verdict.firm and "name" in verdict.values else None
                names.append((verdict.number, firm_id, zone, verdict.former_name, until))
            if verdict.officer_id:
                officers.append((verdict.number, firm_id, zone, verdict.officer_id, "officer", today))
        tables = (
            (
                "park_enterprise_question",
                ("enterprise_id", "company_id", "key", "text", "state", "origin"),
                [(*row, "open", "import") for row in questions],
            ),
            ("park_enterprise_former_name", ("enterprise_id", "company_id", "name", "until"), names),
            ("park_enterprise_officer", ("enterprise_id", "company_id", "user_id", "role", "date_from"), officers),
        )
        for table, columns, rows in tables:
            self._insert_with_ids(table, columns, rows, made, stamp)
        return made

    def _insert_with_ids(self, table, columns, rows, made, stamp):
        """Add rows ``(row number, values…)`` and note their ids in ``made``."""
        if not rows:
            return
        record_ids = self._new_ids(table, len(rows))
        log = (self.env.uid, self.env.uid, stamp, stamp)
        self._copy_rows(
            table,
            ("id", *columns, "create_uid", "write_uid", "create_date", "write_date"),
            ((record_id, *row[1:], *log) for record_id, row in zip(record_ids, rows, strict=True)),
        )
        for record_id, row in zip(record_ids, rows, strict=True):
            made.setdefault(row[0], {}).setdefault(table, []).append(record_id)

    def _question(self, fact, reasons, words):
        """Return the text of a question; the same doubts give the same text."""
        key = (fact, tuple(str(reason.as_json()) for reason in reasons))
        if key not in words:
            labels = self.env["park.enterprise.import.column"]._field_labels()
            words[key] = self.env._(
                "%(fact)s to be confirmed: %(reason)s",
                fact=labels[fact],
                reason=self._sentences([reason.as_json() for reason in reasons]),
            )
        return words[key]

    def _answer_questions(self, known, made, stamp):
        """Close the open questions that the file answers, and note them in ``made``."""
        for verdict in known:
            if verdict.answers:
                question_ids = [verdict.firm.open_questions[fact] for fact in verdict.answers]
                made.setdefault(verdict.number, {})["answered"] = question_ids
        answered = [
            (verdict.firm.open_questions[fact], self._answer(verdict, fact))
            for verdict in known
            for fact in verdict.answers
        ]
        if answered:
            question_ids, answers = zip(*answered, strict=True)
            self.env.cr.execute(
                SQL(
                    """UPDATE park_enterprise_question question
                          SET state = 'answered', answer = new.answer, write_uid = %s, write_date = %s
                         FROM unnest(%s::int[], %s::text[]) AS new (id, answer) WHERE question.id = new.id""",
                    self.env.uid,
                    stamp,
                    list(question_ids),
                    list(answers),
                )
            )

    def _answer(self, verdict, fact):
        """Return what the file says about a fact, as far as it is a text."""
        values = {**verdict.firm.values, **verdict.values}
        return {"uscc": values.get("uscc"), "capital": values.get("capital_text")}.get(fact) or str(
            values.get(fact) or self.filename or ""
        )

    def _refresh(self, new, known, ids):
        """Bring what follows from the written columns up to date, and forget what the cache knew."""
        self.env.invalidate_all(flush=False)
        partners = self.env["res.partner"].with_context(prefetch_fields=False)
        for field in self._columns_to_compute():
            needed = EMPTY_WITHOUT.get(field.name)
            created = partners.browse(ids[each.number] for each in new if not needed or each.values.get(needed))
            self.env.add_to_compute(field, created)
        updated = partners.browse(verdict.firm.id for verdict in known if verdict.values)
        updated.modified([*SETTABLE, *DERIVED])
        renamed = partners.browse(verdict.firm.id for verdict in known if verdict.former_name)
        self.env.add_to_compute(partners._fields["park_former_names"], renamed)
        served = [ids[verdict.number] for verdict in (*new, *known) if verdict.officer_id]
        if served:
            partners.browse(served)._refresh_main_officer()
        self.env.flush_all()
        self.env.invalidate_all(flush=False)

    def _columns_to_compute(self):
        """Return the computed columns of a firm that the import does not fill; other addons may add some."""
        partners = self.env["res.partner"]
        known = {*SETTABLE, *DERIVED, *KNOWN_FROM_THE_START}
        blank = partners.new({"is_company": True, "company_id": self.company_id.id})
        return [
            field
            for name, field in partners._fields.items()
            if field.store
            and field.compute
            and field.column_type
            and name not in known
            # properties start with the defaults of their definition, mostly none
            and (field.type != "properties" or blank[name])
        ]

    def _audit_import(self, new, known, ids, counts):
        """Record the import, and what it did to each firm."""
        audit = self.env["park.audit"]
        self._audit("import", {**counts, "file": self.filename, "sha256": self.sha256})
        detail = {"import": self.id}
        rows = [(ids[verdict.number], self.company_id.id, detail) for verdict in new]
        audit._insert("import_create", "res.partner", rows)
        rows = [
            (
                verdict.firm.id,
                self.company_id.id,
                {
                    "import": self.id,
                    "changes": {name: [verdict.firm.values.get(name), value] for name, value in verdict.values.items()},
                },
            )
            for verdict in known
        ]
        audit._insert("import_update", "res.partner", rows)


def _brought(values):
    """Return the facts with an origin that values of a row bring."""
    return tuple(fact for fact, columns in FACTS.items() if any(values.get(name) is not None for name in columns))
