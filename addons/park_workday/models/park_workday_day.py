import json
from datetime import date, timedelta

import chinese_calendar
from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

KINDS = [
    ("workday", "Working day"),
    ("weekend", "Weekend"),
    ("holiday", "Holiday"),
    ("makeup", "Make-up working day"),
]
WORKED = ("workday", "makeup")


class ParkWorkdayDay(models.Model):
    """One day of a list: what it is and which working day of its year."""

    _name = "park.workday.day"
    _description = "Day of a Working-Day List"
    _inherit = ["park.guard.mixin"]
    _order = "date, company_id, id"
    _rec_name = "date"

    year_id = fields.Many2one("park.workday.year", "List", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(
        "res.company",
        "Zone",
        related="year_id.company_id",
        store=True,
        precompute=True,  # a day without a zone is national from its first moment
        index=True,
        related_sudo=False,
    )
    date = fields.Date(required=True)
    kind = fields.Selection(KINDS, required=True, default="holiday")
    name = fields.Char("Occasion", translate=True)
    ordinal = fields.Integer(
        "Working Day of the Year",
        readonly=True,
        help="How many working days of the national year have passed with this day.",
    )

    _national_uniq = models.UniqueIndex("(date) WHERE company_id IS NULL", "The day is in the national list already.")
    _zone_uniq = models.UniqueIndex("(date, company_id)", "The day is in the list of this zone already.")

    @api.constrains("date", "year_id")
    def _check_year(self):
        for day in self:
            if day.date.year != day.year_id.year:
                raise ValidationError(
                    self.env._(
                        "%(date)s does not belong to the list of %(year)s: enter it in its own year.",
                        date=day.date,
                        year=day.year_id.year,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        with self.env["park.workday"]._changing():
            days = super().create(vals_list)
        days._audit("workday.create", {"days": days._audit_days()})
        return days

    def write(self, vals):
        before = self._audit_days()
        with self.env["park.workday"]._changing():
            result = super().write(vals)
            self.check_access("write")  # as it is now: a day cannot move into the national list
        self._audit("workday.write", {"before": before, "after": self._audit_days()})
        return result

    def unlink(self):
        self._audit("workday.unlink", {"days": self._audit_days()})
        with self.env["park.workday"]._changing():
            return super().unlink()

    def _audit_days(self):
        """Return ``{date: kind}`` in the words of the audit."""
        return {str(day.date): day.kind for day in self}

    @api.model
    def _works_by_date(self, zone_id, without=frozenset()):
        """Return ``{date: works}`` of the days that differ from plain weekdays; the zone's win.

        National days of the years in ``without`` are left out.
        """
        self.flush_model(["date", "kind", "company_id"])
        rows = self.env.execute_query(
            SQL(
                """
                SELECT DISTINCT ON (date) date, kind = ANY(%(worked)s)
                  FROM park_workday_day
                 WHERE (company_id IS NULL AND kind IN ('holiday', 'makeup')
                        AND date_part('year', date) <> ALL(%(without)s))
                    OR company_id = %(zone)s
                 ORDER BY date, company_id NULLS LAST
                """,
                worked=list(WORKED),
                without=list(without),
                zone=zone_id or None,
            )
        )
        return dict(rows)

    @api.model
    def _load_library_days(self, year_list):
        """Write all days of the national list from the library."""
        self._load_days(year_list, list(self._library_days(year_list.year)))

    @api.model
    def _load_days(self, year_list, days):
        """Write all ``(date, kind, occasion as JSON by language or None)`` of a year in one statement."""
        self.env.execute_query(
            SQL(
                """
                INSERT INTO park_workday_day (year_id, date, kind, name, ordinal)
                SELECT %(year)s, day, kind, name::jsonb,
                       count(*) FILTER (WHERE kind = ANY(%(worked)s)) OVER (ORDER BY day)
                  FROM unnest(%(days)s::date[], %(kinds)s::text[], %(names)s::text[]) AS d(day, kind, name)
                RETURNING id
                """,
                year=year_list.id,
                worked=list(WORKED),
                days=[day for day, _kind, _name in days],
                kinds=[kind for _day, kind, _name in days],
                names=[name for _day, _kind, name in days],
            )
        )
        year_list.invalidate_recordset()

    @api.model
    def _library_days(self, year):
        """Yield ``(date, kind, occasion as JSON by language or None)`` for each day of a year."""
        day = date(year, 1, 1)
        while day.year == year:
            if day in chinese_calendar.workdays:
                yield day, "makeup", self._occasion(chinese_calendar.workdays[day])
            elif day in chinese_calendar.holidays:
                yield day, "holiday", self._occasion(chinese_calendar.holidays[day])
            else:
                yield day, "weekend" if day.weekday() >= 5 else "workday", None
            day += timedelta(days=1)

    @api.model
    def _occasion(self, name):
        """Return the library's two names of a holiday, in the shape of a translated field."""
        chinese = {holiday.value: holiday.chinese for holiday in chinese_calendar.Holiday}
        return json.dumps({"en_US": name, "zh_CN": chinese.get(name, name)}, ensure_ascii=False)
