from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

SEEN_SECONDS = 20  # a board asks every few seconds; after that many it is gone


class ParkServiceDayRecorder(models.Model):
    """A capture board that is open now, and what is being written on it; nobody reads it but ``pulse``."""

    _name = "park.service.day.recorder"
    _description = "Recorder of a Service Day"
    _inherit = ["park.guard.mixin"]
    _order = "id"
    _rec_name = "user_id"

    service_day_id = fields.Many2one("park.service.day", required=True, index=True, ondelete="cascade", readonly=True)
    user_id = fields.Many2one("res.users", required=True, readonly=True, ondelete="cascade")
    client = fields.Char(required=True, readonly=True, help="One open board; a person may have several.")
    issue_id = fields.Many2one("park.issue", "Correcting", readonly=True, ondelete="set null")
    enterprise_id = fields.Many2one("res.partner", "Writing for", readonly=True, ondelete="set null")
    seen_at = fields.Datetime(required=True, readonly=True)

    _client_uniq = models.Constraint("UNIQUE(service_day_id, user_id, client)", "The board is known already.")

    @api.autovacuum
    def _gc_recorders(self):
        """Forget boards that were closed a day ago: they say what is being written now, and no more."""
        self.search([("seen_at", "<", fields.Datetime.now() - timedelta(days=1))]).unlink()


class ParkServiceDayLive(models.Model):
    """Several boards of one day keep each other up to date."""

    _inherit = "park.service.day"

    def pulse(self, client, known, issue_id=False, enterprise_id=False):
        """Return what changed on the board since ``known`` (``{issue id: stamp}``), and who else writes.

        Also takes note of what this board, named ``client``, is writing: a new line for a firm, or a
        correction of a line. Readers leave no trace.
        """
        self.ensure_one()
        self.check_access("read")
        if not isinstance(client, str) or not 8 <= len(client) <= 64 or not isinstance(known, dict):
            raise ValidationError(self.env._("Reload the page."))
        issues = self._captured_issues()
        if self.state == "open" and self.has_access("write"):
            self._note_recorder(client, issue_id if issue_id in issues.ids else None, enterprise_id)
        changed = issues.filtered(lambda issue: known.get(str(issue.id)) != self._line_stamp(issue))
        return {
            "day": self._board_day(),
            "lines": list(self._board_lines(changed).values()),
            "gone": [int(key) for key in known if key.isdigit() and int(key) not in issues.ids],
            "recorders": self._other_recorders(client),
        }

    def _note_recorder(self, client, issue_id, enterprise_id):
        firms = self.firm_ids.enterprise_id.ids
        self.env.execute_query(
            SQL(
                """INSERT INTO park_service_day_recorder
                       (service_day_id, user_id, client, issue_id, enterprise_id, seen_at, create_uid,
                        write_uid, create_date, write_date)
                   VALUES (%(day)s, %(user)s, %(client)s, %(issue)s, %(firm)s, %(now)s, %(user)s,
                           %(user)s, %(now)s, %(now)s)
                   ON CONFLICT (service_day_id, user_id, client) DO UPDATE
                       SET issue_id = EXCLUDED.issue_id, enterprise_id = EXCLUDED.enterprise_id,
                           seen_at = EXCLUDED.seen_at, write_date = EXCLUDED.write_date
                   RETURNING id""",
                day=self.id,
                user=self.env.uid,
                client=client,
                issue=issue_id,
                firm=enterprise_id if enterprise_id in firms else None,
                now=fields.Datetime.now(),
            )
        )
        self.env["park.service.day.recorder"].invalidate_model()

    def _other_recorders(self, client):
        # sudo: the names of colleagues who write on the same day, for whoever may read it
        recorders_sudo = (
            self.env["park.service.day.recorder"]
            .sudo()
            .search(
                [
                    ("service_day_id", "=", self.id),
                    ("seen_at", ">=", fields.Datetime.now() - timedelta(seconds=SEEN_SECONDS)),
                    "|",
                    ("client", "!=", client),
                    ("user_id", "!=", self.env.uid),
                ]
            )
        )
        return [
            {
                "client": recorder.client,
                "name": recorder.user_id.name,
                "issue_id": recorder.issue_id.id,
                "enterprise_id": recorder.enterprise_id.id,
            }
            for recorder in recorders_sudo
        ]
