from odoo import Command, api, fields, models
from odoo.exceptions import ConcurrencyError, UserError
from psycopg2 import errors

STATES = [
    ("planned", "Planned"),
    ("open", "Open"),
    ("finished", "Finished"),
    ("cancelled", "Cancelled"),
]
OPEN_ISSUE_STATES = ("accepted", "assigned", "doing", "replied", "longterm")


class ParkServiceDay(models.Model):
    """A day on which leaders and departments sit with firms and settle or take on their problems."""

    _name = "park.service.day"
    _description = "Service Day"
    _inherit = ["park.guard.mixin", "park.sheet.source", "mail.thread", "mail.activity.mixin"]
    _order = "date_on desc, id desc"
    _rec_names_search = ["name", "number"]
    _check_company_auto = True
    _guard_protected = ("company_id", "number", "ordinal", "state", "opened_at", "finished_at")

    name = fields.Char(required=True, default=lambda self: self.env._("Enterprise service day"), tracking=True)
    number = fields.Char(readonly=True, copy=False, help="Year and ordinal in the zone, as on the minutes.")
    ordinal = fields.Integer("Number in the year", readonly=True, copy=False, aggregator=None)
    company_id = fields.Many2one(
        "res.company", "Zone", required=True, readonly=True, index=True, default=lambda self: self.env.company
    )
    date_on = fields.Date(
        "Date", required=True, index=True, tracking=True, copy=False,
        default=lambda self: self.env["park.workday"].today(self.env.company),
    )  # fmt: skip
    place = fields.Char(tracking=True)
    state = fields.Selection(STATES, default="planned", required=True, readonly=True, copy=False, tracking=True)
    opened_at = fields.Datetime("Opened", readonly=True, copy=False)
    finished_at = fields.Datetime("Finished", readonly=True, copy=False)

    host_id = fields.Many2one("res.users", tracking=True)
    organiser_ids = fields.Many2many(
        "res.users", string="Organisers", default=lambda self: self.env.user,
        help="They prepare the day and capture at the table, also for firms they do not serve.",
    )  # fmt: skip
    attendee_ids = fields.One2many("park.service.day.attendee", "service_day_id", "Attendees", copy=True)
    leader_ids = fields.Many2many(
        "res.users", string="Leaders", compute="_compute_leader_ids", inverse="_inverse_leader_ids",
        search="_search_leader_ids", help="Attending leaders who have a log-in.",
    )  # fmt: skip
    department_ids = fields.Many2many(
        "park.department", string="Departments", check_company=True,
        help="The departments at the table; their people can read the day.",
    )  # fmt: skip
    firm_ids = fields.One2many("park.service.day.firm", "service_day_id", "Firms", copy=False)
    issue_ids = fields.One2many("park.issue", "origin_id", "Issues", readonly=True, copy=False)
    note = fields.Text()
    can_write = fields.Boolean(compute="_compute_can_write", help="Whether the user keeps this day.")

    firm_count = fields.Integer("Number of firms", compute="_compute_firm_count")
    issue_count = fields.Integer("Number of issues", compute="_compute_issue_counts")
    on_spot_count = fields.Integer("Solved on the spot", compute="_compute_issue_counts")
    limited_count = fields.Integer("With a limit", compute="_compute_issue_counts")
    explained_count = fields.Integer("Explained", compute="_compute_issue_counts")
    pending_count = fields.Integer("Still open", compute="_compute_issue_counts")

    _number_uniq = models.Constraint("UNIQUE(company_id, number)", "Another service day of the zone has this number.")

    @api.depends("number", "name")
    def _compute_display_name(self):
        for day in self:
            day.display_name = " ".join(filter(None, (day.number, day.name)))

    @api.depends("attendee_ids.user_id", "attendee_ids.kind")
    def _compute_leader_ids(self):
        for day in self:
            day.leader_ids = day.attendee_ids.filtered(lambda a: a.kind == "leader").user_id

    def _inverse_leader_ids(self):
        """Keep one attendee for each leader; those without a log-in are not touched."""
        for day in self:
            leaders = day.attendee_ids.filtered(lambda a: a.kind == "leader" and a.user_id)
            gone = leaders.filtered(lambda a, day=day: a.user_id not in day.leader_ids)
            come = day.leader_ids - leaders.user_id
            day.attendee_ids = [Command.delete(attendee.id) for attendee in gone] + [
                Command.create({"kind": "leader", "name": user.name, "user_id": user.id}) for user in come
            ]

    @api.model
    def _search_leader_ids(self, operator, value):
        return [("attendee_ids", "any", [("kind", "=", "leader"), ("user_id", operator, value)])]

    @api.depends("organiser_ids")
    @api.depends_context("uid")
    def _compute_can_write(self):
        kept = self._origin._filtered_access("write")
        for day in self:
            day.can_write = day._origin in kept if day._origin else day.has_access("create")

    @api.depends("firm_ids")
    def _compute_firm_count(self):
        groups = self.env["park.service.day.firm"]._read_group(
            [("service_day_id", "in", self.ids)], ["service_day_id"], ["__count"]
        )
        counts = {day.id: count for day, count in groups}
        for day in self:
            day.firm_count = counts.get(day._origin.id, 0)

    @api.depends("issue_ids.state", "issue_ids.service_day_outcome")
    @api.depends_context("uid")
    def _compute_issue_counts(self):
        counts = {}  # {day id: {(outcome, is pending): number of issues}}
        for issues, days in self._issues_to_show():
            groups = issues._read_group(
                days._issue_domain(), ["origin_id", "service_day_outcome", "state"], ["__count"]
            )
            for day_id, outcome, state, count in groups:
                key = (outcome, state in OPEN_ISSUE_STATES)
                of_day = counts.setdefault(day_id, {})
                of_day[key] = of_day.get(key, 0) + count
        for day in self:
            of_day = counts.get(day._origin.id, {})
            day.issue_count = sum(of_day.values())
            day.on_spot_count = sum(n for (outcome, _open), n in of_day.items() if outcome == "on_spot")
            day.limited_count = sum(n for (outcome, _open), n in of_day.items() if outcome == "limited")
            day.explained_count = sum(n for (outcome, _open), n in of_day.items() if outcome == "explained")
            day.pending_count = sum(n for (_outcome, is_open), n in of_day.items() if is_open)

    def _issues_to_show(self):
        """Yield ``(issue model, days)``: who may capture sees all of a day, everyone else their own reach."""
        own = self._origin._filtered_access("write")
        others = self._origin - own
        if own:
            # sudo: the organisers keep the list of the whole day, firms they do not serve included
            yield self.env["park.issue"].sudo(), own
        if others and self.env["park.issue"].has_access("read"):
            yield self.env["park.issue"], others

    def _captured_issues(self):
        """Return the issues of one day that the user may see on its lists, in order of capture."""
        self.ensure_one()
        [(issues, _days)] = list(self._issues_to_show()) or [(self.env["park.issue"], self)]
        return issues.search(self._issue_domain(), order="id") if issues.has_access("read") else issues

    def _issue_domain(self):
        """Return the domain of the days' issues; restricted ones stay with the supervising unit."""
        domain = [("origin_model", "=", self._name), ("origin_id", "in", self.ids)]
        if not self.env.user.has_group("park_guard.group_park_supervisor"):
            domain.append(("is_restricted", "=", False))
        return domain

    @api.model_create_multi
    def create(self, vals_list):
        days = super().create(vals_list)
        days._give_numbers()
        days._audit("create")
        return days

    def _give_numbers(self):
        """Number the days of each zone and year on from the last one: 2026-01, 2026-02, …"""
        for (zone, year), days in self.grouped(lambda day: (day.company_id, day.date_on.year)).items():
            prefix = f"{year}-"
            # sudo: the ordinals of the zone count on, whoever may see which day
            [(last,)] = self.sudo()._read_group(
                [("company_id", "=", zone.id), ("number", "=like", f"{prefix}%")], [], ["ordinal:max"]
            )
            try:
                with self.env.cr.savepoint():
                    for ordinal, day in enumerate(days.sorted("id"), (last or 0) + 1):
                        day._unlocked().write({"ordinal": ordinal, "number": f"{prefix}{ordinal:02d}"})
                    days.flush_recordset()
            except errors.UniqueViolation as violation:
                raise ConcurrencyError("another service day took this number") from violation

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        """Refuse to delete a day that issues came from, or one that was held."""
        for day, count in self._count_all_issues().items():
            if count or day.state in ("open", "finished"):
                raise UserError(
                    self.env._(
                        "%s was held and stays on record. Cancel a day that does not take place.", day.display_name
                    )
                )

    def _count_all_issues(self):
        """Return ``{day: number of issues}``, those the user cannot see included."""
        # sudo: a number alone, to protect the day they came from
        groups = (
            self.env["park.issue"]
            .sudo()
            ._read_group([("origin_model", "=", self._name), ("origin_id", "in", self.ids)], ["origin_id"], ["__count"])
        )
        counts = dict(groups)
        return {day: counts.get(day.id, 0) for day in self}

    # -- verbs

    def action_open(self):
        """Open planned days for capture; refused without a firm at the table."""
        self.check_access("write")
        self._require_state("planned")
        for day in self:
            if not day.firm_ids:
                raise UserError(
                    self.env._("%s has no firms yet. Add the firms that take part, then open it.", day.display_name)
                )
        self._transition({"state": "open", "opened_at": fields.Datetime.now()}, "open")
        return True

    def action_finish(self):
        """Close open days for capture."""
        self.check_access("write")
        self._require_state("open")
        self._transition({"state": "finished", "finished_at": fields.Datetime.now()}, "finish")
        return True

    def action_reopen(self):
        """Open finished days again, to add what was forgotten or could not be sent in time."""
        self.check_access("write")
        self._require_state("finished")
        self._transition({"state": "open", "finished_at": False}, "reopen")
        return True

    def action_cancel(self):
        """Call days off; refused when problems have been captured, because they stay on record."""
        self.check_access("write")
        self._require_state("planned", "open")
        for day, count in self._count_all_issues().items():
            if count:
                raise UserError(
                    self.env._(
                        "%(day)s has %(count)s issues on record. Finish it instead.", day=day.display_name, count=count
                    )
                )
        self._transition({"state": "cancelled"}, "cancel")
        return True

    def add_firms(self, enterprise_ids):
        """Put firms on the list of the day, after those that are there; firms already listed stay once."""
        self.ensure_one()
        self.check_access("write")
        self._require_state("planned", "open")
        wanted = self.env["res.partner"].browse(enterprise_ids).exists() - self.firm_ids.enterprise_id
        last = max(self.firm_ids.mapped("sequence"), default=0)
        self.env["park.service.day.firm"].create(
            [
                {"service_day_id": self.id, "enterprise_id": firm.id, "sequence": last + 10 * place}
                for place, firm in enumerate(wanted, 1)
            ]
        )
        return len(wanted)

    def action_board(self):
        """Open the capture board of the day."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.actions"]._for_xml_id("park_service_day.park_service_day_action_board")
        return {**action, "context": {"active_id": self.id, "active_model": self._name}}

    def action_open_issues(self):
        """Open the issues of the day that the user may read."""
        self.ensure_one()
        self.check_access("read")
        domain = self._issue_domain()
        if outcome := self.env.context.get("service_day_outcome"):
            domain.append(("service_day_outcome", "=", outcome))
        action = self.env["ir.actions.act_window"]._for_xml_id("park_issue.park_issue_action")
        return {**action, "domain": domain, "context": {}}
