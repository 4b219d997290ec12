from odoo import api, models
from odoo.fields import Domain

NOVEMBER = 11  # the notices of 2014-2025 came between 25 October and 16 December (notices.csv)
TOLD = "workday.missing_told"  # in the audit: who has been told of which year


class ParkWorkdayYear(models.Model):
    """Administrators hear that a year's list is missing: from November of the next year's, in January of this one's."""

    _inherit = "park.workday.year"

    @api.model
    def _missing_year(self):
        """Return the year whose national list is missing and should be there by now, or None."""
        today, known = self.env["park.workday"].today(), self._national_years()
        expected = [today.year] + [today.year + 1] * (today.month >= NOVEMBER)
        return next((year for year in expected if year not in known), None)

    @api.model
    def missing_notice(self):
        """Return what lists of limits say above their rows while a list is missing, or False."""
        self.check_access("read")
        year = self._missing_year()
        if not year:
            return False
        return self.env._(
            "The official list of working days of %(year)s is not loaded yet: limits that end there are "
            "provisional and move when it arrives.",
            year=year,
        )

    @api.model
    def _cron_missing_year(self):
        """Give each administrator one to-do for each missing year; take them back once the list is there."""
        year = self._missing_year()
        if not year:
            self._drop_missing_todos()
            return
        fresh = self._administrators() - self._told(year)
        if not fresh:
            return
        vals_list = [self.with_context(lang=user.lang)._missing_todo(user, year) for user in fresh]
        self.env["mail.activity"].with_context(mail_activity_quick_update=True).create(vals_list)
        self.env["park.audit"]._log(TOLD, "res.users", fresh.ids, detail={"year": year})

    @api.model
    def _administrators(self):
        return self.env.ref("park_guard.group_park_admin").all_user_ids.filtered("active")

    @api.model
    def _told(self, year):
        """Return who has been told of a year, whatever has become of the to-do."""
        entries = self.env["park.audit"].search([("action", "=", TOLD), ("model", "=", "res.users")])
        told = entries.filtered(lambda entry: entry.detail.get("year") == year)
        return self.env["res.users"].browse(told.mapped("res_id"))

    @api.model
    def _missing_todo(self, user, year):
        provisional = self.env["park.deadline"].search_count(
            Domain("is_provisional", "=", True)
            & Domain("state", "in", ("running", "paused"))
            & Domain("company_id", "in", user.company_ids.ids)
        )
        return {
            "activity_type_id": self.env.ref("park_deadline.mail_activity_type_missing_year").id,
            "summary": self.env._("The list of working days of %(year)s is missing", year=year),
            "note": self.env._(
                "Import it under Configuration, Working-Day Lists, once the State Council has published it. "
                "Open limits that are provisional until then: %(count)s.",
                count=provisional,
            ),
            "user_id": user.id,
            "date_deadline": self.env["park.workday"].today(),
            "automated": True,
        }

    @api.model
    def _drop_missing_todos(self):
        todo_type = self.env.ref("park_deadline.mail_activity_type_missing_year")
        self.env["mail.activity"].sudo().search([("activity_type_id", "=", todo_type.id)]).unlink()  # sudo: settled


class ParkWorkday(models.AbstractModel):
    _inherit = "park.workday"

    @api.model
    def _calendars_changed(self, before):
        """Take the to-dos about a missing list back as soon as it is there."""
        result = super()._calendars_changed(before)
        years = self.env["park.workday.year"]
        if not years._missing_year():
            years._drop_missing_todos()
        return result
