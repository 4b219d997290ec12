from datetime import datetime

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..core import due_on, yellow_on
from .park_deadline import OPEN


class ParkDeadlineMixin(models.AbstractModel):
    """A record with limits: its clocks and its next due day; its lamp stands in a file of its own.

    The verbs start with an underscore: they are called by named transitions of the subject, after
    these have checked the caller's rights; they work on any number of records in a constant number
    of statements.
    """

    _name = "park.deadline.mixin"
    _description = "Subject of Deadlines"
    _guard_protected = ("due_on", "deadline_ids")  # where the subject is guarded

    deadline_ids = fields.One2many(
        "park.deadline",
        "res_id",
        "Deadlines",
        domain=lambda self: [("res_model", "=", self._name)],
        readonly=True,
        copy=False,
    )
    due_on = fields.Date("Due", readonly=True, copy=False, index=True, help="The earliest due day of the open clocks.")
    days_left = fields.Integer(
        "Working Days Left", compute="_compute_days_left", help="Negative once the due day has passed."
    )

    @api.depends("due_on")
    def _compute_days_left(self):
        workday = self.env["park.workday"]
        today = workday.today()
        for subject in self:
            subject.days_left = subject.due_on and workday.workdays_between(
                today, subject.due_on, subject._deadline_zone()
            )

    def unlink(self):
        """Take the clocks along with their subject."""
        clocks_sudo = self._deadlines_sudo()  # sudo: whoever may delete the subject ends its clocks
        clocks_sudo._drop_todos()
        result = super().unlink()
        clocks_sudo.unlink()
        return result

    def _deadline_zone(self):
        """Return the zone whose days count for the record."""
        return self.company_id if "company_id" in self._fields else self.env.company

    def _deadline_values(self):
        """Return ``{id: values}`` of what the clocks copy; the subject's addon overrides it.

        Keys: title, company_id, enterprise_id, department_id, owner_id, is_restricted; the last four
        may be missing. Relations are records or ids.
        """
        return {subject.id: {"title": subject.display_name, "company_id": subject._deadline_zone()} for subject in self}

    def _start_deadlines(self, kind, *, start=None, amount=None, unit=None, profile=None):
        """Start a clock of a kind for each record; return the open clocks of that kind.

        ``start`` is a date, a UTC moment, the name of a field that holds one, or None for now. Its day is
        not counted itself, unless the limits say so. A moment is a receipt: after closing, or on a day off,
        it counts as the next working day. A day is taken as it is; hours count from its last moment of receipt.
        Limit and unit come from the step of the profile in force, unless given. A clock of the kind
        that is open already stays as it is; where a limit is given that moves its due day, it ends
        (missed when overdue, else void) and the new one takes its place. A step that counts from an event
        goes before ``start``: no clock starts as long as that has not happened. Refused where neither a
        step nor an amount says how long the clock runs.
        """
        open_sudo = {clock.res_id: clock for clock in self._deadlines_sudo([kind], OPEN)}
        replaced_sudo = self.env["park.deadline"].sudo()
        vals_list = []
        for vals in self._prepare_deadline_vals(kind, start, amount, unit, profile):
            clock_sudo = open_sudo.get(vals["res_id"])
            if clock_sudo and (amount is None or clock_sudo._is_same_limit(vals)):
                continue
            replaced_sudo += clock_sudo or replaced_sudo
            vals_list.append(vals)
        overdue = replaced_sudo.filtered("is_overdue")
        overdue._finish("missed")
        (replaced_sudo - overdue)._finish("void")
        replaced_sudo.flush_recordset()
        started_sudo = replaced_sudo.create(vals_list)  # sudo: clocks are kept by these verbs alone
        self._audit_deadlines("start", started_sudo, {"replaced": replaced_sudo.ids})
        return self._after_deadlines(self._deadlines_sudo([kind], OPEN))

    def _prepare_deadline_vals(self, kind, start, amount, unit, profile):
        """Return the values of a new clock for each record; dates are counted once for equal limits."""
        Profile = self.env["park.sla.profile"]
        codes = self._deadline_profile_codes()
        in_force = None if profile else Profile._in_force(self._deadline_zone().ids, set(codes.values()))
        copied, traits = self._deadline_copies(), self._deadline_traits()
        events = self._deadline_events() if amount is None else {}
        days = {}  # {(zone, start, amount, unit, profile): values}
        vals_list = []
        for subject in self:
            zone = subject._deadline_zone()
            begin = self._deadline_start(subject, start)
            own = traits.get(subject.id, {})
            day = self._deadline_day(begin, zone)
            ranked = profile._as_ranked() if profile else in_force._ranked(zone.id, day, own, codes.get(subject.id))
            limits, step, note = self._deadline_limit(kind, ranked, own)
            if amount is None:
                begin = self._deadline_counted_from(step, subject, events, begin)
                if not begin:
                    continue
            length = step.amount if amount is None else amount
            measure = unit or (step.unit if amount is None else "workday")
            if not limits or (amount is None and not step):
                raise UserError(
                    self.env._(
                        "No limit of the kind %(kind)s is in force: add it to the service limits of %(zone)s.",
                        kind=kind,
                        zone=zone.name,
                    )
                )
            key = (zone.id, begin, length, measure, limits.id)
            if key not in days:
                days[key] = self._deadline_days(zone, begin, length, measure, limits)
            vals_list.append(
                {
                    "res_model": self._name,
                    "res_id": subject.id,
                    "kind": kind,
                    "profile_id": limits.id,
                    "step_id": step.id,
                    "limit_note": note,
                    "amount": length,
                    "unit": measure,
                    **days[key],
                    **copied[subject.id],
                }
            )
        return vals_list

    @api.model
    def _deadline_start(self, subject, start):
        """Return when a clock starts, a day or a UTC moment: as given, by the named field, or now."""
        return (subject[start] if isinstance(start, str) else start) or self.env["park.workday"].now()

    @api.model
    def _deadline_day(self, begin, zone):
        """Return the day that is not counted: a day as it is, a moment as the day of receipt."""
        return self.env["park.workday"].received_on(begin, zone) if isinstance(begin, datetime) else begin

    @api.model
    def _deadline_days(self, zone, begin, amount, unit, profile):
        """Return the dates of a clock as values: start, due and first due, yellow, and whether provisional."""
        workday = self.env["park.workday"]
        calendar = workday._zone_calendar(zone)
        counting, started_at = profile._counting(), False
        if unit == "working_hour":
            last_receipt = begin if isinstance(begin, datetime) else workday.last_receipt_at(begin, zone)
            started_at = workday.received_at(last_receipt, zone)
            due_at, provisional = workday.add_working_hours(started_at, amount, zone)
            started_on, due = (workday.local_date(moment, zone) for moment in (started_at, due_at))
        else:
            started_on = self._deadline_day(begin, zone)
            due, provisional = due_on(started_on, amount, unit, calendar, counting)
            due_at = profile.day_ends == "closing" and workday.closing_at(due, zone)
        return {
            "started_on": started_on,
            "started_at": started_at,
            "due_on": due,
            "due_at": due_at,
            "original_due_on": due,
            "original_due_at": due_at,
            "yellow_on": yellow_on(counting.after(started_on), due, profile.green_pct, calendar),
            "counts_first_day": counting.counts_first_day,
            "rolls_forward": counting.rolls_forward,
            "is_provisional": provisional,
        }
