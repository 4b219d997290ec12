import json
import logging

from odoo import api, fields, models
from odoo.tools import SQL

_logger = logging.getLogger(__name__)

KINDS = [
    ("file", "File missing or damaged"),
    ("sequence", "Sequence behind its table"),
    ("seal", "Audit does not match its seals"),
    ("bulk_read", "Unusually many personal records read"),
    ("lockout", "Many failed log-ins"),
    ("job", "Job does not run"),
]
READERS = ("park_guard.group_park_admin", "park_guard.group_park_auditor")


class ParkAlarm(models.Model):
    """Something is wrong that a person has to look at. One open alarm for each thing, however often it is seen."""

    _name = "park.alarm"
    _description = "Alarm"
    _inherit = ["park.guard.mixin"]
    _order = "settled_at DESC NULLS FIRST, last_at DESC, id DESC"
    _rec_name = "kind"
    _log_access = False
    _guard_protected = (
        *(
            "kind",
            "key",
            "company_id",
            "detail",
            "times",
            "first_at",
            "last_at",
            "told_at",
            "settled_at",
            "settled_by_id",
        ),
    )

    kind = fields.Selection(KINDS, required=True, readonly=True)
    key = fields.Char("Concerns", required=True, readonly=True)
    company_id = fields.Many2one("res.company", "Zone", readonly=True, index=True)
    detail = fields.Json("Details as Data", readonly=True)
    detail_text = fields.Text("Details", compute="_compute_detail_text")
    times = fields.Integer(readonly=True, default=1)
    first_at = fields.Datetime("First seen", readonly=True)
    last_at = fields.Datetime("Last seen", readonly=True)
    told_at = fields.Datetime("Told", readonly=True)
    settled_at = fields.Datetime("Settled", readonly=True)
    settled_by_id = fields.Many2one("res.users", "Settled by", readonly=True)

    _open_uniq = models.UniqueIndex("(kind, key) WHERE settled_at IS NULL")

    @api.depends("detail")
    def _compute_detail_text(self):
        for alarm in self:
            detail = alarm.detail if isinstance(alarm.detail, dict) else {}
            alarm.detail_text = "\n".join(
                f"{key}: {value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)}"
                for key, value in detail.items()
            )

    @api.model
    def _ring(self, kind, key, detail=None, company=None):
        """Open the alarm, or count it again when it is open; return whether it is new.

        Details name records by id and never hold personal data.
        """
        self.flush_model()
        now = self.env.cr.now()
        rows = self.env.execute_query(
            SQL(
                """INSERT INTO park_alarm (kind, key, company_id, detail, times, first_at, last_at)
                   VALUES (%s, %s, %s, %s::jsonb, 1, %s, %s)
                   ON CONFLICT (kind, key) WHERE settled_at IS NULL
                   DO UPDATE SET times = park_alarm.times + 1, last_at = EXCLUDED.last_at, detail = EXCLUDED.detail
                   RETURNING id, times""",
                *(kind, key, company.id if company else None, json.dumps(detail or {}), now, now),
            )
        )
        self.invalidate_model()
        [(alarm_id, times)] = rows
        if times == 1:
            self.env["park.audit"]._log(f"alarm.{kind}", self._name, [alarm_id], company, {"key": key})
            _logger.error("Alarm %s: %s %s", kind, key, detail)
            self.env.ref("park_guard.cron_alarms")._trigger()
        return times == 1

    @api.model
    def _settle_gone(self, kind, keys_still_there):
        """Settle open alarms of a kind whose thing is in order again."""
        # sudo: alarms follow what a check of the system found
        gone = self.sudo().search(
            [("kind", "=", kind), ("settled_at", "=", False), ("key", "not in", keys_still_there)]
        )
        if gone:
            gone._transition({"settled_at": self.env.cr.now()}, "alarm.gone")
        return gone

    @api.model
    def _cron_tell(self):
        """Tell those who look after alarms about the new ones: later, so that no alarm waits for a mail."""
        untold = self.search([("told_at", "=", False), ("settled_at", "=", False)], order="id")
        self.env["ir.cron"]._commit_progress(remaining=len(untold))
        for alarm in untold:
            alarm = alarm.try_lock_for_update().filtered(lambda alarm: not alarm.told_at)
            if alarm:
                alarm._unlocked().told_at = self.env.cr.now()
                alarm._tell()
            if not self.env["ir.cron"]._commit_progress(1):
                break

    def _tell(self):
        """Send a message to the administrators and auditors of the alarm's zone."""
        self.ensure_one()
        groups = [self.env.ref(group).id for group in READERS]
        domain = [("all_group_ids", "in", groups), ("share", "=", False)]
        if self.company_id:
            domain.append(("company_ids", "in", self.company_id.ids))
        label = dict(self._fields["kind"]._description_selection(self.env))[self.kind]
        self.env["mail.thread"].message_notify(
            partner_ids=self.env["res.users"].search(domain).partner_id.ids,
            subject=self.env._("Alarm: %s", label),
            body=self.env._("%(label)s: %(key)s. Open the list of alarms.", label=label, key=self.key),
            author_id=self.env.ref("base.partner_root").id,
        )

    def action_settle(self):
        """Note that somebody has looked after these alarms."""
        self.check_access("write")
        self.filtered(lambda alarm: not alarm.settled_at)._transition(
            {"settled_at": self.env.cr.now(), "settled_by_id": self.env.uid}, "alarm.settle"
        )
