"""Firms that nobody has spoken to for too long, by tier; each addon adds its own contacts."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from .park_enterprise_scope import truth


class ResCompany(models.Model):
    _inherit = "res.company"

    park_quiet_days_a = fields.Integer("Quiet after, tier A (days)", default=30)
    park_quiet_days_b = fields.Integer("Quiet after, tier B (days)", default=90)
    park_quiet_days_c = fields.Integer("Quiet after, tier C (days)", default=180)


class ResPartner(models.Model):
    _inherit = "res.partner"

    last_contact_on = fields.Date("Last contact", compute="_compute_last_contact_on")
    is_quiet = fields.Boolean("Quiet", compute="_compute_last_contact_on", search="_search_is_quiet")

    @api.model
    def _park_contact_parts(self):
        """Return the sources of contacts, SQL queries with the columns enterprise_id and day.

        Add yours through ``super()``: a visit, a call, an issue. Whether the reader may open the
        contact itself does not matter: only its day is used.
        """
        zone = "Asia/Shanghai"  # the local day in China, as park.workday counts
        return [
            SQL(
                "SELECT enterprise_id, (answered_at AT TIME ZONE 'UTC' AT TIME ZONE %s)::date AS day "
                "FROM park_enterprise_question WHERE answered_at IS NOT NULL",
                zone,
            ),
            SQL(
                "SELECT res_id AS enterprise_id, (date AT TIME ZONE 'UTC' AT TIME ZONE %s)::date AS day "
                "FROM mail_message WHERE model = 'res.partner' "
                "AND message_type IN ('comment', 'email', 'email_outgoing')",
                zone,
            ),
        ]

    @api.model
    def _park_contacts(self, condition):
        """Return the SQL of the latest contact day of each firm, of those that meet ``condition``."""
        self.env.flush_all()
        parts = SQL(" UNION ALL ").join(self._park_contact_parts())
        return SQL(
            "SELECT enterprise_id, max(day) AS day FROM (%s) contact WHERE %s GROUP BY enterprise_id", parts, condition
        )

    @api.depends("tier", "company_id")
    def _compute_last_contact_on(self):
        """Read the latest contact of all firms in one statement; no contact known counts as quiet."""
        days = dict(self.env.execute_query(self._park_contacts(SQL("enterprise_id = ANY(%s)", list(self._origin.ids)))))
        today = self.env["park.workday"].today()
        for firm in self:
            day = firm.last_contact_on = days.get(firm._origin.id, False)
            allowed = firm.tier and firm.company_id[f"park_quiet_days_{firm.tier}"]
            firm.is_quiet = bool(allowed) and firm.is_park_enterprise and (not day or day < today - timedelta(allowed))

    @api.model
    def _search_is_quiet(self, operator, value):
        return truth(Domain("id", "in", self._quiet_ids()), operator, value)

    def _read_group_groupby(self, alias, groupby_spec, query):
        """Group by quiet or not as well, in the one statement of the groups."""
        if groupby_spec == "is_quiet":
            return SQL("(%s IN %s)", SQL.identifier(alias, "id"), self._quiet_ids())
        return super()._read_group_groupby(alias, groupby_spec, query)

    @api.model
    def _quiet_ids(self):
        """Return the SQL of firms with a tier whose latest contact lies further back than their zone allows."""
        today = self.env["park.workday"].today()
        self.env.flush_all()
        return SQL(
            """(
            SELECT firm.id FROM res_partner firm JOIN res_company zone ON zone.id = firm.company_id
            LEFT JOIN (%(contacts)s) latest ON latest.enterprise_id = firm.id
            CROSS JOIN LATERAL (SELECT CASE firm.tier WHEN 'a' THEN zone.park_quiet_days_a
                WHEN 'b' THEN zone.park_quiet_days_b WHEN 'c' THEN zone.park_quiet_days_c END AS days) allowed
            WHERE firm.is_park_enterprise AND allowed.days > 0
              AND (latest.day IS NULL OR latest.day < %(today)s::date - allowed.days))""",
            contacts=self._park_contacts(SQL("TRUE")),
            today=today,
        )
