from odoo import api, fields, models
from odoo.exceptions import ConcurrencyError
from odoo.tools import SQL
from psycopg2 import errors

SEQUENCE_CODE = "park.issue"
WINDOW_SEQUENCE_CODE = "park.issue.window"
SERIES = {SEQUENCE_CODE: ("Issues %s", "SQ"), WINDOW_SEQUENCE_CODE: ("Cases of the window %s", "BCS")}


class ResCompany(models.Model):
    """Each zone numbers its issues by itself, from one again every year."""

    _inherit = "res.company"

    park_window_leader_id = fields.Many2one(
        "res.users",
        "Leader of the Window",
        help="Hears of every case of the window on the day it comes in; empty: chosen case by case.",
    )

    park_letter_code = fields.Char(
        "Code of Supervision Letters", help="Before year and ordinal of the document number."
    )
    park_order_code = fields.Char("Code of Orders", help="Before year and ordinal of the document number.")

    @api.model_create_multi
    def create(self, vals_list):
        companies = super().create(vals_list)
        companies._create_issue_sequences()
        return companies

    def _create_issue_sequences(self):
        sequences_sudo = self.env["ir.sequence"].sudo()  # sudo: number ranges belong to the set-up of a zone
        served = {
            (sequence.code, sequence.company_id)
            for sequence in sequences_sudo.search([("code", "in", [*SERIES]), ("company_id", "in", self.ids)])
        }
        sequences_sudo.create(
            [
                {
                    "name": name % company.name,
                    "code": code,
                    "company_id": company.id,
                    "implementation": "standard",
                    "prefix": f"{prefix}%(range_year)s-",
                    "padding": 5,
                    "use_date_range": True,
                }
                for code, (name, prefix) in SERIES.items()
                for company in self
                if (code, company) not in served
            ]
        )

    def _draw_issue_numbers(self, count, day, code=SEQUENCE_CODE):
        """Return ``count`` fresh numbers of a series of the zone for the year of ``day``; one draw for all."""
        self.ensure_one()
        # sudo: whoever may submit an issue may draw its number, and reads no sequence otherwise
        sequence_sudo = (
            self.env["ir.sequence"]
            .sudo()
            .search([("code", "=", code), ("company_id", "=", self.id)], order="id", limit=1)
        )
        year_sudo = sequence_sudo.date_range_ids.filtered(lambda r: r.date_from <= day <= r.date_to)[:1]
        year_sudo = year_sudo or self._open_year(sequence_sudo, day)
        name = f"ir_sequence_{sequence_sudo.id:03d}_{year_sudo.id:03d}"
        rows = self.env.execute_query(SQL("SELECT nextval(%s) FROM generate_series(1, %s)", name, count))
        dated_sudo = sequence_sudo.with_context(ir_sequence_date_range=year_sudo.date_from)
        return [dated_sudo.get_next_char(number) for (number,) in rows]

    def _open_year(self, sequence_sudo, day):
        """Return the new number range for the year of ``day``; where another request opens it now, run again."""
        try:
            with self.env.cr.savepoint():
                year_sudo = sequence_sudo._create_date_range_seq(day)
                year_sudo.flush_recordset()
                return year_sudo
        except errors.UniqueViolation as violation:
            raise ConcurrencyError("the first number of the year is being drawn") from violation
