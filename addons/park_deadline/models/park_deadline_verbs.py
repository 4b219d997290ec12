from odoo import models
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

    def _pause_deadlines(self, kinds=None, reason=None):
        """Stop running clocks; refused without a reason, and for a clock that has run out already."""
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
        running_sudo.write({"state": "paused", "paused_on": self.env["park.workday"].today()})
        running_sudo.filtered("due_at").paused_at = self.env["park.workday"].now()
        self._audit_deadlines("pause", running_sudo, {"reason": reason})
        return self._after_deadlines(running_sudo)

    def _resume_deadlines(self, kinds=None):
        """Let paused clocks run on; due and yellow day move by the days paused, in the clock's unit.

        A limit in working hours goes on with the hours it had left.
        """
        paused_sudo = self._deadlines_sudo(kinds, ("paused",))
        moved = {}  # {values: clocks}: one statement for all that move alike
        for clock in paused_sudo:
            vals = tuple(clock._resumed().items())
            moved[vals] = moved.get(vals, paused_sudo.browse()) + clock
        for vals, clocks in moved.items():
            clocks.write({"state": "running", "paused_on": False, "paused_at": False, **dict(vals)})
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
                    "yellow_on": yellow_on(clock.started_on, due_on, clock.profile_id.green_pct, calendar),
                    "is_provisional": due_on.year not in calendar.years,
                    "extension_count": clock.extension_count + 1,
                    "level": 0,
                }
            )
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
        copies = self._deadline_copies()
        alike = {}  # {values: subject ids}: one statement for all that copy alike
        for subject_id, vals in copies.items():
            alike.setdefault(tuple(vals[name] for name in COPIED), set()).add(subject_id)
        for values, subject_ids in alike.items():
            clocks = clocks_sudo.filtered(lambda clock, ids=subject_ids: clock.res_id in ids)
            clocks.write(dict(zip(COPIED, values, strict=True)))
        return self._after_deadlines(clocks_sudo)

    def _deadlines_sudo(self, kinds=None, states=None):
        """Return the clocks of the records, whoever asks: the subject's verb has checked the caller."""
        domain = Domain("res_model", "=", self._name) & Domain("res_id", "in", self.ids)
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
                       due_is_provisional = next.due_is_provisional
                  FROM (SELECT each.id, min(clock.due_on) AS due_on,
                               COALESCE((array_agg(clock.is_provisional ORDER BY clock.due_on, clock.id))[1], FALSE)
                                   AS due_is_provisional,
                               min(clock.due_on) FILTER (WHERE clock.state = 'running') AS first_due_on,
                               min(clock.due_at) FILTER (WHERE clock.state = 'running') AS first_due_at,
                               min(clock.yellow_on) FILTER (WHERE clock.state = 'running') AS first_yellow_on
                          FROM unnest(%(ids)s::int[]) AS each(id)
                          LEFT JOIN park_deadline clock
                                 ON clock.res_model = %(model)s AND clock.res_id = each.id
                                AND clock.state IN ('running', 'paused')
                         GROUP BY each.id) AS next
                 WHERE subject.id = next.id
                   AND (subject.due_on, subject.first_due_on, subject.first_due_at, subject.first_yellow_on,
                        COALESCE(subject.due_is_provisional, FALSE))
                       IS DISTINCT FROM
                       (next.due_on, next.first_due_on, next.first_due_at, next.first_yellow_on,
                        next.due_is_provisional)
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
