import base64
import csv
import json

from odoo import api, fields, models, tools
from odoo.exceptions import UserError

from ..core.daylist import read_day_list

STATES = [("draft", "File"), ("previewed", "Preview"), ("done", "In Force")]


class ParkWorkdayImport(models.TransientModel):
    """A further year's national list from a file: read, previewed with its effects, put in force."""

    _name = "park.workday.import"
    _description = "Import of a Working-Day List"
    _inherit = ["park.guard.mixin"]
    _rec_name = "filename"
    _guard_protected = ("state", "year", "findings", "is_usable", "has_warnings", "is_replacing", "workday_count")

    file = fields.Binary(required=True, attachment=False)
    filename = fields.Char("File Name")
    source = fields.Char(help="Where the list comes from: the notice and its address.")
    published_on = fields.Date(help="The day the notice was published, where known.")
    state = fields.Selection(STATES, required=True, default="draft", readonly=True)
    year = fields.Integer(readonly=True)
    workday_count = fields.Integer("Working Days", readonly=True)
    findings = fields.Text("About the File", readonly=True)
    is_usable = fields.Boolean("Can Be Loaded", readonly=True)
    has_warnings = fields.Boolean("Has Doubts", readonly=True)
    is_replacing = fields.Boolean("Replaces a List", readonly=True)
    accept_warnings = fields.Boolean("The list is right all the same")

    @api.model_create_multi
    def create(self, vals_list):
        """Start every import from its file, whatever the caller says about it."""
        vals_list = [self._drop_protected(vals) for vals in vals_list]
        return super().create(vals_list)

    def write(self, vals):
        """A new file makes the preview worthless."""
        if "file" in vals:
            vals = {**vals, "state": "draft", "accept_warnings": False}
            return super(ParkWorkdayImport, self._unlocked()).write(vals)
        return super().write(vals)

    def action_preview(self):
        """Read the file and show what it says, what is wrong with it, and what it would change."""
        self.ensure_one()
        self.check_access("write")
        day_list = self._read()
        national = self.env["park.workday.year"]._national_years()
        self._unlocked().write(
            {
                "state": "previewed",
                "year": day_list.year,
                "source": self.source or day_list.source,
                "workday_count": day_list.workdays() if day_list.is_usable else 0,
                "findings": "\n".join(self._finding_texts(day_list)),
                "is_usable": day_list.is_usable,
                "has_warnings": any(not finding.is_error for finding in day_list.findings),
                "is_replacing": day_list.year in national,
            }
        )
        self._preview_effects(self._calendars_with(day_list) if day_list.is_usable else {})
        return self._reopen()

    def action_apply(self):
        """Put the previewed list in force; whatever was counted over it follows at once."""
        self.ensure_one()
        self.check_access("write")
        if self.state != "previewed":
            raise UserError(self.env._("Look at the preview before the list is put in force."))
        if self.has_warnings and not self.accept_warnings:
            raise UserError(
                self.env._("There are doubts about this list. Confirm that it is right, or choose another.")
            )
        self._put_in_force()
        return self._reopen()

    def _put_in_force(self):
        """Load the list; refused where the file cannot be one."""
        day_list = self._read()
        if not day_list.is_usable:
            raise UserError("\n".join(self._finding_texts(day_list)))
        days = [(day, kind, self._occasion(name)) for day, kind, name in day_list.whole_year()]
        # sudo: administrators put national lists in force by this import alone, which has judged the file
        years_sudo = self.env["park.workday.year"].sudo()
        year_list = years_sudo._put_national(day_list.year, days, self.source or day_list.source, self.published_on)
        year_list._audit("workday.import", {"file": self.filename, "year": day_list.year})
        self._unlocked().write({"state": "done", "year": day_list.year})

    def _read(self):
        """Return the ``DayList`` of the file."""
        data = base64.b64decode(self.with_context(bin_size=False).file or b"")
        return read_day_list(data, self._words())

    @api.model
    def _words(self):
        """Return ``{word of a file: what it means}``."""
        with tools.file_open("park_workday/data/day_list_words.csv") as file:
            return {row["word"]: row["meaning"] for row in csv.DictReader(file)}

    @api.model
    def _occasion(self, name):
        """Return a name as a translated field holds it: the file's own word in every language."""
        langs = {"en_US", *(code for code, _name in self.env["res.lang"].get_installed())}
        return json.dumps(dict.fromkeys(sorted(langs), name), ensure_ascii=False) if name else None

    def _calendars_with(self, day_list):
        """Return ``{zone id: calendar}`` as they would be with the list in force."""
        instead = tuple(sorted(day_list.works.items()))
        return self.env["park.workday"]._calendars(instead=instead)

    def _preview_effects(self, calendars):
        """Extension point: show what the list would change; ``calendars`` are as they would be, or empty."""

    def _effect_counts(self):
        """Extension point: return ``{what: how many}`` of the effects previewed."""
        return {}

    def _reopen(self):
        action = self.env["ir.actions.actions"]._for_xml_id("park_workday.park_workday_import_action")
        return {**action, "res_id": self.id}

    def _finding_texts(self, day_list):
        """Return one sentence for each finding, errors first."""
        found = sorted(day_list.findings, key=lambda finding: not finding.is_error)
        texts = self._texts()
        return [texts[finding.key] % {"detail": finding.detail} for finding in found]

    def _texts(self):
        """Return ``{key of a finding: sentence}``."""
        _ = self.env._
        return {
            "too_large": _("The file is too large for a list of days."),
            "encoding": _("The file is no text. Save it as CSV (UTF-8) or JSON."),
            "encoding_guessed": _("The file is not UTF-8; it was read as GB18030. Check the names of the holidays."),
            "json": _("The file is not the JSON of a list: it needs days, each with date and isOffDay."),
            "csv": _("The file is not a table: a quotation mark is not closed."),
            "header": _("The first row must name the columns: date and kind, and where wanted name."),
            "too_many": _("The file has more rows than a year has days."),
            "unread": _("Rows that cannot be read: %(detail)s. A row needs a day such as 2027-01-01 and off or work."),
            "against": _("Days that are both off and worked: %(detail)s."),
            "twice": _("Days named twice: %(detail)s."),
            "year": _("Days that belong to another year: %(detail)s. Import each year by itself."),
            "left_out": _("Weekend days of another year are left out: %(detail)s."),
            "makeup_weekday": _("Worked in exchange, but working days in any case: %(detail)s."),
            "empty": _("The file names no days."),
            "nothing_off": _("No day of the list is off: that is no list of holidays."),
            "no_workdays": _("The year has no working day: days off and worked days may be mixed up."),
            "implausible": _("The year would have %(detail)s working days; usual are 247 to 252."),
        }
