import csv
from datetime import date
from importlib.metadata import version

import chinese_calendar
from odoo import api, fields, models, tools
from odoo.tools import SQL


class ParkWorkdayYear(models.Model):
    """One year's official list of days: national, or the extra days of one zone."""

    _name = "park.workday.year"
    _description = "Working-Day List"
    _inherit = ["park.guard.mixin"]
    _order = "year desc, company_id, id"
    _rec_name = "year"

    year = fields.Integer(required=True, default=lambda self: self.env["park.workday"].today().year)
    company_id = fields.Many2one(
        "res.company",
        "Zone",
        index=True,
        ondelete="cascade",
        help="Empty: the national list. Otherwise the zone's own days, which override the national ones.",
    )
    source = fields.Char(help="Where the list comes from: the notice and its address.")
    published_on = fields.Date(help="The day the notice was published, where known.")
    day_ids = fields.One2many("park.workday.day", "year_id", "Days")
    special_day_ids = fields.One2many(
        "park.workday.day",
        "year_id",
        "Holidays and Make-up Days",
        domain=[("kind", "in", ("holiday", "makeup"))],
    )
    workday_count = fields.Integer("Working Days", compute="_compute_workday_count")

    _national_uniq = models.UniqueIndex(
        "(year) WHERE company_id IS NULL", "There is a national list of that year already."
    )
    _zone_uniq = models.UniqueIndex(
        "(year, company_id)", "The zone has a list of that year already: add the days there."
    )
    _year_range = models.Constraint(
        "CHECK (year BETWEEN 1949 AND 2999)", "The year is written with four digits, such as 2026."
    )

    @api.depends("year", "company_id")
    def _compute_display_name(self):
        for year_list in self:
            zone = year_list.company_id.name or self.env._("national")
            year_list.display_name = self.env._("%(year)s (%(zone)s)", year=year_list.year, zone=zone)

    @api.depends("year", "company_id", "day_ids.kind", "day_ids.date")
    def _compute_workday_count(self):
        """Count the year in the zone's own calendar, national days included."""
        workday = self.env["park.workday"]
        for year_list in self.filtered("year"):
            eve, last = date(year_list.year - 1, 12, 31), date(year_list.year, 12, 31)
            year_list.workday_count = workday.workdays_between(eve, last, year_list.company_id or None)
        self.filtered(lambda year_list: not year_list.year).workday_count = 0

    @api.model_create_multi
    def create(self, vals_list):
        with self.env["park.workday"]._changing():
            year_lists = super().create(vals_list)
        year_lists._audit("workday.create")
        return year_lists

    def write(self, vals):
        self._audit("workday.write", {"fields": sorted(vals)})
        with self.env["park.workday"]._changing():
            result = super().write(vals)
            self.check_access("write")  # as it is now: a zone's list cannot be made the national one
        return result

    def unlink(self):
        self._audit("workday.unlink", {"years": self.mapped("year")})
        with self.env["park.workday"]._changing():
            return super().unlink()

    @api.model
    def _national_years(self):
        """Return the years whose national list is loaded."""
        self.flush_model(["year", "company_id"])
        rows = self.env.execute_query(SQL("SELECT year FROM park_workday_year WHERE company_id IS NULL"))
        return frozenset(year for (year,) in rows)

    @api.model
    def _load_library_years(self):
        """Add the national lists the library knows and the database does not; return the new years.

        Runs at every installation and update, so a newer library brings its further years; a list
        that is loaded already is never changed.
        """
        added = sorted({day.year for day in chinese_calendar.holidays} - self._national_years())
        notices = self._notices()
        library = f"chinesecalendar {version('chinesecalendar')}"
        Day = self.env["park.workday.day"]
        with self.env["park.workday"]._changing():
            for year in added:
                notice = notices.get(year, {})
                source = "; ".join(filter(None, [notice.get("notice"), library]))
                self._put_national(year, list(Day._library_days(year)), source, notice.get("published_on"))
        return added

    @api.model
    def _put_national(self, year, days, source, published_on):
        """Create the national list of a year, or put other days in its place; return it.

        ``days`` are ``(date, kind, occasion as JSON by language or None)`` of the whole year.
        """
        with self.env["park.workday"]._changing():
            vals = {"source": source, "published_on": published_on}
            year_list = self.search([("year", "=", year), ("company_id", "=", False)])
            if year_list:
                year_list.day_ids.unlink()
                year_list.write(vals)
            else:
                year_list = self.create({"year": year, **vals})
            self.env["park.workday.day"]._load_days(year_list, days)
        return year_list

    @api.model
    def _notices(self):
        """Return ``{year: {published_on, notice}}`` for the notices whose date is known."""
        with tools.file_open("park_workday/data/notices.csv") as file:
            return {int(row["year"]): row for row in csv.DictReader(file)}
