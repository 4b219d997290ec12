import base64
import binascii
import hashlib

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..core.importing.capital import guess_unit
from ..core.importing.cells import UnreadableFile, clean
from ..core.importing.dates import guess_day_first
from ..core.importing.headers import guess_mapping, samples
from ..core.importing.reader import read_table

STATES = [("draft", "Columns"), ("previewed", "Preview"), ("done", "Imported"), ("undone", "Undone")]
CAPITAL_UNITS = [("wan", "10,000 yuan"), ("yuan", "Yuan")]
DAY_ORDERS = [("dmy", "Day/month/year"), ("mdy", "Month/day/year")]
HIDDEN_CHOICES = [("leave", "Leave out"), ("take", "Import too")]
HIDDEN_SHEETS = {"hidden_sheet", "hidden_sheet_read"}
HIDDEN_NOTES = {"hidden_rows", "filtered_rows", "hidden_columns", *HIDDEN_SHEETS}  # what asks for a choice
SETTINGS = {"company_id", "capital_unit", "day_order", "hidden_choice"}
COUNTS = ("row_count", "created_count", "updated_count", "unchanged_count", "flagged_count", "refused_count")
SAMPLED = 100_000  # rows looked at to tell units and the order of dates: in effect, all


class ParkEnterpriseImport(models.Model):
    """One file of enterprises: read, mapped, previewed, imported as a whole, undone as a whole."""

    _name = "park.enterprise.import"
    _description = "Import of Enterprises"
    _inherit = ["park.guard.mixin", "park.sheet.source", "park.enterprise.import.reason"]
    _order = "id desc"
    _rec_name = "filename"
    _check_company_auto = True
    _sheet_keys = ("errors",)
    _guard_protected = (
        *COUNTS,
        "state",
        "sha256",
        "preview_digest",
        "sheet",
        "encoding",
        "file_notes",
        "done_at",
        "done_by_id",
        "seconds",
        "undone_at",
        "undo_counts",
    )

    file = fields.Binary(required=True, attachment=True)
    filename = fields.Char("File name")
    company_id = fields.Many2one(
        "res.company", "Zone", required=True, index=True, default=lambda self: self.env.company
    )
    state = fields.Selection(STATES, required=True, default="draft", readonly=True)
    column_ids = fields.One2many("park.enterprise.import.column", "import_id", "Columns")
    line_ids = fields.One2many("park.enterprise.import.line", "import_id", "Rows")
    problem_ids = fields.One2many(
        "park.enterprise.import.line",
        "import_id",
        "Flagged and refused rows",
        domain=[("verdict", "in", ("flagged", "refused"))],
    )
    capital_unit = fields.Selection(
        CAPITAL_UNITS, "Capital without a unit", help="Empty: such figures are asked about."
    )
    day_order = fields.Selection(DAY_ORDERS, "Dates like 3/4/2016", help="Empty: such dates are asked about.")
    has_hidden = fields.Boolean(compute="_compute_has_hidden")
    hidden_choice = fields.Selection(
        HIDDEN_CHOICES, "Hidden rows, columns and sheets", help="Empty: the import waits until somebody decides."
    )
    sha256 = fields.Char("Fingerprint of the file", readonly=True, index=True)
    preview_digest = fields.Char(readonly=True)
    sheet = fields.Char("Sheet that is read", readonly=True)
    wanted_sheet = fields.Char("Read the sheet", help="Empty: the sheet that names most fields.")
    encoding = fields.Char(readonly=True)
    file_notes = fields.Json(readonly=True)
    notes = fields.Text("About the file", compute="_compute_notes")
    row_count = fields.Integer("Number of rows", readonly=True)
    created_count = fields.Integer("Created", readonly=True)
    updated_count = fields.Integer("Updated", readonly=True)
    unchanged_count = fields.Integer("Unchanged", readonly=True)
    flagged_count = fields.Integer("Flagged", readonly=True)
    refused_count = fields.Integer("Refused", readonly=True)
    problem_count = fields.Integer(compute="_compute_problem_count")
    reason_summary = fields.Json(compute="_compute_reason_summary")
    result = fields.Text(compute="_compute_result")
    done_at = fields.Datetime("Imported on", readonly=True)
    done_by_id = fields.Many2one("res.users", "Imported by", readonly=True)
    seconds = fields.Float(digits=(10, 2), readonly=True)
    undone_at = fields.Datetime("Undone on", readonly=True)
    undo_counts = fields.Json(readonly=True)

    @api.depends("file_notes", "sha256", "state")
    @api.depends_context("lang")
    def _compute_notes(self):
        for batch in self:
            batch.notes = batch._notes([*(batch.file_notes or []), *batch._earlier_notes()])

    @api.depends("file_notes")
    def _compute_has_hidden(self):
        for batch in self:
            batch.has_hidden = any(note[0] in HIDDEN_NOTES for note in batch.file_notes or ())

    @api.depends("flagged_count", "refused_count")
    def _compute_problem_count(self):
        for batch in self:
            batch.problem_count = batch.flagged_count + batch.refused_count

    @api.depends("state", "row_count")
    @api.depends_context("lang")
    def _compute_reason_summary(self):
        """Count the rows behind each reason, most frequent first."""
        labels = dict(self._labels())
        lines = self.env["park.enterprise.import.line"]
        groups = lines._read_group(
            [("import_id", "in", self.ids), ("reason_key", "!=", False)],
            ["import_id", "verdict", "reason_key"],
            ["__count"],
        )
        for batch in self:
            mine = [group[1:] for group in groups if group[0] == batch]
            batch.reason_summary = [
                {"verdict": verdict, "label": labels[key], "key": key, "count": count}
                for verdict, key, count in sorted(mine, key=lambda group: -group[2])
            ]

    @api.depends("state", *COUNTS)
    @api.depends_context("lang")
    def _compute_result(self):
        """Say in a sentence what happened to the zone."""
        for batch in self:
            batch.result = batch._result_text()

    def _result_text(self):
        if self.state == "undone":
            counts = dict.fromkeys(("removed", "restored", "partly", "kept_used", "kept_changed"), 0)
            return self.env._(
                "Undone: %(removed)s removed, %(restored)s restored, %(partly)s restored in part, "
                "%(kept_used)s kept because they are in use, %(kept_changed)s kept because they changed since.",
                **(counts | (self.undo_counts or {})),
            )
        if self.state == "done" and self.row_count and self.unchanged_count + self.refused_count == self.row_count:
            return self.env._("Already imported: 0 changes.")
        return False

    @api.model_create_multi
    def create(self, vals_list):
        """Read the columns of each file and guess what they hold; refuse a file that cannot be read."""
        batches = super().create([self._prepare_vals(vals) for vals in vals_list])
        for batch in batches:
            batch._read_columns()
        return batches

    def write(self, vals):
        """A new file or sheet is read anew; new settings make the preview worthless."""
        vals = self._prepare_vals(vals)
        if vals.keys() & {"file", "wanted_sheet", *SETTINGS}:
            self._require_state("draft", "previewed")
        if "file" in vals:
            vals = {"wanted_sheet": False, "hidden_choice": False, **vals}
        elif "hidden_choice" in vals and "wanted_sheet" not in vals and any(batch._hides_sheets() for batch in self):
            vals = {"wanted_sheet": False, **vals}
        result = super().write(vals)
        for batch in self:
            if vals.keys() & {"file", "wanted_sheet"}:
                batch._read_columns()
            elif vals.keys() & SETTINGS:
                batch._forget_preview()
        return result

    def _prepare_vals(self, vals):
        """Return ``vals`` with a file that can be stored and a name without marks that nobody sees."""
        vals = dict(vals)
        if isinstance(vals.get("filename"), str):
            vals["filename"] = clean(vals["filename"])[:255]
        if isinstance(vals.get("wanted_sheet"), str):
            vals["wanted_sheet"] = clean(vals["wanted_sheet"])
        if file := vals.get("file"):
            try:
                base64.b64decode(file, validate=True)
            except (binascii.Error, ValueError, TypeError):
                raise UserError(self.env._("The file did not arrive whole. Choose it again.")) from None
        return vals

    def _hides_sheets(self):
        """Return whether the workbook has hidden sheets, read or not."""
        return any(note[0] in HIDDEN_SHEETS for note in self.file_notes or ())

    @api.ondelete(at_uninstall=False)
    def _unlink_except_done(self):
        """Keep what was imported on record."""
        if any(batch.state in ("done", "undone") for batch in self):
            raise UserError(self.env._("An import that was carried out stays on record."))

    def _data(self):
        """Return the bytes of the file."""
        return base64.b64decode(self.with_context(bin_size=False).file or b"")

    def _read_table(self):
        """Return the table in the file, or refuse it with a remedy; read once in a transaction."""
        data = self._data()
        asked = (self.wanted_sheet or None, self.hidden_choice == "take")
        key = ("park_enterprise_import", hashlib.sha256(data).digest(), *asked)
        read = self.env.cr.cache
        try:
            return read.get(key) or read.setdefault(key, read_table(data, *asked))
        except UnreadableFile as refusal:
            raise self._unreadable(refusal) from None

    def _read_columns(self):
        """Write down the columns of the file, the guessed mapping, and how figures seem to be meant."""
        self.ensure_one()
        table = self._read_table()
        mapping = guess_mapping(table)
        columns = {field: place for place, field in mapping.items()}
        unit = day_first = None
        if (place := columns.get("capital")) is not None:
            unit = guess_unit(table.header[place], samples(table, place, SAMPLED))
        if (place := columns.get("founded_on")) is not None:
            day_first = guess_day_first(samples(table, place, SAMPLED))
        self._unlocked().write(
            {
                "sha256": hashlib.sha256(self._data()).hexdigest(),
                "sheet": table.sheet,
                "encoding": table.encoding,
                "file_notes": [list(note) for note in table.notes],
                "row_count": len(table.rows),
                "capital_unit": unit,
                "day_order": {True: "dmy", False: "mdy", None: False}[day_first],
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
                    "is_hidden": place in table.hidden_columns,
                }
                for place, title in enumerate(table.header)
            ]
        )
        self._forget_preview()

    def _forget_preview(self):
        """Throw the preview away, and start again from the columns."""
        previewed = self.filtered(lambda batch: batch.state == "previewed")
        if previewed:
            previewed.line_ids.sudo().unlink()  # sudo: rows are written by the import alone
            zeros = dict.fromkeys((name for name in COUNTS if name != "row_count"), 0)
            previewed._unlocked().write({"state": "draft", "preview_digest": False, **zeros})

    def _mapping(self):
        """Return ``{place: field}``; refuse a mapping without the one field that every row needs."""
        mapping = {column.place: column.field for column in self.column_ids if column.field}
        if "name" not in mapping.values():
            raise UserError(self.env._("Choose the column that holds the names of the enterprises."))
        return mapping

    def _earlier_notes(self):
        """Return the note that this very file was imported before."""
        earlier = self.search(
            [
                ("sha256", "=", self.sha256),
                ("company_id", "=", self.company_id.id),
                ("state", "=", "done"),
                ("id", "!=", self._origin.id),
            ],
            limit=1,
        )
        if not earlier or not self.sha256:
            return []
        day = fields.Datetime.context_timestamp(self, earlier.done_at).strftime("%Y-%m-%d %H:%M")
        return [["imported_before", day, earlier.done_by_id.sudo().name]]  # sudo: a colleague's name

    def action_preview(self):
        """Judge every row and show what would happen; nothing is written to the enterprises."""
        self.ensure_one()
        self.check_access("write")
        self._require_state("draft", "previewed")
        self._store_preview(self._judge())

    def action_import(self):
        """Write the previewed rows as a whole; show a new preview when the zone has changed meanwhile."""
        self.ensure_one()
        self.check_access("write")
        self._require_state("previewed")
        self._require_choice()
        self._take_turn()
        judged = self._judge()
        if self._digest(judged) != self.preview_digest and self._writes(judged):
            self._store_preview(judged)
            return self._notification(
                self.env._("The enterprises changed since the preview. Look at the new one, then import."), "warning"
            )
        self._carry_out(judged)
        return None

    def _require_choice(self):
        """Refuse to guess whether what the file hides is meant."""
        if self.has_hidden and not self.hidden_choice:
            raise UserError(
                self.env._(
                    "The file hides rows, columns or sheets:\n%s\nChoose whether to import them too or leave them out.",
                    self._notes([note for note in self.file_notes if note[0] in HIDDEN_NOTES]),
                )
            )

    def _import_at_once(self):
        """Import without showing a preview first: for the command line, where --dry-run shows it."""
        self._require_choice()
        self._take_turn()
        self._carry_out(self._judge())

    def action_undo(self):
        """Take the import back as far as nobody has built on it; the rows say what stayed."""
        self.ensure_one()
        self.check_access("write")
        self._require_state("done")
        self._take_turn()
        self._undo()

    def action_lines(self):
        """Open the rows with the verdict named in the context."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id("park_enterprise.park_enterprise_import_line_action")
        verdict = self.env.context.get("verdict")
        context = {"search_default_import_id": self.id}
        if verdict in ("created", "updated", "unchanged", "flagged", "refused"):
            context[f"search_default_{verdict}"] = 1
        return {**action, "domain": [("import_id", "=", self.id)], "context": context, "name": self.filename}

    def action_errors(self):
        """Download the flagged and refused rows, to be corrected and imported again."""
        self.ensure_one()
        self.check_access("read")
        return self._sheet_action("errors", "xlsx")

    def _notification(self, message, kind):
        """Return a client action that shows a message and reloads the form."""
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "message": message,
                "type": kind,
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def _take_turn(self):
        """Let the imports of a zone go one by one.

        The row of the zone is changed, not only locked: whoever waited for it has an old picture of the
        firms, PostgreSQL says so, and Odoo begins the request again with a new one.
        """
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                "UPDATE res_company SET park_import_turn = COALESCE(park_import_turn, 0) + 1 WHERE id = %s",
                self.company_id.id,
            ),
            log_exceptions=False,  # to wait and begin again is no error
        )
        self.company_id.invalidate_recordset(["park_import_turn"], flush=False)
