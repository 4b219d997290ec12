from datetime import date

from odoo import api, models
from odoo.tools import SQL

from ..core.recount import Clock, recounted

KNOWN_YEARS = "park_deadline.known_years"  # the national lists the open clocks were last counted over

# Every open clock that a change from some day on can reach, as the fields of ``Clock``.
OPEN_CLOCKS = """
    SELECT id, company_id, unit, amount, COALESCE(paused_days, 0), extension_count > 0,
           started_on, due_on, yellow_on, COALESCE(is_provisional, FALSE), started_at, due_at,
           COALESCE(counts_first_day, FALSE), COALESCE(rolls_forward, TRUE)
      FROM park_deadline
     WHERE state IN ('running', 'paused')
       AND company_id = ANY(%(zones)s)
       AND (due_on >= %(since)s OR is_provisional)
     ORDER BY id
"""

MOVE = """
    UPDATE park_deadline AS clock
       SET due_on = new.due_on, due_at = new.due_at, yellow_on = new.yellow_on,
           is_provisional = new.is_provisional, write_uid = %(uid)s, write_date = %(now)s
      FROM unnest(%(ids)s::int[], %(due_on)s::date[], %(due_at)s::timestamp[], %(yellow_on)s::date[],
                  %(is_provisional)s::boolean[]) AS new(id, due_on, due_at, yellow_on, is_provisional)
     WHERE clock.id = new.id AND clock.state IN ('running', 'paused')
    RETURNING clock.id, clock.company_id, clock.res_model, clock.res_id
"""


class ParkDeadlineRecount(models.Model):
    """When a list of days arrives or changes, open clocks are counted anew; ended ones stay as they were.

    The first due day stays on record. All in a constant number of statements, whatever the number of
    clocks; each change is in the audit, and each person is told once.
    """

    _inherit = "park.deadline"

    @api.model
    def _recount(self, before, after=None):
        """Return ``{deadline id: (clock before, (due_on, due_at, yellow_on, is_provisional))}`` of what changes.

        ``before`` and ``after`` are ``{zone id: calendar}``; None stands for the lists as they are now.
        Nothing is written.
        """
        after = after or self.env["park.workday"]._calendars()
        changed = {
            zone_id: first for zone_id in before if (first := _first_change(before[zone_id], after.get(zone_id)))
        }
        if not changed:
            return {}
        self.flush_model()
        rows = self.env.execute_query(SQL(OPEN_CLOCKS, zones=list(changed), since=min(changed.values())))
        answers, moves = {}, {}  # {clock: answer}: clocks that are equal move alike
        for deadline_id, *values in rows:
            clock = Clock(*values)
            if clock not in answers:
                old, new = before[clock.zone_id], after[clock.zone_id]
                answers[clock] = recounted(
                    clock, old, new, lambda clock, old=old, new=new: self._hours(clock, old, new)
                )
            if answers[clock] != (clock.due_on, clock.due_at, clock.yellow_on, clock.is_provisional):
                moves[deadline_id] = (clock, answers[clock])
        return moves

    @api.model
    def _hours(self, clock, old, new):
        """Count a limit in working hours anew; return its due day, its moment and whether provisional."""
        workday = self.env["park.workday"]
        zone = self.env["res.company"].browse(clock.zone_id)
        if clock.is_extended:
            due, provisional = new.add_days(clock.due_on, 0)
            return due, clock.due_at if due == clock.due_on else workday.closing_at(due, zone), provisional
        hours = workday._zone_hours(zone)
        start, end = (workday.local(moment, zone) for moment in (clock.started_at, clock.due_at))
        end, provisional = hours.add(start, max(hours.between(start, end, old), 0), new)
        return end.date(), workday.utc(end, zone), provisional

    @api.model
    def _apply_recount(self, moves):
        """Write the moves of ``_recount`` and let subjects, audit and people follow; return the clocks moved.

        A clock that ended meanwhile is left alone.
        """
        if not moves:
            return self.browse()
        due_on, due_at, yellow_on, is_provisional = zip(*(answer for _clock, answer in moves.values()), strict=True)
        rows = self.env.execute_query(
            SQL(
                MOVE,
                ids=list(moves),
                due_on=list(due_on),
                due_at=list(due_at),
                yellow_on=list(yellow_on),
                is_provisional=list(is_provisional),
                uid=self.env.uid,
                now=self.env.cr.now(),
            )
        )
        self.invalidate_model(flush=False)
        self.browse([row[0] for row in rows]).filtered("resumes_on")._foresee()
        self.env["park.audit"]._insert(
            "deadline.recount",
            self._name,
            [(deadline_id, zone_id, _changes(*moves[deadline_id])) for deadline_id, zone_id, _model, _res_id in rows],
        )
        self.browse([row[0] for row in rows])._arm()
        self._recount_subjects(rows)
        moved = [row[0] for row in rows if moves[row[0]][0].due_on != moves[row[0]][1][0]]
        self._recount_tell({deadline_id: moves[deadline_id] for deadline_id in moved})
        return self.browse(moved)

    @api.model
    def _recount_subjects(self, rows):
        """Write the earliest open due day onto the subjects: one statement for each kind of subject."""
        by_model = {}
        for _deadline_id, _zone_id, model, res_id in rows:
            by_model.setdefault(model, set()).add(res_id)
        for model, res_ids in by_model.items():
            if model in self.env and "deadline_ids" in self.env[model]._fields:
                subjects_sudo = self.env[model].sudo().browse(sorted(res_ids))  # sudo: the due day follows its clocks
                subjects_sudo._after_deadlines(self)

    @api.model
    def _recount_since_update(self):
        """Count anew what the library's new years change; runs at every installation and update.

        At an update the lists are loaded before this addon is, so nobody hears of the change: it is told
        by the years that are known now and were not when the clocks were last counted.
        """
        workday, parameter = self.env["park.workday"], self.env["ir.config_parameter"].sudo()  # sudo: its own note
        years = self.env["park.workday.year"]._national_years()
        known = {int(year) for year in (parameter.get_param(KNOWN_YEARS) or "").split(",") if year}
        if known and years - known:
            self._apply_recount(self._recount(workday._calendars(without=years - known)))
        self._remember_years()

    @api.model
    def _remember_years(self):
        years = ",".join(str(year) for year in sorted(self.env["park.workday.year"]._national_years()))
        self.env["ir.config_parameter"].sudo().set_param(KNOWN_YEARS, years)  # sudo: its own note


class ParkWorkday(models.AbstractModel):
    _inherit = "park.workday"

    @api.model
    def _calendars_changed(self, before):
        """Count the open clocks anew over the lists as they are now."""
        result = super()._calendars_changed(before)
        deadlines_sudo = self.env["park.deadline"].sudo()  # sudo: the list's rights were checked; clocks follow it
        deadlines_sudo._apply_recount(deadlines_sudo._recount(before))
        deadlines_sudo._remember_years()
        return result


def _first_change(old, new):
    """Return the first day on which two calendars differ, or None; a whole year that became known counts."""
    if new is None or old == new:
        return None
    days = (old.days_off ^ new.days_off) | (old.makeup_days ^ new.makeup_days)
    years = old.years ^ new.years
    return min([*days, *(date(year, 1, 1) for year in years)], default=None)


def _changes(clock, answer):
    """Return old and new values in the words of the audit, only what differs."""
    old = (clock.due_on, clock.due_at, clock.yellow_on, clock.is_provisional)
    names = ("due_on", "due_at", "yellow_on", "is_provisional")
    pairs = zip(names, old, answer, strict=True)
    return {"changes": {name: [before, after] for name, before, after in pairs if before != after}}
