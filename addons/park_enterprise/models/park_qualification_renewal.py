"""The clock of a renewal: one for each certificate that ends, yellow from its first warning on."""

from odoo import api, models
from odoo.tools import SQL

from .park_qualification import IN_FORCE

KIND = "qualification_renewal"


class ParkQualification(models.Model):
    _inherit = "park.qualification"

    def _deadline_values(self):
        return {
            one.id: {
                "title": one.display_name,
                "company_id": one.company_id,
                "enterprise_id": one.enterprise_id,
                "owner_id": one.enterprise_id.officer_id,
            }
            for one in self
        }

    def _prepare_deadline_vals(self, kind, start, amount, unit, profile):
        """Let the clock of a renewal end on the last day of the certificate itself, worked or not."""
        vals_list = super()._prepare_deadline_vals(kind, start, amount, unit, profile)
        if kind != KIND:
            return vals_list
        for vals in vals_list:
            one = self.browse(vals["res_id"])
            ends = one.valid_to
            vals.update(
                due_on=ends,
                original_due_on=ends,
                due_at=False,
                original_due_at=False,
                counts_first_day=False,
                rolls_forward=False,  # a list of days that arrives later does not move the end either
                yellow_on=min(max(one.renew_from, vals["started_on"]), ends),
                amount=max((ends - vals["started_on"]).days, 1),
                is_provisional=False,
            )
        return vals_list

    def _sync_renewal(self):
        """Hold one clock for each certificate in force that ends, and end those of the others."""
        today = self.env["park.workday"].today()
        renewed = self._renewed()
        running = self.filtered(lambda one: one.state in IN_FORCE and one.valid_to and one not in renewed)
        running.filtered(lambda one: one.valid_to > today)._start_deadlines(
            KIND, start=today, amount=1, unit="calendar_day"
        )
        renewed._meet_deadlines([KIND])
        (self - running - renewed)._void_deadlines([KIND])

    def _renewed(self):
        """Return the certificates of these firms and kinds that a later one in force has replaced."""
        self.flush_model(["enterprise_id", "type_id", "state", "valid_to"])
        rows = self.env.execute_query(
            SQL(
                """
                SELECT old.id FROM park_qualification old
                JOIN park_qualification this ON this.id = ANY(%(ids)s)
                    AND this.enterprise_id = old.enterprise_id AND this.type_id = old.type_id
                WHERE old.state = ANY(%(held)s) AND EXISTS (
                    SELECT FROM park_qualification new
                    WHERE new.enterprise_id = old.enterprise_id AND new.type_id = old.type_id
                      AND new.state = ANY(%(held)s) AND new.valid_to > old.valid_to)
                GROUP BY old.id
                """,
                ids=self.ids,
                held=list(IN_FORCE),
            )
        )
        return self.browse(one_id for (one_id,) in rows)

    @api.model
    def _cron_warn(self):
        """Tell who serves the firm, once for each warning that a certificate has reached."""
        claimed = self._claim_warnings()
        activities = self.env["mail.activity"]
        kind = self.env.ref("mail.mail_activity_data_todo")
        partner_model = self.env["ir.model"]._get_id("res.partner")
        activities.create(
            [
                {
                    "res_model_id": partner_model,
                    "res_id": one.enterprise_id.id,
                    "activity_type_id": kind.id,
                    "user_id": one.enterprise_id.officer_id.id,
                    "date_deadline": one.valid_to,
                    "summary": one.with_context(lang=one.enterprise_id.officer_id.lang).env._(
                        "%(qualification)s ends in %(days)s days: prepare the renewal",
                        qualification=one.with_context(lang=one.enterprise_id.officer_id.lang).type_id.name,
                        days=days,
                    ),
                }
                for one, days in claimed
            ]
        )

    @api.model
    def _claim_warnings(self):
        """Mark the warnings that are due now; return ``[(qualification, days left)]`` of firms with an officer."""
        self.flush_model()
        self.env["res.partner"].flush_model(["officer_id"])
        today = self.env["park.workday"].today()
        rows = self.env.execute_query(
            SQL(
                """
                WITH due AS (
                    SELECT q.id, CASE WHEN q.valid_to - %(today)s <= t.warn_last_days THEN t.warn_last_days
                                      WHEN q.valid_to - %(today)s <= t.warn_second_days THEN t.warn_second_days
                                      ELSE t.warn_first_days END AS warning
                    FROM park_qualification q
                    JOIN park_qualification_type t ON t.id = q.type_id
                    JOIN res_partner firm ON firm.id = q.enterprise_id AND firm.active AND firm.officer_id IS NOT NULL
                    WHERE q.state = 'valid' AND q.valid_to >= %(today)s AND q.renew_from <= %(today)s
                      AND NOT EXISTS (SELECT FROM park_qualification new
                          WHERE new.enterprise_id = q.enterprise_id AND new.type_id = q.type_id
                            AND new.state IN ('valid', 'review') AND new.valid_to > q.valid_to)
                    FOR UPDATE OF q SKIP LOCKED)
                UPDATE park_qualification q SET warned_days = due.warning FROM due
                WHERE q.id = due.id AND due.warning > 0
                  AND (COALESCE(q.warned_days, 0) = 0 OR q.warned_days > due.warning)
                RETURNING q.id, q.valid_to - %(today)s
                """,
                today=today,
            )
        )
        self.browse(one_id for one_id, _days in rows).invalidate_recordset(["warned_days"])
        return [(self.browse(one_id), days) for one_id, days in rows]
