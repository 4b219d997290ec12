import csv

from odoo import api, fields, models, tools
from odoo.exceptions import UserError


class ParkWorkdayRegional(models.TransientModel):
    """Known holidays of a region, put into the list of a zone that observes them."""

    _name = "park.workday.regional"
    _description = "Regional Holidays"
    _inherit = ["park.guard.mixin"]
    _rec_name = "region"

    company_id = fields.Many2one("res.company", "Zone", required=True, default=lambda self: self.env.company)
    region = fields.Selection(lambda self: self._regions(), required=True)
    year = fields.Selection(lambda self: self._years(), required=True)
    days_text = fields.Text("Days", compute="_compute_days_text")
    source = fields.Char(compute="_compute_days_text")
    is_unconfirmed = fields.Boolean(
        "Not Confirmed",
        compute="_compute_days_text",
        help="The notice of the region was not at hand: compare the days with it.",
    )

    @api.depends("region", "year")
    @api.depends_context("lang")
    def _compute_days_text(self):
        for choice in self:
            rows = choice._rows()
            choice.days_text = "\n".join(f"{row['date']} {choice._occasion(row)}" for row in rows)
            choice.source = "; ".join(dict.fromkeys(row["source"] for row in rows))
            choice.is_unconfirmed = any(row["status"] != "confirmed" for row in rows)

    def action_add(self):
        """Put the days into the zone's list of that year, which the administrator may edit; open it."""
        self.ensure_one()
        self.check_access("write")
        rows = self._rows()
        if not rows:
            raise UserError(self.env._("No days are known for this region and year: enter them in the zone's list."))
        lists = self.env["park.workday.year"]
        found = lists.search([("company_id", "=", self.company_id.id), ("year", "=", int(self.year))])
        year_list = found or lists.create(
            {"year": int(self.year), "company_id": self.company_id.id, "source": self._source_text()}
        )
        present = {str(day.date) for day in year_list.day_ids}
        self.env["park.workday.day"].create(
            [
                {"year_id": year_list.id, "date": row["date"], "kind": row["kind"], "name": self._occasion(row)}
                for row in rows
                if row["date"] not in present
            ]
        )
        return {
            "type": "ir.actions.act_window",
            "res_model": year_list._name,
            "res_id": year_list.id,
            "views": [(False, "form")],
        }

    def _source_text(self):
        """Return the source with its mark where the notice was not at hand."""
        mark = self.env._("not confirmed: compare with the notice of the region")
        return f"{self.source} ({mark})" if self.is_unconfirmed else self.source

    def _rows(self):
        return [row for row in self._known_days() if row["region"] == self.region and row["year"] == self.year]

    def _occasion(self, row):
        return row["name_zh"] if (self.env.lang or "").startswith("zh") else row["name"]

    @api.model
    def _regions(self):
        chinese = (self.env.lang or "").startswith("zh")
        return list({row["region"]: row["region_zh" if chinese else "region_en"] for row in self._known_days()}.items())

    @api.model
    def _years(self):
        return [(year, year) for year in sorted({row["year"] for row in self._known_days()})]

    @api.model
    def _known_days(self):
        """Return the rows of data/regional_days.csv."""
        with tools.file_open("park_workday/data/regional_days.csv") as file:
            return list(csv.DictReader(file))
