from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ..core import yellow_on
from .park_deadline import COPIED, OPEN
from .park_deadline_mixin_lamp import READ_BY_LAMP

KEPT = ("due_on", "due_is_provisional", *READ_BY_LAMP)  # what a subject keeps of its clocks


class ParkDeadlineVerbs(models.AbstractModel):
    """What happens to clocks that run: pause, resume, extend, meet, void; and keeping copies right."""

    _inherit = "park.deadline.mixin"

    def _pause_deadlines(self, kinds=None, reason=None, code=None):
        """Stop running clocks for a ``park.deadline.reason``; without one, for other reasons.

        Refused without words, for a clock that has run out already, and where the ceiling of the reason
        is used up. At the ceiling a clock runs on by itself.
        """
        if not reason:
            raise UserError(self.env._("Say why the clock is to pause."))
        running_sudo = self._deadlines_sudo(kinds, ("running",))
        for clock in running_sudo.filtered("is_overdue")[:1]:
            raise UserError(
                self.env._(
                    "The limit of “%(title)s” ended on %(due)s; a clock that has run out cannot pause. "
                    "Ask for an extension instead.",
                    title=clock.title,
                    due=clock.due_on,
                )
            )
        running_sudo._pause_for(code or self.env.ref("park_deadline.park_deadline_reason_pause_other"), reason)
        self._audit_deadlines("pause", running_sudo, {"reason": reason})
        return self._after_deadlines(running_sudo)

    def _resume_deadlines(self, kinds=None):
        """Let paused clocks run on; due and yellow day move by the days paused, in the clock's unit.

        A limit in working hours goes on with the hours it had left.
        """
        paused_sudo = self._deadlines_sudo(kinds, ("paused",))
        paused_sudo._run_on()
        self._audit_deadlines("resume", paused_sudo)
        return self._after_deadlines(paused_sudo)

    def _extend_deadlines(self, kind, due_on, reason):
        """Move the due day of the open clocks of a kind; the first due day stays on record.

        Refused without a reason, without an open clock on every record, and for a day that is not
        later than the present one. A clock that was chased starts a new round.
        """
        if not reason:
            raise UserError(self.env._("Say why the limit is to be extended."))
        clocks_sudo = self._deadlines_sudo([kind], OPEN)
        if set(clocks_sudo.mapped("res_id")) != set(self.ids):
            raise UserError(self.env._("There is no open limit to extend; it has ended or never started."))
        for clock in clocks_sudo.filtered(lambda clock: clock.due_on >= due_on)[:1]:
            raise UserError(
                self.env._(
                    "“%(title)s” is due on %(due)s: an extension ends later than that.",
                    title=clock.title,
                    due=clock.due_on,
                )
            )
        self._audit_deadlines("extend", clocks_sudo, {"to": due_on, "reason": reason})
        for clock in clocks_sudo:
            calendar = self.env["park.workday"]._zone_calendar(clock.company_id)
            clock.write(
                {
                    "due_on": due_on,
                    "due_at": clock.due_at and self.env["park.workday"].closing_at(due_on, clock.company_id),
                    "yellow_on": yellow_on(clock._counted_after(), due_on, clock.profile_id.green_pct, calendar),
                    "is_provisional": due_on.year not in calendar.years,
                    "extension_count": clock.extension_count + 1,
                    "level": 0,
                }
            )
        clocks_sudo.filtered("resumes_on")._foresee()
        clocks_sudo._drop_todos()
        return self._after_deadlines(clocks_sudo)

    def _meet_deadlines(self, kinds=None, on=None):
        """End open clocks as met, or as missed where the due day has passed; final.

        ``on`` is the day it was done, where that is entered later; None for today.
        """
        clocks_sudo = self._deadlines_sudo(kinds, OPEN)
        clocks_sudo._finish("met", on)
        self._audit_deadlines("meet", clocks_sudo)
        return self._after_deadlines(clocks_sudo)

    def _void_deadlines(self, kinds=None):
        """End open clocks that no longer apply; final."""
        clocks_sudo = self._deadlines_sudo(kinds, OPEN)
        clocks_sudo._finish("void")
        self._audit_deadlines("void", clocks_sudo)
        return self._after_deadlines(clocks_sudo)

    def _sync_deadlines(self):
        """Copy title, firm, department, responsible and restriction anew onto all clocks, ended too."""
        clocks_sudo = self._deadlines_sudo()
        clocks_sudo.flush_recordset()
        copies = [(subject_id, *map(vals.get, COPIED)) for subject_id, vals in self._deadline_copies().items()]
        changed = self.env.execute_query(
            SQL(
                """
                UPDATE park_deadline clock
                   SET (%(copied)s) = (%(sources)s)
                  FROM unnest(%(columns)s) AS copy(res_id, %(copied)s)
                 WHERE clock.res_model = %(model)s AND clock.res_id = copy.res_id
                   AND (%(targets)s) IS DISTINCT FROM (%(sources)s)
                RETURNING clock.id
                """,
                model=self._name,
                copied=SQL(", ").join(map(SQL.identifier, COPIED)),
                sources=SQL(", ").join(SQL.identifier("copy", name) for name in COPIED),
                targets=SQL(", ").join(SQL.identifier("clock", name) for name in COPIED),
                columns=self._deadline_columns(copies),
            )
        )
        clocks_sudo.invalidate_recordset(COPIED, flush=False)
        clocks_sudo.browse([clock_id for (clock_id,) in changed]).modified(COPIED)
        return self._after_deadlines(clocks_sudo)

    @api.model
    def _deadline_columns(self, copies):
        """Return the rows ``(res_id, *copied values)`` as arrays of the columns' types, for one statement."""
        fields_by_name = self.env["park.deadline"]._fields
        types = [SQL("int[]"), *(SQL("%s[]", SQL(fields_by_name[name].column_type[0])) for name in COPIED)]
        columns = zip(*copies, strict=True) if copies else [()] * len(types)
        empty = {name: False if fields_by_name[name].type == "boolean" else None for name in COPIED}
        names = ("res_id", *COPIED)
        arrays = [[value or empty.get(name) for value in column] for name, column in zip(names, columns, strict=True)]
        return SQL(", ").join(SQL("%s::%s", array, kind) for array, kind in zip(arrays, types, strict=True))

    def _deadlines_sudo(self, kinds=None, states=None):
        """Return the clocks of the records, whoever asks: the subject's verb has checked the caller.

        Who asks for states is about to change clocks: those whose pause reached its ceiling run on first.
        """
        domain = Domain("res_model", "=", self._name) & Domain("res_id", "in", self.ids)
        if states is not None:
            self.env["park.deadline"]._resume_expired(domain)
        if kinds is not None:
            domain &= Domain("kind", "in", [kinds] if isinstance(kinds, str) else list(kinds))
        if states is not None:
            domain &= Domain("state", "in", states)
        return self.env["park.deadline"].sudo().search(domain)  # sudo: clocks follow their subject

    def _deadline_copies(self):
        """Return ``{id: values}`` of the hook with every key present and relations as ids."""
        empty = dict.fromkeys(COPIED, False)
        return {
            subject_id: {name: getattr(value, "id", value) for name, value in {**empty, **vals}.items()}
            for subject_id, vals in self._deadline_values().items()
        }

    def _after_deadlines(self, clocks_sudo):
        """Write onto the subjects what their lists read of the clocks, in one statement; return the clocks."""
        clocks_sudo.flush_model()
        self.flush_model([*KEPT])
        self.env.execute_query(
            SQL(
                """
                UPDATE %(table)s AS subject
                   SET due_on = next.due_on, first_due_on = next.first_due_on,
                       first_due_at = next.first_due_at, first_yellow_on = next.first_yellow_on,
                       first_runs_on = next.first_runs_on, due_is_provisional = next.due_is_provisional
                  FROM (SELECT each.id, min(clock.due_on) AS due_on,
                               COALESCE((array_agg(clock.is_provisional ORDER BY clock.due_on, clock.id))[1], FALSE)
                                   AS due_is_provisional,
                               min(CASE clock.state WHEN 'running' THEN clock.due_on
                                                    ELSE clock.resumed_due_on END) AS first_due_on,
                               min(clock.due_at) FILTER (WHERE clock.state = 'running') AS first_due_at,
                               min(CASE clock.state WHEN 'running' THEN clock.yellow_on
                                                    ELSE clock.resumed_yellow_on END) AS first_yellow_on,
                               CASE WHEN NOT bool_or(clock.state = 'running')
                                    THEN min(clock.resumes_on) END AS first_runs_on
                          FROM unnest(%(ids)s::int[]) AS each(id)
                          LEFT JOIN park_deadline clock
                                 ON clock.res_model = %(model)s AND clock.res_id = each.id
                                AND clock.state IN ('running', 'paused')
                         GROUP BY each.id) AS next
                 WHERE subject.id = next.id
                   AND (subject.due_on, subject.first_due_on, subject.first_due_at, subject.first_yellow_on,
                        subject.first_runs_on, COALESCE(subject.due_is_provisional, FALSE))
                       IS DISTINCT FROM
                       (next.due_on, next.first_due_on, next.first_due_at, next.first_yellow_on,
                        next.first_runs_on, next.due_is_provisional)
                RETURNING subject.id
                """,
                table=SQL.identifier(self._table),
                ids=self.ids,
                model=self._name,
            )
        )
        self.invalidate_recordset([*KEPT, "lamp", "days_left", "deadline_ids"], flush=False)
        self.modified([*KEPT])
        return clocks_sudo.sudo(self.env.su)

    def _audit_deadlines(self, verb, clocks_sudo, detail=None):
        """Record the verb on the subjects that have clocks it touched, where they are audited."""
        touched = self.browse(dict.fromkeys(clocks_sudo.mapped("res_id")))
        if touched and hasattr(touched, "_audit"):
            kinds = sorted(set(clocks_sudo.mapped("kind")))
            touched._audit(f"deadline.{verb}", {"kinds": kinds, **(detail or {})})
