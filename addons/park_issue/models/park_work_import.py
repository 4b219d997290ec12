import base64
import binascii
import hashlib
import json
from collections import Counter
from datetime import date

from odoo import api, fields, models
from odoo.addons.park_enterprise.core.importing.cells import Broken, UnreadableFile, believable, clean, show
from odoo.addons.park_enterprise.core.importing.dates import guess_day_first, parse_date
from odoo.addons.park_enterprise.core.importing.headers import guess_mapping, samples
from odoo.addons.park_enterprise.core.importing.reader import read_table
from odoo.addons.park_enterprise.core.importing.words import plain_word
from odoo.exceptions import UserError, ValidationError
from odoo.tools import SQL

from ..core import intake
from ..core.intake import Order, Problem
from .park_work_source import FIELD_LABELS

HEADERS = {
    plain_word(title): (name, rank) for name, titles in intake.TITLES.items() for rank, title in enumerate(titles)
}
STATES = [("draft", "Columns"), ("previewed", "Preview"), ("done", "Imported")]
VERDICTS = [("created", "New"), ("unchanged", "Unchanged"), ("differs", "Differs"), ("refused", "Refused")]
COUNTS = {
    "created": "created_count", "unchanged": "unchanged_count", "differs": "differs_count", "refused": "refused_count",
}  # fmt: skip
MORE_COUNTS = ("issue_count", "no_firm_count", "untriaged_count", "no_meaning_count")
LAST_DAY = date(2199, 12, 31)  # limits lie in the future, and may
FREE_TEXTS = frozenset({"summary", "detail", "firm", "agency", "category"})


class ParkWorkImport(models.Model):
    """One file of work orders: read, mapped by the words of its source, previewed, imported as a whole."""

    _name = "park.work.import"
    _description = "Import of Work Orders"
    _inherit = ["park.guard.mixin", "park.enterprise.import.reason"]
    _order = "id desc"
    _check_company_auto = True
    _guard_protected = (
        "state", "sha256", "preview_digest", "sheet", "row_count", "done_at", "done_by_id", "company_id",
        *COUNTS.values(), *MORE_COUNTS,
    )  # fmt: skip

    source_id = fields.Many2one("park.work.source", required=True, check_company=True, index=True, ondelete="restrict")
    company_id = fields.Many2one("res.company", related="source_id.company_id", store=True, index=True)
    file = fields.Binary(required=True, attachment=True)
    filename = fields.Char("File name")
    state = fields.Selection(STATES, required=True, default="draft", readonly=True)
    column_ids = fields.One2many("park.work.import.column", "import_id", "Columns")
    line_ids = fields.One2many("park.work.import.line", "import_id", "Rows")
    problem_ids = fields.One2many(
        "park.work.import.line", "import_id", "Refused and differing rows",
        domain=[("verdict", "in", ("refused", "differs"))],
    )  # fmt: skip
    sha256 = fields.Char("Fingerprint of the file", readonly=True)
    preview_digest = fields.Char(readonly=True)
    sheet = fields.Char("Sheet that is read", readonly=True)
    row_count = fields.Integer("Number of rows", readonly=True)
    created_count = fields.Integer("New", readonly=True)
    unchanged_count = fields.Integer("Unchanged", readonly=True)
    differs_count = fields.Integer("Differs", readonly=True)
    refused_count = fields.Integer("Refused", readonly=True)
    issue_count = fields.Integer("Become issues", readonly=True, help="New, open at the source, of a known firm.")
    no_firm_count = fields.Integer("Without a known firm", readonly=True, help="New ones that wait for a decision.")
    untriaged_count = fields.Integer("Without a category", readonly=True, help="New ones, left open for triage.")
    no_meaning_count = fields.Integer(
        "State without a meaning", readonly=True, help="New ones whose word for the state nobody has explained yet."
    )
    problem_count = fields.Integer(compute="_compute_problem_count")
    done_at = fields.Datetime("Imported on", readonly=True)
    done_by_id = fields.Many2one("res.users", "Imported by", readonly=True)

    def _compute_display_name(self):
        """Name an import by its number: the name of a file may say what not everybody may read."""
        for batch in self:
            batch.display_name = self.env._("Import %s", batch._origin.id) if batch._origin else False

    @api.depends("refused_count", "differs_count")
    def _compute_problem_count(self):
        for batch in self:
            batch.problem_count = batch.refused_count + batch.differs_count

    @api.model_create_multi
    def create(self, vals_list):
        """Read the columns of each file and propose what they hold; refuse a file that cannot be read."""
        batches = super().create([self._prepare_vals(vals) for vals in vals_list])
        for batch in batches:
            batch._read_columns()
        return batches

    def write(self, vals):
        """A new file or source is read anew."""
        vals = self._prepare_vals(vals)
        if vals.keys() & {"file", "source_id"}:
            self._require_state("draft", "previewed")
        result = super().write(vals)
        if vals.keys() & {"file", "source_id"}:
            for batch in self:
                batch._read_columns()
        return result

    def _prepare_vals(self, vals):
        vals = dict(vals)
        if isinstance(vals.get("filename"), str):
            vals["filename"] = clean(vals["filename"])[:255]
        if file := vals.get("file"):
            try:
                base64.b64decode(file, validate=True)
            except (binascii.Error, ValueError, TypeError):
                raise UserError(self.env._("The file did not arrive whole. Choose it again.")) from None
        return vals

    @api.ondelete(at_uninstall=False)
    def _unlink_except_done(self):
        """Keep what was imported on record: it is the original of the work orders."""
        if any(batch.state == "done" for batch in self):
            raise UserError(self.env._("An import that was carried out stays on record."))

    def _data(self):
        return base64.b64decode(self.with_context(bin_size=False).file or b"")

    def _read_table(self):
        """Return the table in the file, or refuse it with a remedy; read once in a transaction."""
        data = self._data()
        key = ("park_work_import", hashlib.sha256(data).digest())
        try:
            return self.env.cr.cache.get(key) or self.env.cr.cache.setdefault(key, read_table(data, headers=HEADERS))
        except UnreadableFile as refusal:
            raise self._unreadable(refusal) from None

    def _read_columns(self):
        """Write down the columns, what earlier files of the source or their titles say they hold."""
        self.ensure_one()
        table = self._read_table()
        mapping = self._proposed(table)
        self._forget_preview()
        self._unlocked().write(
            {
                "sha256": hashlib.sha256(self._data()).hexdigest(),
                "sheet": table.sheet,
                "row_count": len(table.rows),
            }
        )
        columns_sudo = self.column_ids.sudo()  # sudo: columns follow the file, nobody makes them by hand
        columns_sudo.unlink()
        columns_sudo.create(
            [
                {
                    "import_id": self.id,
                    "place": place,
                    "title": title,
                    "sample": " · ".join(samples(table, place, 3))[:200],
                    "field": mapping.get(place),
                }
                for place, title in enumerate(table.header)
            ]
        )

    def _proposed(self, table):
        """Return ``{place: field}``: what was chosen for a title before, else what titles usually mean."""
        remembered = self.source_id._words("column")
        mapping = {
            place: field
            for place, field in guess_mapping(table, HEADERS).items()
            if field in intake.FIELDS and table.header[place] not in remembered and place not in table.hidden_columns
        }
        known = {}
        for place, title in enumerate(table.header):
            if title in remembered and (name := remembered[title].field) and name not in known.values():
                known[place] = name
        return {place: name for place, name in mapping.items() if name not in known.values()} | known

    def _forget_preview(self):
        """Throw the preview away, and start again from the columns."""
        previewed = self.filtered(lambda batch: batch.state == "previewed")
        previewed.line_ids.sudo().unlink()  # sudo: rows are written by the import alone
        zeros = dict.fromkeys((*COUNTS.values(), *MORE_COUNTS), 0)
        previewed._unlocked().write({"state": "draft", "preview_digest": False, **zeros})

    def _mapping(self):
        """Return ``{place: field}``; refuse one without the fields that every row needs."""
        mapping = {column.place: column.field for column in self.column_ids if column.field}
        labels = dict(self.column_ids._fields["field"]._description_selection(self.env))
        if missing := [labels[name] for name in intake.REQUIRED if name not in mapping.values()]:
            raise UserError(self.env._("Choose the columns that hold: %s.", ", ".join(missing)))
        return mapping

    def _orders(self):
        """Return ``[(row number, core.intake.Order)]`` of the file."""
        mapping, table = self._mapping(), self._read_table()
        zone = self.env["park.workday"]._zone_tz(self.company_id)
        places = {name: place for place, name in mapping.items()}
        told = {guess_day_first(samples(table, places[name])) for name in intake.MOMENTS if name in places} - {None}
        day_first = told.pop() if len(told) == 1 else None
        return [(row.number, self._order_of(row, places, zone, day_first)) for row in table.rows]

    def _order_of(self, row, places, zone, day_first):
        """Return what one row says; a hidden row and a cell without a value say nothing."""
        if row.hidden:
            return Order({}, (Problem("number", "hidden"),))
        values = {}
        for name, place in places.items():
            cell = believable(row.cells[place], name in FREE_TEXTS) if place < len(row.cells) else None
            if isinstance(cell, Broken):
                return Order({}, (Problem(name, "broken", cell.shown[:80]),))
            values[name] = cell if name in intake.MOMENTS and hasattr(cell, "year") else show(cell)
        return intake.read_order(values, zone, lambda text: _day(text, day_first))

    def _judged(self):
        """Return rows and what becomes of each, after the words of the file were noted with the source."""
        rows = self._orders()
        for kind in ("state", "category"):
            self.source_id._learn(kind, {order.facts[kind] for _row, order in rows if kind in order.facts})
        judged = self.env["park.work.order"]._judge(self.source_id, [order for _row, order in rows])
        return [row for row, _order in rows], judged

    def action_preview(self):
        """Judge every row and show what would happen; no work order is written."""
        self.ensure_one()
        self.check_access("write")
        self._require_state("draft", "previewed")
        self._remember_columns()
        self._forget_preview()
        rows, judged = self._judged()
        self._store_lines(rows, judged, {})
        self._unlocked().write({"state": "previewed", "preview_digest": _digest(judged), **self._counts(judged)})

    def action_import(self):
        """Write the previewed rows as a whole; show a new preview where the zone has changed meanwhile."""
        self.ensure_one()
        self.check_access("write")
        self._lock()
        self._require_state("previewed")
        rows, judged = self._judged()
        if _digest(judged) != self.preview_digest:
            self.action_preview()
            return self._notification(
                self.env._("The zone changed since the preview. Look at the new one, then import."), "warning"
            )
        kept = self.env["park.work.order"]._receive(self.source_id, judged, (self, rows))
        self._store_lines(rows, judged, {at: order.id for at, order in kept.items()})
        counts = self._counts(judged)
        self._transition(
            {"state": "done", "done_at": fields.Datetime.now(), "done_by_id": self.env.uid}, "import", counts
        )
        return None

    def _remember_columns(self):
        """Keep with the source which title holds what, left-out ones included, for the next file."""
        known = self.source_id._words("column")
        titled = {column.title: column for column in self.column_ids if column.title}
        new = [
            {"source_id": self.source_id.id, "kind": "column", "word": title, "field": column.field}
            for title, column in titled.items()
            if title not in known
        ]
        self.env["park.work.word"].create(new)
        for title, column in titled.items():
            if title in known and known[title].field != column.field:
                known[title].field = column.field

    def _store_lines(self, rows, judged, order_ids):
        """Write one line a row in one statement, in place of those of the preview."""
        self.line_ids.sudo().unlink()  # sudo: rows are written by the import alone
        lines = [
            {
                "import_id": self.id,
                "company_id": self.company_id.id,
                "row": rows[at],
                "number": entry.facts.get("number"),
                "name": entry.facts.get("summary"),
                "verdict": entry.verdict,
                "becomes_issue": entry.becomes_issue,
                "enterprise_id": entry.enterprise_id,
                "order_id": order_ids.get(at) or (entry.order.id if entry.order else None),
                "problems": [[p.field, p.key, p.shown] for p in entry.problems]
                or [[name, "differs", ""] for name in entry.changed],
            }
            for at, entry in enumerate(judged)
        ]
        self._insert("park_work_import_line", lines)
        self.env["park.work.import.line"].invalidate_model()
        self.invalidate_recordset(["line_ids", "problem_ids"])

    def _counts(self, judged):
        counts = Counter(entry.verdict for entry in judged)
        new = [entry for entry in judged if entry.verdict == "created"]
        return {
            **{column: counts[verdict] for verdict, column in COUNTS.items()},
            "issue_count": sum(entry.becomes_issue for entry in new),
            "no_firm_count": sum(not entry.enterprise_id for entry in new),
            "untriaged_count": sum(not entry.category_id for entry in new),
            "no_meaning_count": sum(not entry.state for entry in new),
        }

    @api.model
    def _insert(self, table, rows, key="id"):
        """Insert rows that share their columns in one statement; return ``[(key, id)]`` of those that were new."""
        if not rows:
            return []
        columns = sorted({name for row in rows for name in row})
        names = SQL(", ").join(map(SQL.identifier, columns))
        values = json.dumps(rows, default=lambda moment: moment.isoformat())
        return self.env.execute_query(
            SQL(
                """INSERT INTO %(table)s (%(names)s, create_uid, write_uid, create_date, write_date)
                   SELECT %(names)s, %(uid)s, %(uid)s, now() AT TIME ZONE 'UTC', now() AT TIME ZONE 'UTC'
                     FROM jsonb_populate_recordset(NULL::%(table)s, %(values)s::jsonb)
                   ON CONFLICT DO NOTHING RETURNING %(key)s, id""",
                table=SQL.identifier(table),
                names=names,
                uid=self.env.uid,
                values=values,
                key=SQL.identifier(key),
            )
        )

    def _notification(self, message, kind):
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "message": message,
                "type": kind,
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def action_orders(self):
        """Open the work orders that came with this file."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id("park_issue.park_work_order_action")
        return {**action, "domain": [("import_id", "=", self.id)], "name": self.filename or self.display_name}


def _day(text, day_first):
    """Return the day a text of a file names in any usual shape, or None."""
    found = parse_date(text, LAST_DAY, day_first)
    return None if isinstance(found, str) else found


def _digest(judged):
    """Return what a preview promised, in few characters."""
    said = [
        (entry.verdict, entry.becomes_issue, entry.enterprise_id, entry.category_id, entry.state, sorted(entry.changed))
        for entry in judged
    ]
    return hashlib.sha256(repr(said).encode()).hexdigest()


class ParkWorkImportColumn(models.Model):
    """A column of the file and the field it fills; an empty field leaves the column out."""

    _name = "park.work.import.column"
    _description = "Column of an Import of Work Orders"
    _inherit = ["park.guard.mixin"]
    _order = "place, id"
    _guard_protected = ("import_id", "place", "title", "sample")

    import_id = fields.Many2one("park.work.import", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="import_id.company_id", store=True, index=True)
    place = fields.Integer("Column", required=True, readonly=True, help="Counted from 0, as in the file.")
    title = fields.Char("Column in the file", readonly=True)
    sample = fields.Char("First values", readonly=True)
    field = fields.Selection(FIELD_LABELS, "Field it fills")

    _place_uniq = models.Constraint("UNIQUE(import_id, place)", "A column of a file is listed once.")

    @api.constrains("field", "import_id")
    def _check_once(self):
        """Refuse two columns for one field."""
        labels = dict(self._fields["field"]._description_selection(self.env))
        for batch in self.import_id:
            chosen = Counter(column.field for column in batch.column_ids if column.field)
            if twice := next((name for name, times in chosen.items() if times > 1), None):
                raise ValidationError(
                    self.env._("Two columns are given to “%s”. Leave one of them out.", labels[twice])
                )

    def write(self, vals):
        """A changed mapping makes the preview worthless."""
        if "field" in vals:
            self.import_id._require_state("draft", "previewed")
        result = super().write(vals)
        if "field" in vals:
            self.import_id._forget_preview()
        return result


class ParkWorkImportLine(models.Model):
    """A row of the file and what becomes of it."""

    _name = "park.work.import.line"
    _description = "Row of an Import of Work Orders"
    _inherit = ["park.guard.mixin"]
    _order = "row, id"
    _rec_name = "number"

    import_id = fields.Many2one("park.work.import", required=True, readonly=True, index=True, ondelete="cascade")
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    row = fields.Integer("Row in the file", required=True, readonly=True)
    number = fields.Char("Number of the source", readonly=True)
    name = fields.Char("Summary", readonly=True)
    verdict = fields.Selection(VERDICTS, readonly=True)
    becomes_issue = fields.Boolean("Becomes an issue", readonly=True)
    enterprise_id = fields.Many2one("res.partner", readonly=True, index="btree_not_null")
    order_id = fields.Many2one(
        "park.work.order", "Work order", readonly=True, index="btree_not_null", ondelete="set null"
    )
    problems = fields.Json(readonly=True)
    reason = fields.Text(compute="_compute_reason")

    @api.depends("problems")
    @api.depends_context("lang")
    def _compute_reason(self):
        """Say which field is meant, what is wrong, and what to do about it."""
        said = self.env["park.work.reason"]
        for line in self:
            line.reason = "\n".join(said._say_problem(*problem) for problem in line.problems or ())
