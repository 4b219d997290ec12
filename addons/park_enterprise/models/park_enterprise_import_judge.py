"""The zone as the judge of an import sees it, in a handful of statements whatever the number of firms."""

import hashlib
import json
from collections import defaultdict

from odoo import models
from odoo.tools import SQL

from ..core.importing.cells import name_key, show
from ..core.importing.judging import REFUSED, UNCHANGED, Firm, Register, judge_table
from ..core.importing.reading import Lists, choice_key
from ..core.importing.reasons import NOTE
from .park_enterprise_import_line import VERDICTS

# The columns of a firm that a file can set; each is read, compared, written and restored.
SETTABLE = (
    "name",
    "uscc",
    "company_registry",
    "founded_on",
    "company_type_text",
    "capital_text",
    "capital_wan",
    "capital_currency_id",
    "street",
    "city",
    "state_id",
    "park_area_id",
    "industry_id",
    "tier",
    "park_stage",
    "phone",
    "email",
    "website",
)


class ParkEnterpriseImport(models.Model):
    _inherit = "park.enterprise.import"

    def _judge(self):
        """Return ``[(row, judged)]`` for every row of the file, as the zone is now."""
        self._tell_progress("reading")
        mapping, table = self._mapping(), self._read_table()
        verdicts = judge_table(table, mapping, self._zone_register(), self._zone_lists())
        return list(self._counted(zip(table.rows, verdicts, strict=True), "judging", len(table.rows)))

    def _zone_register(self):
        """Return the firms of the zone with what hangs on them, as far as an import needs it."""
        self.env.flush_all()
        columns = SQL(", ").join(SQL.identifier(name) for name in SETTABLE)
        rows = self.env.execute_query(
            SQL(
                "SELECT id, %s FROM res_partner WHERE is_park_enterprise AND active AND company_id = %s",
                columns,
                self.company_id.id,
            )
        )
        facts = self._facts_by_firm()
        writable = self._writable_ids([row[0] for row in rows])
        firms = (
            Firm(
                row[0],
                dict(zip(SETTABLE, row[1:], strict=True)),
                is_writable=writable is None or row[0] in writable,
                **facts.get(row[0], {}),
            )
            for row in rows
        )
        archived = self.env.execute_query(
            SQL(
                """SELECT id, uscc FROM res_partner
                   WHERE is_park_enterprise AND NOT active AND uscc <> '' AND company_id = %s""",
                self.company_id.id,
            )
        )
        may_create = self.env["res.partner"].has_access("create")
        survivors = self.env["park.enterprise.merge"]._survivor_ids([firm_id for firm_id, _code in archived])
        merged = {code: survivors[firm_id] for firm_id, code in archived if firm_id in survivors}
        return Register(firms, (code for _firm_id, code in archived), may_create, merged)

    def _writable_ids(self, firm_ids):
        """Return the ids of those firms that the user may write, None for all of them."""
        if self.env.su:
            return None
        return set(self.env["res.partner"].browse(firm_ids)._filtered_access("write")._ids)

    def _facts_by_firm(self):
        """Return ``{firm id: {former_names, open_questions, closed_questions, officer_ids, …}}``."""
        facts = defaultdict(dict)
        zone = self.company_id.id
        names = SQL("SELECT enterprise_id, name FROM park_enterprise_former_name WHERE company_id = %s", zone)
        for firm_id, name in self.env.execute_query(names):
            known = facts[firm_id]
            known["former_names"] = known.get("former_names", frozenset()) | {name_key(name)}
        questions = SQL(
            "SELECT enterprise_id, id, key, state FROM park_enterprise_question WHERE company_id = %s AND key <> ''",
            zone,
        )
        for firm_id, question_id, key, state in self.env.execute_query(questions):
            known = facts[firm_id]
            if state == "open":
                known.setdefault("open_questions", {})[key] = question_id
            else:
                known["closed_questions"] = known.get("closed_questions", frozenset()) | {key}
        today = self.env["park.workday"].today(self.company_id)
        officers = SQL(
            """SELECT officer.enterprise_id, officer.user_id, firm.officer_id
                 FROM park_enterprise_officer officer JOIN res_partner firm ON firm.id = officer.enterprise_id
                WHERE officer.company_id = %s AND %s""",
            zone,
            self.env["park.enterprise.officer"]._on_sql("officer", today),
        )
        for firm_id, user_id, main_officer_id in self.env.execute_query(officers):
            known = facts[firm_id]
            known["officer_ids"] = known.get("officer_ids", frozenset()) | {user_id}
            known["main_officer_id"] = main_officer_id
        for firm_id, settled in self._settled_values():
            facts[firm_id]["settled"] = settled
        for firm_id, name, phone, position in self._known_contacts():
            facts[firm_id].setdefault("contacts", {})[name_key(name)] = phone, position
        return facts

    def _zone_lists(self):
        """Return what the words of a file can mean in the zone."""
        return Lists(
            today=self.env["park.workday"].today(self.company_id),
            choices={
                "province": self._province_choices(),
                "area": self._choices("park.area", [("company_id", "=", self.company_id.id)], ("name", "code")),
                "industry": self._choices(
                    "res.partner.industry", [("code", "!=", False)], ("name", "code", "display_name")
                ),
                "tier": self._selection_choices("tier"),
                "stage": self._selection_choices("park_stage"),
            },
            officers=self._officers(),
            currencies=self._currencies(),
            capital_unit=self.capital_unit or None,
            day_first={"dmy": True, "mdy": False}.get(self.day_order),
            left_officers=self._left_officers(),
            may_appoint=self.env["park.enterprise.officer"].has_access("create"),
            with_hidden=self.hidden_choice == "take",
        )

    def _currencies(self):
        """Return ``{code: id}``; a capital can be in a currency that the zone does not trade in."""
        currencies = self.env["res.currency"].with_context(active_test=False).search([("name", "!=", False)])
        return {currency.name: currency.id for currency in currencies}

    def _province_choices(self):
        """Return ``{key: id}`` of the provinces of China."""
        states = self.env["res.country.state"].search([("country_id.code", "=", "CN")])
        return {choice_key(state.name): state.id for state in states}

    def _choices(self, model, domain, names):
        """Return ``{key: id}`` of records by their names in the languages of the park; twins fit nobody.

        A part that bears the name of its whole, as division 83 does in section P, stands for both.
        """
        found = defaultdict(dict)  # {key: {id: path}}
        for lang in {"en_US", self.env.lang or "en_US", self._zone_lang()}:
            for record in self.env[model].with_context(lang=lang).search(domain):
                for name in names:
                    if record[name]:
                        found[choice_key(record[name])][record.id] = record.parent_path or ""
        choices = {}
        for key, paths in found.items():
            deepest = max(paths, key=lambda record_id: len(paths[record_id]))
            if all(paths[deepest].startswith(path) for path in paths.values()):
                choices[key] = deepest
        return choices

    def _selection_choices(self, name):
        """Return ``{key: value}`` of a selection of the firm by value and by label in every language."""
        choices = {}
        field = self.env["res.partner"]._fields[name]
        for lang in {"en_US", self.env.lang or "en_US", self._zone_lang()}:
            env = self.with_context(lang=lang).env
            for value, label in field._description_selection(env):
                for word in (value, label, label.partition(" ")[2] or label):
                    choices[choice_key(word)] = value
        return choices

    def _zone_lang(self):
        """Return the language that is spoken in the zone."""
        return self.company_id.partner_id.lang or self.env.ref("base.user_admin").sudo().lang or "en_US"

    def _officers(self):
        """Return ``{key: (user ids)}`` of the staff of the zone by log-in and by name."""
        users_by_key = defaultdict(set)
        group = self.env.ref("park_guard.group_park_user")
        users_sudo = self.env["res.users"].sudo()  # sudo: the staff of the zone, by name and log-in only
        for user in users_sudo.search(
            [("company_ids", "in", self.company_id.ids), ("all_group_ids", "in", group.ids), ("share", "=", False)]
        ):
            for word in (user.login, user.name):
                users_by_key[name_key(word)].add(user.id)
        return {key: tuple(sorted(ids)) for key, ids in users_by_key.items()}

    def _left_officers(self):
        """Return the keys of people who worked for the zone and no longer log in."""
        users_sudo = self.env["res.users"].sudo()  # sudo: former staff of the zone, by name and log-in only
        gone = users_sudo.search(
            [("active", "=", False), ("company_ids", "in", self.company_id.ids), ("share", "=", False)]
        )
        return frozenset(name_key(word) for user in gone for word in (user.login, user.name))

    def _writes(self, judged):
        """Return whether any row would be written."""
        return any(verdict.verdict not in (UNCHANGED, REFUSED) for _row, verdict in judged)

    def _digest(self, judged):
        """Return a fingerprint of what carrying out the verdicts would do."""
        digest = hashlib.sha256()
        for row, verdict in judged:
            content = [row.number, verdict.verdict, verdict.firm and verdict.firm.id, verdict.values]
            content += [verdict.contact, verdict.former_name, verdict.officer_id]
            digest.update(json.dumps(content, default=str).encode())
        return digest.hexdigest()

    def _counts(self, judged):
        """Return how many rows got each verdict, and how many there are."""
        counts = dict.fromkeys((verdict for verdict, _label in VERDICTS), 0)
        for _row, verdict in judged:
            counts[verdict.verdict] += 1
        return {"row_count": len(judged), **{f"{name}_count": number for name, number in counts.items()}}

    def _store_preview(self, judged):
        """Keep verdicts and counts for the screen."""
        self._store_lines(judged, {})
        self._unlocked().write({"state": "previewed", "preview_digest": self._digest(judged), **self._counts(judged)})

    def _store_lines(self, judged, written):
        """Replace the rows of the batch; ``written`` is ``{row number: {enterprise_id, made}}``."""
        self.env.flush_all()
        self.env.cr.execute(SQL("DELETE FROM park_enterprise_import_line WHERE import_id = %s", self.id))
        columns = [
            *("import_id", "company_id", "row", "name", "code", "verdict", "reason_key", "reasons"),
            *("enterprise_id", "cells", "values", "before", "made"),
        ]
        places = {field: place for place, field in self._mapping().items()}
        rows = (self._line(row, verdict, places, written.get(row.number, {})) for row, verdict in judged)
        self._copy_rows("park_enterprise_import_line", columns, rows)
        self.invalidate_recordset(["line_ids", "problem_ids"], flush=False)

    def _line(self, row, verdict, places, written):
        """Return the stored values of one row, doubts before mere notes."""
        reasons = sorted(verdict.reasons, key=lambda reason: reason.effect == NOTE)
        cells = [show(cell) for cell in row.cells]
        shown = dict(enumerate(cells))
        before = values = None  # what a new firm got stands in the cells
        if verdict.firm and verdict.verdict not in (UNCHANGED, REFUSED):
            values = verdict.values
            before = {name: verdict.firm.values.get(name) for name in verdict.values}
        enterprise_id = written.get("enterprise_id") or (verdict.firm.id if verdict.firm else None)
        return (
            *(self.id, self.company_id.id, row.number),
            shown.get(places["name"]) or None,
            shown.get(places.get("uscc")) or None,
            verdict.verdict,
            reasons[0].key if reasons else None,
            [reason.as_json() for reason in reasons],
            *(enterprise_id, cells, values, before, written.get("made")),
        )
