from collections import Counter

from odoo import api, fields, models
from odoo.tools import SQL

FIRST_RUNG = 1

# Who is told of each clock, one log line and one to-do for each of them. The to-do's number is drawn
# first, so that the log can name it: the database checks the link when the statement has ended.
TELL = """
    WITH recipient AS (
        SELECT d.id AS deadline_id, u.id AS user_id
          FROM park_deadline d
          LEFT JOIN park_department p
                 ON p.id = d.department_id AND d.is_restricted IS NOT TRUE
          LEFT JOIN res_users head ON head.id = p.head_id AND head.active
          LEFT JOIN res_users owner
                 ON owner.id = d.owner_id AND owner.active
                AND (d.is_restricted IS NOT TRUE OR owner.id = ANY(%(supervisors)s))
          LEFT JOIN res_company_users_rel s
                 ON owner.id IS NULL AND d.is_restricted AND s.cid = d.company_id
                AND s.user_id = ANY(%(supervisors)s)
          LEFT JOIN park_department_member m
                 ON owner.id IS NULL AND head.id IS NULL AND m.department_id = p.id
                AND m.date_from <= %(today)s AND (m.date_to IS NULL OR m.date_to >= %(today)s)
          LEFT JOIN res_users u
                 ON u.id = COALESCE(owner.id, head.id, m.user_id, s.user_id) AND u.active
         WHERE d.id = ANY(%(ids)s)
    ), target AS MATERIALIZED (
        SELECT deadline_id, user_id, nextval('mail_activity_id_seq') AS activity_id
          FROM (SELECT deadline_id, user_id FROM recipient WHERE user_id IS NOT NULL
                 UNION
                SELECT deadline_id, NULL FROM recipient
                 GROUP BY deadline_id HAVING count(user_id) = 0) AS each
    ), event AS (
        INSERT INTO park_deadline_event
               (deadline_id, company_id, is_restricted, level, round, channel,
                user_id, activity_id, at, state)
        SELECT d.id, d.company_id, d.is_restricted, d.level, d.extension_count,
               CASE WHEN t.user_id IS NULL THEN 'none' ELSE 'activity' END,
               t.user_id,
               CASE WHEN t.user_id IS NULL THEN NULL ELSE t.activity_id END,
               %(now)s,
               CASE WHEN t.user_id IS NULL THEN 'failed' ELSE 'sent' END
          FROM target t JOIN park_deadline d ON d.id = t.deadline_id
            ON CONFLICT DO NOTHING
        RETURNING deadline_id, user_id, activity_id
    )
    INSERT INTO mail_activity
           (id, res_model_id, res_model, res_id, res_name, activity_type_id, summary,
            date_deadline, user_id, user_tz, automated, active,
            create_uid, write_uid, create_date, write_date)
    SELECT e.activity_id, host.id, host.model, CASE WHEN host.id IS NOT NULL THEN d.res_id END,
           d.title, %(type)s,
           replace(replace(COALESCE(own.text, %(text)s), '{due}', to_char(d.due_on, 'YYYY-MM-DD')),
                   '{title}', d.title),
           %(today)s, e.user_id, partner.tz, TRUE, TRUE,
           %(uid)s, %(uid)s, %(now)s, %(now)s
      FROM event e
      JOIN park_deadline d ON d.id = e.deadline_id
      JOIN res_users u ON u.id = e.user_id
      JOIN res_partner partner ON partner.id = u.partner_id
      LEFT JOIN ir_model host ON host.model = d.res_model AND host.model = ANY(%(hosts)s)
      LEFT JOIN unnest(%(langs)s::text[], %(texts)s::text[]) AS own(lang, text)
             ON own.lang = partner.lang
    RETURNING user_id
"""


class ParkDeadlineSweep(models.Model):
    """The sweep: chase every clock that ran out, in a constant number of statements."""

    _inherit = "park.deadline"

    @api.model
    def _sweep(self, today=None):
        """Raise the first rung of the ladder for running clocks past due; return how many.

        Each clock is claimed by an UPDATE that skips rows another sweep holds, so two sweeps never
        chase the same clock; the log and the to-dos follow in the same transaction, so a killed sweep
        leaves nothing behind and the next one does it all.
        """
        today = today or self.env["park.workday"].today()
        self.env.flush_all()
        raised = self._sweep_claim(today)  # {deadline id: subject model}
        if raised:
            self._sweep_tell(list(raised), set(raised.values()), today)
            self.env.invalidate_all(flush=False)
        return len(raised)

    @api.model
    def _sweep_claim(self, today):
        """Raise the level of the clocks nobody else is sweeping."""
        return dict(
            self.env.execute_query(
                SQL(
                    """
                    UPDATE park_deadline
                       SET level = %(level)s, last_chased_at = %(now)s
                     WHERE id IN (
                            SELECT id
                              FROM park_deadline
                             WHERE state = 'running' AND level = 0 AND %(ran_out)s
                               FOR UPDATE SKIP LOCKED)
                    RETURNING id, res_model
                    """,
                    level=FIRST_RUNG,
                    now=fields.Datetime.now(),
                    ran_out=self._sql_ran_out(today),
                )
            )
        )

    @api.model
    def _sweep_tell(self, deadline_ids, models_, today):
        """Write one log line and one to-do for each person; a clock nobody answers for is logged too.

        Told is the one responsible, else the head of the department, else its members of today. A
        restricted clock is told to supervisors alone: the responsible one, else those of the zone.
        """
        rows = self.env.execute_query(
            SQL(
                TELL,
                ids=deadline_ids,
                today=today,
                supervisors=self.env.ref("park_guard.group_park_supervisor").all_user_ids.ids,
                now=fields.Datetime.now(),
                uid=self.env.uid,
                type=self.env.ref("park_deadline.mail_activity_type_overdue").id,
                hosts=[name for name in models_ if self._carries_todos(name)],
                text=self._chase_text(self.env.lang),
                **self._chase_texts(),
            )
        )
        self._sweep_notify([user_id for (user_id,) in rows])

    @api.model
    def _sweep_notify(self, user_ids):
        """Refresh the to-do counters of those told, once for each person."""
        for user_id, count in Counter(user_ids).items():
            user = self.env["res.users"].browse(user_id)
            user._bus_send("mail.activity/updated", {"activity_created": True, "count_diff": count})

    @api.model
    def _carries_todos(self, model):
        """Return whether records of a model show to-dos; otherwise the to-do stands by itself."""
        return model in self.env and "activity_ids" in self.env[model]._fields

    @api.model
    def _chase_texts(self):
        """Return the text of the reminder in every installed language."""
        langs = [code for code, _name in self.env["res.lang"].get_installed()]
        return {"langs": langs, "texts": [self._chase_text(lang) for lang in langs]}

    @api.model
    def _chase_text(self, lang):
        env = self.with_context(lang=lang).env
        return env._("Overdue since %(due)s: %(title)s", due="{due}", title="{title}")

    @api.model
    def _cron_sweep(self):
        """Chase what ran out; safe to run twice, at once or after being killed."""
        self._sweep()
