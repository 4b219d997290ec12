from datetime import date
from typing import NamedTuple

from odoo import api, fields, models
from odoo.service.model import retrying
from odoo.tools import SQL

from ..core import next_rung

MOST_PASSES = 50  # more rungs than a ladder has: a sweep ends whatever the data says
MANY = 500  # clocks due at once
# Clocks that one sweep raises to one person and that become a to-do each; of more, one to-do stands for all. A day
# on which that happens follows an outage or a large import, and nobody works off a list of thousands.
MOST_TODOS = 100
ROLES = ("supervisor", "leader", "service_centre")

# One statement claims, logs and tells, so that a killed sweep leaves nothing half done. To-dos draw
# their number first, so that the log can name them: the database checks the link at the end.
# Who is told is asked once for all clocks that are alike in zone, department, person, kind and rung. Rows are
# looked up by arrays of ids: the planner cannot know how many they are, and would read whole tables.
CHASE = """
    WITH step AS (
        SELECT * FROM unnest(%(company_ids)s::int[], %(ladder_ids)s::int[], %(levels)s::int[],
                             %(started)s::date[], %(due)s::date[], %(rung_ids)s::int[],
                             %(next_levels)s::int[], %(next_days)s::date[])
            AS step(company_id, ladder_id, level, started_on, due_on, rung_id, next_level, next_on)
    ), locked AS MATERIALIZED (
        SELECT id FROM park_deadline
         WHERE state = 'running' AND next_rung_on <= %(today)s
           FOR NO KEY UPDATE SKIP LOCKED
    ), claimed AS (
        UPDATE park_deadline d
           SET level = CASE WHEN step.rung_id IS NULL THEN d.level ELSE step.level END,
               next_level = step.next_level,
               next_rung_on = step.next_on,
               last_chased_at = CASE WHEN step.rung_id IS NULL THEN d.last_chased_at ELSE %(now)s END
          FROM step
         WHERE d.id = ANY(ARRAY(SELECT id FROM locked))
           AND d.company_id = step.company_id AND d.ladder_id = step.ladder_id
           AND d.next_level = step.level AND d.started_on = step.started_on AND d.due_on = step.due_on
        RETURNING d.id, d.res_model, d.res_id, d.title, d.due_on, d.company_id,
                  COALESCE(d.department_id, 0) AS department_id, COALESCE(d.owner_id, 0) AS owner_id,
                  d.is_restricted IS TRUE AS is_restricted, d.kind, d.level, d.extension_count, step.rung_id
    ), alike AS MATERIALIZED (
        SELECT company_id, department_id, owner_id, is_restricted, kind, rung_id, count(*) AS clocks
          FROM claimed
         WHERE rung_id IS NOT NULL
         GROUP BY 1, 2, 3, 4, 5, 6
    ), role AS (
        SELECT who.role, who.user_id, zone.cid AS company_id
          FROM unnest(%(role_names)s::text[], %(role_users)s::int[]) AS who(role, user_id)
          JOIN res_company_users_rel zone ON zone.user_id = who.user_id
    ), wanted AS (
        SELECT c.*, COALESCE(owner.id, head.id, m.user_id, s.user_id) AS user_id
          FROM alike c
          JOIN park_deadline_rung r ON r.id = c.rung_id AND r.tell_owner
          LEFT JOIN park_department p ON p.id = c.department_id AND NOT c.is_restricted
          LEFT JOIN res_users head ON head.id = p.head_id AND head.active
          LEFT JOIN res_users owner
                 ON owner.id = c.owner_id AND owner.active
                AND (NOT c.is_restricted OR owner.id = ANY(%(supervisors)s))
          LEFT JOIN role s
                 ON owner.id IS NULL AND c.is_restricted AND s.role = 'supervisor' AND s.company_id = c.company_id
          LEFT JOIN park_department_member m
                 ON owner.id IS NULL AND head.id IS NULL AND m.department_id = p.id
                AND %(member_today)s
         UNION ALL
        SELECT c.*, p.head_id
          FROM alike c
          JOIN park_deadline_rung r ON r.id = c.rung_id AND r.tell_head
          JOIN park_department p ON p.id = c.department_id
         WHERE NOT c.is_restricted
         UNION ALL
        SELECT c.*, m.user_id
          FROM alike c
          JOIN park_deadline_rung r ON r.id = c.rung_id AND r.tell_members
          JOIN park_department_member m
            ON m.department_id = c.department_id
           AND %(member_today)s
         WHERE NOT c.is_restricted
         UNION ALL
        SELECT c.*, role.user_id
          FROM alike c
          JOIN park_deadline_rung r ON r.id = c.rung_id
          JOIN role ON role.company_id = c.company_id
           AND (role.role = 'supervisor' AND (r.tell_supervisor OR c.is_restricted)
                OR role.role = 'leader' AND r.tell_leader AND NOT c.is_restricted
                OR role.role = 'service_centre' AND r.tell_centre AND NOT c.is_restricted)
         WHERE r.tell_supervisor OR r.tell_leader OR r.tell_centre
    ), told AS MATERIALIZED (
        SELECT DISTINCT w.company_id, w.department_id, w.owner_id, w.is_restricted, w.kind, w.rung_id, w.clocks,
               u.id AS user_id
          FROM wanted w
          LEFT JOIN unnest(%(away_zones)s::int[], %(away_users)s::int[], %(away_kinds)s::text[],
                           %(stand_ins)s::int[]) AS away(company_id, user_id, kind, told_id)
                 ON away.user_id = w.user_id AND away.company_id = w.company_id
                AND away.kind = CASE WHEN w.kind = ANY(%(away_kinds)s::text[]) THEN w.kind ELSE '' END
                AND (NOT w.is_restricted OR away.told_id = ANY(%(supervisors)s))
          JOIN res_users u ON u.id = COALESCE(away.told_id, w.user_id) AND u.active
    ), flooded AS (
        SELECT told.user_id
          FROM told JOIN park_deadline_rung r ON r.id = told.rung_id AND r.todo = 'clock'
         GROUP BY 1
        HAVING sum(told.clocks) > %(most_todos)s
    ), chased AS MATERIALIZED (
        SELECT deadline_id, user_id, activity_id
          FROM park_deadline_event
         WHERE activity_id IS NOT NULL AND deadline_id = ANY(ARRAY(SELECT id FROM claimed))
    ), earlier AS (
        SELECT chased.deadline_id AS id, chased.user_id, min(a.id) AS activity_id
          FROM chased
          JOIN mail_activity a ON a.id = chased.activity_id AND a.active
         WHERE a.id = ANY(ARRAY(SELECT activity_id FROM chased))
         GROUP BY 1, 2
    ), target AS MATERIALIZED (
        SELECT c.*, told.user_id, r.activity_type_id, r.note, partner.lang, partner.tz,
               CASE WHEN told.user_id IS NULL THEN 'none'
                    WHEN %(reachable)s THEN r.channel
                    ELSE 'activity' END AS channel,
               CASE WHEN r.todo = 'clock' AND flooded.user_id IS NOT NULL AND earlier.activity_id IS NULL
                    THEN 'digest' ELSE r.todo END AS todo,
               CASE WHEN told.user_id IS NULL OR r.todo <> 'clock' THEN NULL
                    WHEN earlier.activity_id IS NOT NULL THEN earlier.activity_id
                    WHEN flooded.user_id IS NULL THEN nextval('mail_activity_id_seq') END AS activity_id
          FROM claimed c
          JOIN park_deadline_rung r ON r.id = c.rung_id
          LEFT JOIN told
                 ON told.company_id = c.company_id AND told.department_id = c.department_id
                AND told.owner_id = c.owner_id AND told.is_restricted = c.is_restricted
                AND told.kind = c.kind AND told.rung_id = c.rung_id
          LEFT JOIN flooded ON flooded.user_id = told.user_id
          LEFT JOIN earlier ON earlier.id = c.id AND earlier.user_id = told.user_id
          LEFT JOIN res_users u ON u.id = told.user_id
          LEFT JOIN res_partner partner ON partner.id = u.partner_id
    ), event AS (
        INSERT INTO park_deadline_event
               (deadline_id, company_id, is_restricted, level, round, rung_id, channel,
                user_id, activity_id, at, state)
        SELECT id, company_id, is_restricted, level, extension_count, rung_id, channel,
               user_id, activity_id, %(now)s,
               CASE channel WHEN 'none' THEN 'failed' WHEN 'activity' THEN 'sent' ELSE 'queued' END
          FROM target
            ON CONFLICT DO NOTHING
        RETURNING deadline_id, user_id, activity_id
    ), fresh AS (
        SELECT target.* FROM target JOIN event ON event.deadline_id = target.id AND event.user_id = target.user_id
    ), todo AS (
        INSERT INTO mail_activity AS a
               (id, res_model_id, res_model, res_id, res_name, activity_type_id, summary,
                date_deadline, user_id, user_tz, automated, active,
                create_uid, write_uid, create_date, write_date)
        SELECT f.activity_id, host.id, host.model, CASE WHEN host.id IS NOT NULL THEN f.res_id END, f.title,
               f.activity_type_id,
               replace(replace(COALESCE(f.note ->> f.lang, f.note ->> 'en_US'),
                               '{due}', to_char(f.due_on, 'YYYY-MM-DD')), '{title}', f.title),
               %(today)s, f.user_id, f.tz, TRUE, TRUE, %(uid)s, %(uid)s, %(now)s, %(now)s
          FROM fresh f
          LEFT JOIN ir_model host ON host.model = f.res_model AND host.model = ANY(%(hosts)s)
         WHERE f.activity_id IS NOT NULL
            ON CONFLICT (id) DO UPDATE
           SET summary = excluded.summary, date_deadline = excluded.date_deadline,
               activity_type_id = excluded.activity_type_id, write_date = excluded.write_date
        RETURNING a.user_id
    ), counted AS (
        INSERT INTO mail_activity AS a
               (id, activity_type_id, summary, note, date_deadline, user_id, user_tz, automated, active,
                create_uid, write_uid, create_date, write_date)
        SELECT COALESCE((SELECT min(a.id) FROM mail_activity a
                          WHERE a.user_id = f.user_id AND a.activity_type_id = %(digest_type)s
                            AND a.res_model IS NULL AND a.date_deadline = %(today)s AND a.active),
                        nextval('mail_activity_id_seq')),
               %(digest_type)s,
               COALESCE(min(own.text), %(text)s), '<p><a href="/odoo/park-chase-log">/odoo/park-chase-log</a></p>',
               %(today)s, f.user_id, min(f.tz), TRUE, TRUE, %(uid)s, %(uid)s, %(now)s, %(now)s
          FROM fresh f
          LEFT JOIN unnest(%(langs)s::text[], %(texts)s::text[]) AS own(lang, text) ON own.lang = f.lang
         WHERE f.todo = 'digest'
         GROUP BY f.user_id
            ON CONFLICT (id) DO UPDATE SET write_date = excluded.write_date
        RETURNING a.user_id
    )
    SELECT (SELECT count(*) FROM claimed), (SELECT count(*) FROM claimed WHERE rung_id IS NOT NULL),
           (SELECT array_agg(DISTINCT user_id) FROM (SELECT user_id FROM todo UNION SELECT user_id FROM counted) AS t)
"""


class Step(NamedTuple):
    """What happens to the clocks that are alike in the first five columns."""

    company_id: int
    ladder_id: int
    level: int
    started_on: date
    due_on: date
    rung_id: int | None  # None: a reminder that comes too late is passed over
    next_level: int | None
    next_on: date | None
    count: int


class ParkDeadlineSweep(models.Model):
    """The sweep: raise the rung that is due on every clock, in a constant number of statements."""

    _inherit = "park.deadline"

    @api.model
    def _sweep(self, today=None):
        """Raise every rung that is due on running clocks; return how many were raised.

        Each clock is claimed by an UPDATE that skips rows another sweep holds, so two sweeps never
        raise the same rung; log and to-dos belong to the same statement. What was missed while no
        sweep ran is made up for rung by rung, but for reminders of a day that has passed.
        """
        today = today or self.env["park.workday"].today()
        self._resume_expired()
        self.env.flush_all()
        told, raised = set(), 0
        for _pass in range(MOST_PASSES):
            if not (steps := self._sweep_steps(today)):
                break
            claimed, count, user_ids = self._sweep_chase(steps, today)
            raised += count
            told.update(user_ids or ())
            if not claimed:  # another sweep holds them
                break
            if not any(step.next_on and step.next_on <= today for step in steps):
                break
        if raised:
            self._sweep_notify(told)
            self.env.invalidate_all(flush=False)
        return raised

    @api.model
    def _sweep_steps(self, today):
        """Return a step for each group of due clocks that are alike: few, whatever the number of clocks."""
        alike = self.env.execute_query(
            SQL(
                """SELECT count(*)::int, company_id, ladder_id, next_level, started_on, due_on
                     FROM park_deadline
                    WHERE state = 'running' AND next_rung_on <= %s AND ladder_id IS NOT NULL
                    GROUP BY 2, 3, 4, 5, 6""",
                today,
            )
        )
        # sudo: ladders are no secret
        ladders = self.env["park.deadline.ladder"].sudo().browse({row[2] for row in alike})
        rungs = {ladder.id: ladder.rung_ids for ladder in ladders}
        return [self._sweep_step(*row, rungs[row[2]], today) for row in alike]

    @api.model
    def _sweep_step(self, count, company_id, ladder_id, level, started_on, due_on, rungs, today):
        calendar = self.env["park.workday"]._calendar(company_id)
        rung = rungs.filtered(lambda rung: rung.level == level)
        if rung and rung._as_core()[0].is_reminder and today > due_on:
            rung = rung.browse()
        found = next_rung(rungs._as_core(), level, started_on, due_on, today, calendar)
        following = (found[0].level, found[1]) if found else (None, None)
        return Step(company_id, ladder_id, level, started_on, due_on, rung.id or None, *following, count)

    @api.model
    def _sweep_chase(self, steps, today):
        """Claim the clocks of the steps, log and tell; return how many, how many raised, who has new to-dos."""
        columns = dict(zip(Step._fields, map(list, zip(*steps, strict=True)), strict=True))
        roles = self._sweep_roles()
        away = self.env["park.absence"]._stand_ins(today)
        many = sum(columns["count"]) > MANY
        # the joins stand in a good order, and trying others takes longer than a small sweep; of many rows the
        # planner cannot know how many the parts hand on, and would loop over all pairs
        self._sweep_planner(nestloop=not many, collapse=1)
        [row] = self.env.execute_query(
            SQL(
                CHASE,
                company_ids=columns["company_id"],
                ladder_ids=columns["ladder_id"],
                levels=columns["level"],
                started=columns["started_on"],
                due=columns["due_on"],
                rung_ids=columns["rung_id"],
                next_levels=columns["next_level"],
                next_days=columns["next_on"],
                today=today,
                member_today=self.env["park.department.member"]._on_sql("m", today),
                now=fields.Datetime.now(),
                uid=self.env.uid,
                role_names=[role for role, user_ids in roles.items() for _user_id in user_ids],
                role_users=[user_id for user_ids in roles.values() for user_id in user_ids],
                supervisors=roles["supervisor"],
                away_zones=[row[0] for row in away],
                away_users=[row[1] for row in away],
                away_kinds=[row[2] for row in away],
                stand_ins=[row[3] for row in away],
                most_todos=MOST_TODOS,
                reachable=self.env["park.chase.channel"]._reachable(),
                hosts=self._hosts_of_todos(),
                digest_type=self.env["ir.model.data"]._xmlid_to_res_id("park_deadline.mail_activity_type_digest"),
                text=self._digest_text(self.env.lang),
                **self._digest_texts(),
            )
        )
        self._sweep_planner()
        return row

    @api.model
    def _sweep_planner(self, nestloop=True, collapse=8):
        """Tell the planner of this transaction how to go about the next statement; without arguments as usual."""
        self.env.cr.execute(
            SQL("SET LOCAL enable_nestloop = %s; SET LOCAL join_collapse_limit = %s", nestloop, collapse)
        )

    @api.model
    def _sweep_roles(self):
        """Return ``{role: ids of the active users who have it}``, in one statement."""
        known, definitions = self.env["ir.model.data"], self.env["res.groups"]._get_group_definitions()
        held = []
        for role in ROLES:
            group_id = known._xmlid_to_res_id(f"park_guard.group_park_{role}", raise_if_not_found=True)
            held += [(role, each) for each in (group_id, *definitions.get_subset_ids([group_id]))]
        names, group_ids = map(list, zip(*held, strict=True))
        rows = self.env.execute_query(
            SQL(
                """SELECT held.role, array_agg(DISTINCT u.id)
                     FROM unnest(%s::text[], %s::int[]) AS held(role, group_id)
                     JOIN res_groups_users_rel rel ON rel.gid = held.group_id
                     JOIN res_users u ON u.id = rel.uid AND u.active
                    GROUP BY 1""",
                names,
                group_ids,
            )
        )
        found = dict(rows)
        return {role: found.get(role, []) for role in ROLES}

    @api.model
    def _sweep_notify(self, user_ids):
        """Let the to-do counters of those told be read anew."""
        for user in self.env["res.users"].browse(sorted(user_ids)):
            user._bus_send("mail.activity/updated", {"activity_created": True, "count_diff": 1})

    @api.model
    def _hosts_of_todos(self):
        """Return the subjects whose records show to-dos; those of others stand by themselves."""
        clocked = self.env.registry.descendants(["park.deadline.mixin"], "_inherit", "_inherits")
        return sorted(name for name in clocked if "activity_ids" in self.env[name]._fields)

    @api.model
    def _digest_texts(self):
        """Return the text of the one to-do a person gets in every installed language."""
        langs = [code for code, _name in self.env["res.lang"].get_installed()]
        return {"langs": langs, "texts": [self._digest_text(lang) for lang in langs]}

    @api.model
    def _digest_text(self, lang):
        env = self.with_context(lang=lang).env
        return env._("Limits that ran out were raised to you")

    @api.model
    def _cron_sweep(self):
        """Raise what is due; safe to run twice, at once or after being killed."""
        retrying(self._sweep, self.env)
        self.env["park.deadline.message"]._wake()
