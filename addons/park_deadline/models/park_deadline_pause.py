from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..core import due_on as end_of
from ..core import lamp, ran_out
from .park_deadline_request import ASKED

PAUSE_FIELDS = ("paused_on", "paused_at", "resumes_on", "resumed_due_on", "resumed_yellow_on")


class ParkDeadlinePause(models.Model):
    """A pause of a clock: asked for where somebody has to agree, begun, ended; never longer than its ceiling."""

    _name = "park.deadline.pause"
    _description = "Pause"
    _inherit = ["park.deadline.request"]

    paused_on = fields.Date("From", readonly=True)
    ended_on = fields.Date("Ran On From", readonly=True)
    days = fields.Integer(readonly=True, help="In the unit of the clock: calendar days, else working days.")

    _one_asked = models.UniqueIndex("(deadline_id) WHERE state = 'asked'", "A pause has been asked for already.")
    _one_running = models.UniqueIndex(
        "(deadline_id) WHERE state = 'approved' AND ended_on IS NULL", "The clock is paused already."
    )

    def _granted(self):
        """Stop the clocks from now on, for the reasons asked; one call for all of a reason."""
        for reason, pauses_sudo in self.sudo().grouped("reason_id").items():
            # sudo: the approver need not reach the subject; who decided is kept with the pause
            pauses_sudo.deadline_id._require_running()
            pauses_sudo.deadline_id._pause(reason, pauses_sudo)
            for model, clocks in pauses_sudo.deadline_id.grouped("res_model").items():
                subjects_sudo = self.env[model].sudo().browse(clocks.mapped("res_id"))
                subjects_sudo._audit_deadlines("pause", clocks, {"reason": reason.name})
                subjects_sudo._after_deadlines(clocks)

    def _reason_days(self):
        """Return the days of one ended pause in the unit of its reason."""
        if self.reason_id.unit == "calendar_day":
            return (self.ended_on - self.paused_on).days
        return self.env["park.workday"].workdays_between(self.paused_on, self.ended_on, self.company_id)


class ParkDeadlinePaused(models.Model):
    """How a clock stands still and runs on: at the ceiling by itself, whether or not a job has run."""

    _inherit = "park.deadline"

    pause_ids = fields.One2many("park.deadline.pause", "deadline_id", "Pauses", readonly=True)
    resumes_on = fields.Date(
        "Runs On From", readonly=True, help="The ceiling of the pause: from this day it runs again."
    )
    resumed_due_on = fields.Date(
        readonly=True, help="What is due from the ceiling on, if nobody ends the pause before."
    )
    resumed_yellow_on = fields.Date(readonly=True)
    used_days = fields.Integer(
        "Days Used",
        readonly=True,
        help="From start to end without pauses, in the unit of the clock; of ended clocks.",
    )
    net_days = fields.Integer(
        "Days Used without Pauses", compute="_compute_net_days", help="Also of clocks that still run."
    )

    _resume_idx = models.Index("(resumes_on) WHERE state = 'paused'")

    # -- reading

    def _is_resumed(self, today):
        """Return whether the pause of the clock has reached its ceiling, job or no job."""
        return self.state == "paused" and bool(self.resumes_on) and self.resumes_on <= today

    @api.depends("resumes_on")
    def _compute_today(self):
        """Read a clock whose pause has reached its ceiling as the running one it is."""
        result = super()._compute_today()
        workday = self.env["park.workday"]
        today, now = workday.today(), workday.now()
        for clock in self.filtered(lambda clock: clock._is_resumed(today)):
            vals = clock._resumed()
            late = ran_out(vals["due_on"], vals.get("due_at"), today, now)
            clock.lamp = lamp("running", late, vals["yellow_on"], today)
            clock.is_overdue = late
            clock.days_left = workday.workdays_between(today, vals["due_on"], clock.company_id)
        return result

    @api.depends("state", "started_on", "paused_on", "paused_days", "used_days")
    def _compute_net_days(self):
        today = self.env["park.workday"].today()
        for clock in self:
            ended = clock.met_on or clock.state not in ("running", "paused")
            clock.net_days = clock.used_days if ended else clock._net_days(today)

    def _net_days(self, on):
        """Return the days used up to a day, those of a pause that still lasts taken off."""
        self.ensure_one()
        pausing = self._resumed()["paused_days"] if self.state == "paused" else self.paused_days
        return max(self._days_between(self._counted_after(), on) - pausing, 0)

    def _days_between(self, start, end):
        """Return the days after start up to and including end, in the unit of the clock."""
        if self.unit == "calendar_day":
            return (end - start).days
        return self.env["park.workday"].workdays_between(start, end, self.company_id)

    @api.model
    def _overdue_domain(self):
        return super()._overdue_domain() | self._resumed_domain("resumed_due_on", "<")

    @api.model
    def _search_lamp(self, operator, value):
        found = super()._search_lamp(operator, value)
        if found is NotImplemented:
            return found
        resumed = self._resumed_domain()
        red = self._resumed_domain("resumed_due_on", "<")
        warm = self._resumed_domain("resumed_yellow_on", "<=")
        own = {"red": red, "yellow": warm & ~red, "green": resumed & ~warm}
        return (found & ~resumed) | Domain.OR(own.get(item, Domain.FALSE) for item in value)

    @api.model
    def _resumed_domain(self, field=None, operator=None):
        """Return the domain of the clocks whose pause reached its ceiling, and whose date compares so with today."""
        today = self.env["park.workday"].today()
        domain = Domain("state", "=", "paused") & Domain("resumes_on", "<=", today)
        return domain & Domain(field, operator, today) if field else domain

    # -- verbs

    def _ask_pause(self, reason, text):
        """Ask that the clocks pause; where nobody has to agree they pause at once. Return the requests."""
        self.check_access("read")
        self._require_applicant()
        text = self._require_reason(reason, "pause", text)
        clocks_sudo = self.sudo()  # sudo: nobody writes clocks; the caller is checked
        clocks_sudo._require_allowed(reason)
        clocks_sudo._lock()
        clocks_sudo._require_running()
        for clock in clocks_sudo.filtered(lambda clock: ASKED in clock.pause_ids.mapped("state"))[:1]:
            raise UserError(self.env._("A pause of “%s” has been asked for already.", clock.title))
        clocks_sudo._days_left(reason)
        pauses = self.env["park.deadline.pause"]
        pauses = pauses._ask(self, reason, text, {clock.id: {"approver": reason.approver} for clock in self})
        if not reason.approver:
            pauses._granted()
            pauses.sudo().write({"state": "approved"})  # sudo: nobody has to agree
            pauses.flush_recordset(["state"])
        return pauses

    def _ask_resume(self):
        """Let paused clocks run on before their ceiling, at the wish of who may ask for pauses."""
        self.check_access("read")
        self._require_applicant()
        for (model, kind), clocks in self.grouped(lambda clock: (clock.res_model, clock.kind)).items():
            # sudo: the verb of the subject's clocks, checked above
            self.env[model].sudo().browse(clocks.mapped("res_id"))._resume_deadlines(kind)

    def _require_running(self):
        for clock in self:
            if clock.state != "running" or clock.is_overdue:
                raise UserError(self.env._("“%s” does not run: only a running limit can pause.", clock.title))

    def _require_allowed(self, reason):
        """Refuse a pause for which the limits of a clock do not provide."""
        for clock in self.filtered(lambda clock: not clock.profile_id._allows(reason))[:1]:
            raise UserError(
                self.env._(
                    "The limits “%(limits)s” do not leave out time for “%(reason)s”: choose another reason.",
                    limits=clock.profile_id.name,
                    reason=reason.name,
                )
            )

    def _days_left(self, reason):
        """Return ``{clock: days that its pauses for the reason may still last}``; refused where none is left."""
        left = dict.fromkeys(self, reason.ceiling)
        for pause in self.pause_ids:
            if pause.reason_id == reason and pause.ended_on:
                left[pause.deadline_id] -= pause._reason_days()
        for clock, days in left.items():
            if days < 1:
                raise UserError(
                    self.env._(
                        "“%(title)s” has paused for %(days)s days for “%(reason)s” already: no more is possible.",
                        title=clock.title,
                        days=reason.ceiling,
                        reason=reason.name,
                    )
                )
        return left

    def _pause(self, reason, pauses):
        """Stop running clocks as of today; keep until when at most, and what will be due then."""
        workday = self.env["park.workday"]
        today, left = workday.today(), self._days_left(reason)
        self.write({"state": "paused", "paused_on": today})
        self.filtered(lambda clock: clock.unit == "working_hour").paused_at = workday.now()
        for (zone, days), clocks in self.grouped(lambda clock: (clock.company_id, left[clock])).items():
            clocks.resumes_on = end_of(today, days, reason.unit, workday._zone_calendar(zone))[0]
        self._foresee()
        pauses.write({"paused_on": today})

    def _pause_for(self, reason, text):
        """Stop running clocks at the wish of a verb of their subject, which has checked the caller."""
        now = self.env["park.workday"].now()
        pauses = self.env["park.deadline.pause"].create(
            [
                {
                    "deadline_id": clock.id,
                    "reason_id": reason.id,
                    "text": text,
                    "state": "approved",
                    "requested_by_id": self.env.uid,
                    "requested_at": now,
                }
                for clock in self
            ]
        )
        self._pause(reason, pauses)

    def _foresee(self):
        """Keep what will be due when the ceiling of the pause is reached, for lists and searches."""
        for (due, yellow), clocks in self._alike(lambda clock: clock._ahead()).items():
            clocks.write({"resumed_due_on": due, "resumed_yellow_on": yellow})

    def _ahead(self):
        vals = self._resumed(self.resumes_on)
        return vals["due_on"], max(vals["yellow_on"], self.resumes_on)  # while it pauses it is no colour

    def _alike(self, key):
        """Return ``{key: clocks}``, to write those alike in one statement."""
        ids_by_key = {}
        for clock in self:
            ids_by_key.setdefault(key(clock), []).append(clock.id)
        return {found: self.browse(ids) for found, ids in ids_by_key.items()}

    def _run_on(self):
        """Let paused clocks run on, as of now or of the day of their ceiling."""
        today = self.env["park.workday"].today()
        after = {clock: clock._resumed() for clock in self}
        self._end_pauses(today, {clock: vals["paused_days"] for clock, vals in after.items()})
        for vals, clocks in self._alike(lambda clock: tuple(after[clock].items())).items():
            clocks.write({"state": "running", **dict.fromkeys(PAUSE_FIELDS, False), **dict(vals)})

    def _end_pauses(self, on, paused_by_clock):
        """Close the pauses that last, given the days paused in all; on a day, or that of their ceiling."""
        lasting = self.pause_ids.filtered(lambda pause: pause.state == "approved" and not pause.ended_on)
        ends = {}  # {(day, days): ids}
        for pause in lasting:
            clock = pause.deadline_id
            day = max(min(filter(None, (on, clock.resumes_on))), pause.paused_on)
            ends.setdefault((day, paused_by_clock[clock] - clock.paused_days), []).append(pause.id)
        for (day, days), ids in ends.items():
            lasting.browse(ids).write({"ended_on": day, "days": days})
        lasting.flush_recordset(["ended_on"])  # so that the next one may begin at once

    @api.model
    def _resume_expired(self, domain=Domain.TRUE):
        """Let all clocks run on whose pause has reached its ceiling; return how many. For the sweep and verbs."""
        expired_sudo = self.sudo().search(self._resumed_domain() & domain)  # sudo: a ceiling is nobody's decision
        for model, clocks in expired_sudo.grouped("res_model").items():
            clocks._run_on()
            if model in self.env:
                subjects_sudo = self.env[model].sudo().browse(clocks.mapped("res_id"))
                subjects_sudo._audit_deadlines("resume", clocks, {"ceiling": True})
                subjects_sudo._after_deadlines(clocks)
        return len(expired_sudo)

    def _finish(self, state, on=None):
        """Keep the net days of what ends; a pause that still lasts ends with its clock."""
        day = on or self.env["park.workday"].today()
        paused = {
            clock: clock._resumed(day)["paused_days"] if clock.state == "paused" else clock.paused_days
            for clock in self
        }
        used = {clock: max(clock._days_between(clock._counted_after(), day) - paused[clock], 0) for clock in self}
        self.env["park.deadline.pause"]._lapse(self)
        self._end_pauses(day, paused)
        result = super()._finish(state, on)
        for (days, days_paused), clocks in self._alike(lambda clock: (used[clock], paused[clock])).items():
            clocks.write({"used_days": days, "paused_days": days_paused})
        return result
