from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..core import Counting, lamp, ran_out, resumed, yellow_on
from .park_sla_step import UNITS

STATES = [
    ("running", "Running"),
    ("paused", "Paused"),
    ("met", "Met"),
    ("missed", "Missed"),
    ("void", "Void"),
]
OPEN = ("running", "paused")
LAMPS = [
    ("green", "On time"),
    ("yellow", "Due soon"),
    ("red", "Overdue"),
    ("grey", "Not running"),
]
# what a clock copies from its subject, so that rules and lists read nothing else
COPIED = ("title", "company_id", "enterprise_id", "department_id", "owner_id", "is_restricted")


class ParkDeadline(models.Model):
    """A clock that runs for a subject; it is kept by the verbs of ``park.deadline.mixin`` alone."""

    _name = "park.deadline"
    _description = "Deadline"
    _inherit = ["park.guard.mixin"]
    _order = "due_on, id"
    _rec_name = "title"

    res_model = fields.Char("Subject Model", required=True, readonly=True)
    res_id = fields.Many2oneReference("Subject", model_field="res_model", required=True, readonly=True)
    title = fields.Char(required=True, readonly=True)
    company_id = fields.Many2one("res.company", "Zone", required=True, index=True, readonly=True)
    enterprise_id = fields.Many2one("res.partner", index="btree_not_null", readonly=True)
    department_id = fields.Many2one("park.department", index="btree_not_null", readonly=True)
    owner_id = fields.Many2one("res.users", "Responsible", index="btree_not_null", readonly=True)
    is_restricted = fields.Boolean("Restricted", readonly=True)
    kind = fields.Char("Kind Key", required=True, readonly=True)
    profile_id = fields.Many2one("park.sla.profile", "Limits", readonly=True, ondelete="restrict")
    step_id = fields.Many2one("park.sla.step", "Kind", readonly=True, ondelete="set null")
    amount = fields.Integer("Limit", required=True, readonly=True)
    unit = fields.Selection(UNITS, required=True, readonly=True)
    started_on = fields.Date("Started", required=True, readonly=True)
    due_on = fields.Date("Due", required=True, readonly=True)
    started_at = fields.Datetime("Counted From", readonly=True, help="For limits in working hours.")
    due_at = fields.Datetime(
        "Due at",
        readonly=True,
        help="For limits in working hours, and in days where the document lets them end when the offices close.",
    )
    yellow_on = fields.Date("Yellow From", required=True, readonly=True)
    original_due_on = fields.Date("First Due", required=True, readonly=True)
    original_due_at = fields.Datetime("First Due at", readonly=True)
    is_provisional = fields.Boolean(
        "Provisional",
        readonly=True,
        help="The official list of that year was not published when the day was computed.",
    )
    counts_first_day = fields.Boolean(
        "First Day Counts", readonly=True, help="As the limits said when the clock started."
    )
    rolls_forward = fields.Boolean(
        "Day Off Moves On", default=True, readonly=True, help="As the limits said when the clock started."
    )
    state = fields.Selection(STATES, required=True, readonly=True, default="running")
    paused_on = fields.Date("Paused Since", readonly=True)
    paused_at = fields.Datetime("Paused at", readonly=True, help="For limits in working hours.")
    paused_days = fields.Integer(
        "Days Paused",
        default=0,
        readonly=True,
        help="In all: calendar days for a limit in calendar days, else working days.",
    )
    extension_count = fields.Integer("Extensions", default=0, required=True, readonly=True)
    met_on = fields.Date("Ended On", readonly=True)
    level = fields.Integer(
        "Escalation Level",
        default=0,
        required=True,
        readonly=True,
        help="The highest rung of the ladder raised since the last extension; 0: none.",
    )
    last_chased_at = fields.Datetime("Last Chased", readonly=True)
    event_ids = fields.One2many("park.deadline.event", "deadline_id", "Chase Log", readonly=True)

    is_overdue = fields.Boolean("Overdue", compute="_compute_today", search="_search_is_overdue")
    lamp = fields.Selection(LAMPS, compute="_compute_today", search="_search_lamp")
    days_left = fields.Integer(
        "Working Days Left", compute="_compute_today", help="Negative once the due day has passed."
    )
    due_note = fields.Char(
        "Note", compute="_compute_due_note", help="What to know about the due day: provisional, extended."
    )

    _one_open = models.UniqueIndex(
        "(res_model, res_id, kind) WHERE state IN ('running', 'paused')",
        "A clock of this kind is running already.",
    )
    _subject_idx = models.Index("(res_model, res_id)")
    _running_idx = models.Index("(res_model, due_on, res_id) WHERE state = 'running'")
    _yellow_idx = models.Index("(res_model, yellow_on, res_id) WHERE state = 'running'")
    _due_idx = models.Index("(due_on, id)")
    _period_order = models.Constraint("CHECK (due_on >= started_on)", "A clock ends after it starts.")

    @api.depends("state", "due_on", "due_at", "yellow_on", "paused_on", "met_on")
    def _compute_today(self):
        """Read the clock as of now: nothing here depends on a job having run."""
        workday = self.env["park.workday"]
        today, now = workday.today(), workday.now()
        for deadline in self:
            due = deadline.due_on
            late = due and ran_out(due, deadline.due_at, today, now)
            deadline.lamp = due and lamp(deadline.state, late, deadline.yellow_on, today)
            deadline.is_overdue = deadline.state == "running" and deadline.lamp == "red"
            until = deadline.met_on or deadline.paused_on or today
            deadline.days_left = due and workday.workdays_between(until, due, deadline.company_id)

    @api.depends("is_provisional", "extension_count", "due_at")
    @api.depends_context("lang")
    def _compute_due_note(self):
        """Say beside the due day what makes it differ from a plain one: its hour, that it may move, or has."""
        provisional = self.env._("provisional")
        for deadline in self:
            count = deadline.extension_count
            extended = count and self.env._("extended %(count)s times", count=count)
            notes = [deadline._due_time(), deadline.is_provisional and provisional, extended]
            deadline.due_note = self.env._("; ").join(filter(None, notes))

    def _due_time(self):
        """Return the hour at which a limit in working hours ends in its zone, such as ``by 11:30``; or False."""
        if not self.due_at:
            return False
        local = self.env["park.workday"].local(self.due_at, self.company_id)
        return self.env._("by %(time)s", time=f"{local:%H:%M}")

    @api.depends("title", "step_id")
    @api.depends_context("park_with_kind", "lang")
    def _compute_display_name(self):
        """Begin with what the limit is for where one of several limits of a subject is chosen."""
        result = super()._compute_display_name()
        if self.env.context.get("park_with_kind"):
            for clock in self.filtered("step_id"):
                clock.display_name = f"{clock.step_id.name} · {clock.title}"
        return result

    @api.model
    def _search_is_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        overdue = self._overdue_domain()
        answers = {True: overdue, False: ~overdue}
        return Domain.OR(answers[bool(item)] for item in value)

    @api.model
    def _search_lamp(self, operator, value):
        if operator != "in":
            return NotImplemented
        running = Domain("state", "=", "running")
        red = self._overdue_domain()
        warm = running & Domain("yellow_on", "<=", self.env["park.workday"].today())
        answers = {
            "red": red | Domain("state", "=", "missed"),
            "yellow": warm & ~red,
            "green": (running & ~warm) | Domain("state", "=", "met"),
            "grey": Domain("state", "in", ("paused", "void")),
        }
        return Domain.OR(answers.get(item, Domain.FALSE) for item in value)

    @api.model
    def _overdue_domain(self):
        """Return the domain of the running clocks that have run out as of now."""
        today, now = self.env["park.workday"].today(), self.env["park.workday"].now()
        hour_passed = Domain("due_on", "=", today) & Domain("due_at", "!=", False) & Domain("due_at", "<", now)
        return Domain("state", "=", "running") & (Domain("due_on", "<", today) | hour_passed)

    @api.model
    def _sql_ran_out(self, today=None):
        """Return the SQL condition, never NULL, that a row of park_deadline has passed its day or its moment.

        The same as ``_overdue_domain`` for statements of one's own, such as the sweep's: beside
        ``state = 'running'`` it is served by the partial indexes on ``due_on``.
        """
        today = today or self.env["park.workday"].today()
        now = self.env["park.workday"].now()
        return SQL("(due_on < %s OR (due_on = %s AND COALESCE(due_at < %s, FALSE)))", today, today, now)

    def action_open_subject(self):
        """Open what the clock runs for; the record's own rights apply there."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": self.res_model,
            "res_id": self.res_id,
            "views": [(False, "form")],
        }

    def _deep_link(self):
        """Return the path that opens what the clock runs for."""
        self.ensure_one()
        return f"/odoo/{self.res_model}/{self.res_id}"

    def _is_same_limit(self, vals):
        """Return whether a limit given now is the one that runs: the same one, or due when that first was.

        The same one even where a list of days has arrived since and would now count it to another day.
        """
        same, first = ("started_on", "started_at", "amount", "unit"), ("due_on", "due_at")
        return all(self[name] == vals[name] for name in same) or all(
            self[f"original_{name}"] == vals[name] for name in first
        )

    def _resumed(self, on=None):
        """Return the values of a paused clock that runs on from a day, else from now: dates and days paused.

        A pause never lasts beyond its ceiling, however late somebody looks.
        """
        workday = self.env["park.workday"]
        calendar = workday._zone_calendar(self.company_id)
        today = workday.today()
        on = min(filter(None, (on or today, self.resumes_on)))
        counting = self._counting()
        due, provisional, days = resumed(self.due_on, self.paused_on, on, self.unit, calendar, counting)
        vals = {"due_on": due, "is_provisional": provisional, "paused_days": self.paused_days + days}
        if self.unit == "working_hour" and self.due_at:
            begin = workday.now() if on == today else workday.opening_at(on, self.company_id)
            left = workday.working_hours_between(self.paused_at, self.due_at, self.company_id)
            due_at, provisional = workday.add_working_hours(begin, left, self.company_id)
            due = workday.local_date(due_at, self.company_id)
            yellow = yellow_on(self._counted_after(), due, self.profile_id.green_pct, calendar)
            return vals | {"due_on": due, "due_at": due_at, "is_provisional": provisional, "yellow_on": yellow}
        yellow, _provisional, _days = resumed(self.yellow_on, self.paused_on, on, self.unit, calendar, counting)
        vals["yellow_on"] = min(yellow, due)
        return vals | ({"due_at": self.due_at + (due - self.due_on)} if self.due_at else {})

    def _counting(self):
        """Return how the days of the clock are counted: as its limits said when it started."""
        return Counting(self.counts_first_day, self.rolls_forward)

    def _counted_after(self):
        """Return the day after which its days count."""
        return self._counting().after(self.started_on)

    def _finish(self, state, on=None):
        """End open clocks for good, today or on a day before; ``met`` after the due day is ``missed``."""
        today = self.env["park.workday"].today()
        on = on or today
        late = self.browse()
        if state == "met" and on == today:
            late = self.filtered("is_overdue")
        elif state == "met":
            late = self.filtered(lambda deadline: deadline.state == "running" and deadline.due_on < on)
        for deadlines, final in ((late, "missed"), (self - late, state)):
            # the day of a rung that never comes would let the planner think that half the table is due
            deadlines.write({"state": final, "met_on": on, "next_level": False, "next_rung_on": False})
        self._drop_todos()

    def _drop_todos(self):
        """Take back the to-dos of the chasers: the clock has ended or its day has moved."""
        self.event_ids.activity_id.unlink()
