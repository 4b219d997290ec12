from datetime import timedelta

import psycopg2
from dateutil.relativedelta import relativedelta
from odoo import api, fields, models
from odoo.tools import SQL

from ..core.heartbeat import GRACE, Job

WATCH = "watch"  # the row of the watchman himself: when he last went round, and what he found
ROUND_SECONDS = 30


class ParkHeartbeat(models.Model):
    """When each job of the suite last came to its end; and the watchman who looks at that from outside the jobs."""

    _name = "park.heartbeat"
    _description = "Heartbeat of a Job"
    _log_access = False
    _order = "key"
    _rec_name = "key"

    key = fields.Char("Job", required=True, readonly=True)
    cron_id = fields.Many2one("ir.cron", readonly=True, ondelete="cascade", index="btree_not_null")
    beat_at = fields.Datetime("Last Done", readonly=True)
    is_failed = fields.Boolean("Switched Off by Failures", readonly=True)
    silent_since = fields.Datetime(readonly=True)
    found = fields.Json(readonly=True)

    _key_uniq = models.UniqueIndex("(key)")

    @api.model
    def _beat(self, cron):
        """Note that a job of the suite has come to its end; jobs of others are none of ours."""
        self.env.execute_query(
            SQL(
                """INSERT INTO park_heartbeat (key, cron_id, beat_at)
                   SELECT module || '.' || name, res_id, %s FROM ir_model_data
                    WHERE model = 'ir.cron' AND res_id = %s AND module LIKE 'park\\_%%'
                    LIMIT 1
                   ON CONFLICT (key) DO UPDATE SET beat_at = EXCLUDED.beat_at, is_failed = FALSE, silent_since = NULL
                   RETURNING id""",
                fields.Datetime.now(),
                cron.id,
            )
        )

    @api.model
    def _watch(self):
        """Go round once in half a minute: set right what can be, raise what cannot; return what was found.

        ``{key: detail}`` of silent jobs and of what addons add in ``_problems``; empty when all is well.
        """
        now = fields.Datetime.now()
        if not self._claim_round(now):
            watch = self.sudo().search([("key", "=", WATCH)])  # sudo: the watchman's own row
            return watch.found or {}
        jobs = self._jobs()
        self._bring_back(jobs, now)
        found = {**self._silent(jobs, now), **self._problems(now)}
        for key in sorted(found):
            if self.env["park.alarm"]._ring("job", key, found[key]):
                self._call_administrators(key)
        self.env["park.alarm"]._settle_gone("job", list(found))
        watch = self.sudo().search([("key", "=", WATCH)])  # sudo: the watchman's own row
        watch.found = found
        return found

    @api.model
    def _problems(self, now):
        """Return ``{key: detail}`` of what else is overdue; addons add to it. Nothing personal, it may be shown."""
        return {}

    @api.model
    def _claim_round(self, now):
        """Return whether this caller goes round now; nobody waits for another one."""
        self.flush_model()
        query = self.env.execute_query(
            SQL(
                """WITH due AS (
                       SELECT id FROM park_heartbeat WHERE key = %(key)s FOR NO KEY UPDATE SKIP LOCKED
                   ), late AS (
                       UPDATE park_heartbeat h SET beat_at = %(now)s FROM due
                        WHERE h.id = due.id
                          AND (h.beat_at <= %(before)s OR h.beat_at > %(now)s) RETURNING h.id
                   ), first AS (
                       INSERT INTO park_heartbeat (key, beat_at) VALUES (%(key)s, %(now)s)
                           ON CONFLICT DO NOTHING RETURNING id
                   )
                   SELECT id FROM late UNION ALL SELECT id FROM first""",
                key=WATCH,
                now=now,
                before=now - timedelta(seconds=ROUND_SECONDS),
            )
        )
        self.invalidate_model(flush=False)
        return bool(query)

    @api.model
    def _jobs(self):
        """Return ``{cron id: Job}`` of the suite's jobs."""
        self.env["ir.cron"].flush_model()
        rows = self.env.execute_query(
            SQL(
                """SELECT c.id, d.module || '.' || d.name, c.interval_type, c.interval_number, c.active,
                          h.is_failed IS TRUE, c.nextcall, COALESCE(h.beat_at, c.create_date)
                     FROM ir_cron c
                     JOIN ir_model_data d ON d.model = 'ir.cron' AND d.res_id = c.id AND d.module LIKE 'park\\_%%'
                     LEFT JOIN park_heartbeat h ON h.cron_id = c.id"""
            )
        )
        anchor = fields.Datetime.now()
        return {
            cron_id: Job(key, anchor + relativedelta(**{unit: number}) - anchor, *rest)
            for cron_id, key, unit, number, *rest in rows
        }

    @api.model
    def _bring_back(self, jobs, now):
        """Let jobs that a jump of the clock has put off, or failures have switched off, run again now."""
        put_off = [cron_id for cron_id, job in jobs.items() if job.is_put_off(now)]
        failed = [cron_id for cron_id, job in jobs.items() if job.is_failed and not job.is_active]
        # sudo: schedules of the suite's own jobs; one that is running right now is skipped
        crons_sudo = self.env["ir.cron"].sudo().with_context(active_test=False).browse(put_off + failed)
        crons_sudo = crons_sudo.try_lock_for_update(allow_referencing=True)
        if crons_sudo:
            crons_sudo.write({"active": True, "nextcall": now})
            keys = [jobs[cron.id].key for cron in crons_sudo]
            self.env["park.audit"]._log("job.bring_back", "ir.cron", crons_sudo.ids, detail={"jobs": keys})

    @api.model
    def _silent(self, jobs, now):
        """Return the jobs that have been seen silent for a while; a server that just came back has that while."""
        silent = {cron_id for cron_id, job in jobs.items() if job.is_silent(now)}
        self.env.execute_query(
            SQL(
                """INSERT INTO park_heartbeat (key, cron_id, silent_since)
                   SELECT job.key, job.id, CASE WHEN job.is_silent THEN %(now)s END
                     FROM unnest(%(ids)s::int[], %(keys)s::text[], %(silent)s::bool[]) AS job(id, key, is_silent)
                   ON CONFLICT (key) DO UPDATE
                  SET silent_since = CASE WHEN EXCLUDED.silent_since IS NOT NULL
                                          THEN LEAST(park_heartbeat.silent_since, EXCLUDED.silent_since) END
                RETURNING id""",
                now=now,
                ids=list(jobs),
                keys=[job.key for job in jobs.values()],
                silent=[cron_id in silent for cron_id in jobs],
            )
        )
        self.invalidate_model(flush=False)
        rows = self.sudo().search([("silent_since", "!=", False)])  # sudo: the watchman's own rows
        return {
            row.key: {"last_done": fields.Datetime.to_string(row.beat_at) if row.beat_at else "never"}
            for row in rows
            if row.is_failed or now - row.silent_since >= GRACE
        }

    @api.model
    def _call_administrators(self, key):
        """Give every administrator a to-do: once for an incident, for the alarm stays open until it is over."""
        # sudo: administrators are told whoever noticed
        alarm = (
            self.env["park.alarm"].sudo().search([("kind", "=", "job"), ("key", "=", key), ("settled_at", "=", False)])
        )
        administrators = self.env.ref("park_guard.group_park_admin").sudo().all_user_ids.filtered("active")
        self.env["mail.activity"].sudo().create(
            [
                {
                    "activity_type_id": self.env.ref("mail.mail_activity_data_todo").id,
                    "user_id": user.id,
                    "summary": self.with_context(lang=user.lang).env._("Does not run: %(job)s", job=key),
                    "date_deadline": fields.Date.context_today(self.with_context(tz=user.tz)),
                }
                for user in administrators
            ]
        )
        alarm._unlocked().told_at = self.env.cr.now()


class IrCron(models.Model):
    _inherit = "ir.cron"

    def _callback(self, cron_name, server_action_id):
        """Let every job of the suite leave its heartbeat when it has come to its end, and look after the others."""
        result = super()._callback(cron_name, server_action_id)
        try:
            self.env["park.heartbeat"]._beat(self)
            self.env.cr.commit()  # pylint: disable=invalid-commit  # as core has just done with the job's own work
            self.env["park.heartbeat"]._watch()
            self.env.cr.commit()  # pylint: disable=invalid-commit
        except psycopg2.errors.SerializationFailure:  # somebody else has just gone round
            self.env.cr.rollback()
        return result

    @api.model
    def _update_failure_count(self, job, status):
        """Remember that failures, and not a person, switched the job off: the watchman brings it back."""
        was_active = job["active"]
        result = super()._update_failure_count(job, status)
        self.invalidate_model(["active"], flush=False)
        if was_active and not self.browse(job["id"]).active:
            self.env.execute_query(
                SQL(
                    """INSERT INTO park_heartbeat (key, cron_id, is_failed)
                       SELECT module || '.' || name, res_id, TRUE FROM ir_model_data
                        WHERE model = 'ir.cron' AND res_id = %s AND module LIKE 'park\\_%%'
                       ON CONFLICT (key) DO UPDATE SET is_failed = TRUE RETURNING id""",
                    job["id"],
                )
            )
        return result
