from odoo import api, fields, models
from odoo.tools import SQL

PER_MINUTE = "park_issue.calls_per_minute"  # system parameter; calls of one account, on all nodes together
USUAL = 120


class ParkWorkCall(models.Model):
    """How many calls an account has made in the running minute, counted in the database that all nodes share."""

    _name = "park.work.call"
    _description = "Calls of the Work-Order Interface"

    user_id = fields.Many2one("res.users", required=True, ondelete="cascade")
    minute = fields.Datetime(required=True)
    calls = fields.Integer(required=True)

    _user_uniq = models.Constraint("UNIQUE(user_id)", "An account is counted once.")

    @api.model
    def _count_call(self):
        """Count a call; return 0, or the seconds to wait where the account has made too many this minute.

        In a transaction of its own: a call that is refused, or runs again, was a call.
        """
        # sudo: a setting of the system, compared and never shown
        limit = int(self.env["ir.config_parameter"].sudo().get_param(PER_MINUTE) or USUAL)
        with self.env.registry.cursor() as cr:
            cr.execute(
                SQL(
                    """INSERT INTO park_work_call AS c (user_id, minute, calls)
                       VALUES (%s, date_trunc('minute', clock_timestamp() AT TIME ZONE 'UTC'), 1)
                       ON CONFLICT (user_id) DO UPDATE SET
                           calls = CASE WHEN c.minute = EXCLUDED.minute THEN c.calls + 1 ELSE 1 END,
                           minute = EXCLUDED.minute
                       RETURNING calls, 60 - extract(second FROM clock_timestamp())::int""",
                    self.env.uid,
                )
            )
            calls, rest = cr.fetchone()
        return max(rest, 1) if calls > limit else 0
