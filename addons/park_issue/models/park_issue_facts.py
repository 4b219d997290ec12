from odoo import api, fields, models
from odoo.exceptions import UserError

from ..core.track import fact_gaps, moves

# Closed without a result of one's own, so that no evidence of a result can be asked for.
NOTHING_SHOWN = {"unreachable", "escalated"}
CLOSED_STATES = {"closed", "signed_off", "rejected", "withdrawn"}


class ParkIssueFacts(models.Model):
    """The special track of an issue: its facts, the clocks that follow them, and what closing it takes."""

    _inherit = "park.issue"

    type_id = fields.Many2one(
        "park.issue.type",
        "Special track",
        compute="_compute_type_id",
        store=True,
        precompute=True,
        index="btree_not_null",
        ondelete="restrict",
        help="Follows the category until the issue is accepted.",
    )
    facts = fields.Properties("Facts of the track", definition="type_id.facts_definition", copy=False)
    heads = fields.Integer("People concerned", copy=False, help="Empty: not known.")
    amount = fields.Monetary("Amount concerned", copy=False, help="Empty: not known.")
    currency_id = fields.Many2one("res.currency", compute="_compute_currency_id")

    _heads_positive = models.Constraint("CHECK (heads >= 0)", "A number of people is not negative.")
    _amount_positive = models.Constraint("CHECK (amount >= 0)", "An amount is not negative.")

    @api.depends("category_id.type_id")
    def _compute_type_id(self):
        """Follow the category, those above it included, until the issue has been accepted."""
        for issue in self:
            issue.type_id = issue.type_id if issue.accepted_on else issue.category_id._track()

    @api.depends("company_id")
    def _compute_currency_id(self):
        self.company_id.sudo().fetch(["currency_id"])  # sudo: of a zone seen anyway; not with all of its settings
        for issue in self:
            issue.currency_id = issue.company_id.currency_id

    @api.model
    def _ledger_derived(self):
        return {**super()._ledger_derived(), "currency_id": (("company_id",), self._ledger_currencies)}

    @api.model
    def _ledger_currencies(self, rows):
        """Return the link that an amount is shown by, for the rows of a list."""
        zones = self.env["res.company"].browse({row["company_id"] for row in rows})
        currencies = {zone.id: {"id": zone.currency_id.id} for zone in zones}
        return [currencies[row["company_id"]] for row in rows]

    @api.depends("type_id.is_restricted")
    def _compute_is_restricted(self):
        result = super()._compute_is_restricted()
        for issue in self.filtered("type_id.is_restricted"):
            issue.is_restricted = True
        return result

    def _deadline_profile_codes(self):
        codes = super()._deadline_profile_codes()
        return codes | {issue.id: issue.type_id.profile_code for issue in self if issue.type_id.profile_code}

    # -- clocks

    def _clocked_at_acceptance(self, kind):
        """Leave out issues whose track starts the clock of the kind at another event."""
        issues = super()._clocked_at_acceptance(kind)
        return issues.filtered(lambda issue: kind not in issue.type_id.clock_ids.mapped("kind"))

    @api.model
    def _deadline_counted_from(self, step, subject, events, begin):
        """Let a track that starts the clock of the kind at an event of its own have its way."""
        if step.kind in subject.type_id.clock_ids.mapped("kind"):
            return begin
        return super()._deadline_counted_from(step, subject, events, begin)

    def _start_acceptance_clocks(self):
        result = super()._start_acceptance_clocks()
        for start, issues in self.filtered("type_id")._by_first_day().items():
            issues._reached("accepted", start)
        for issue in self.filtered("type_id"):  # facts that were known before
            issue._follow_facts({}, issue._fact_dates())
        return result

    def _dispatched(self):
        result = super()._dispatched()
        for issues, today in self.filtered("type_id")._per_zone():
            issues._reached("assigned", today)
        return result

    def _reached(self, step, day):
        """Start and end the clocks that the tracks tie to a step of every issue."""
        for track, issues in self.grouped("type_id").items():
            for move in moves(track._track_clocks(), {}, {step: day}):
                issues._move_clock(move)

    def _move_clock(self, move):
        if move.verb == "meet":
            self._meet_deadlines([move.kind], on=move.day)
        elif move.verb == "void":
            self._void_deadlines([move.kind])
        else:
            if move.verb == "restart":
                self._void_deadlines([move.kind])
            self._start_deadlines(move.kind, start=move.day)

    # -- facts

    def write(self, vals):
        """Write; dates among the facts of an accepted issue start, move and end the clocks of its track."""
        if "facts" not in vals:
            return super().write(vals)
        self._refuse_facts_when_closed()
        before = {issue.id: issue._fact_dates() for issue in self}
        result = super().write(vals)
        for issue in self.filtered("accepted_on"):
            after = issue._fact_dates()
            if after != before[issue.id]:
                issue._lock()
                issue._audit("facts", {"changes": {key: [before[issue.id].get(key), after[key]] for key in after}})
                issue._follow_facts(before[issue.id], after)
        return result

    def _refuse_facts_when_closed(self):
        if self.env.su:
            return
        if closed := self.filtered(lambda issue: issue.state in CLOSED_STATES)[:1]:
            raise UserError(
                self.env._(
                    "%(issue)s is in the state “%(state)s”: its facts are fixed. Reopen it first.",
                    issue=closed.display_name,
                    state=dict(self._fields["state"]._description_selection(self.env))[closed.state],
                )
            )

    def _known_facts(self):
        """Return ``{key: value}`` of the facts of one issue; what is not known is None."""
        self.ensure_one()
        facts = {key: value if value or value == 0 else None for key, value in (self.facts or {}).items()}
        return facts | {"heads": self.heads or None, "amount": self.amount or None}

    def _fact_dates(self):
        """Return ``{key: day}`` of the dates among the facts; refuse days to come."""
        self.ensure_one()
        keys = self.type_id._date_facts()
        dates = {key: fields.Date.to_date((self.facts or {}).get(key)) or None for key in keys}
        clocked = {event for clock in self.type_id._track_clocks() for event in (clock.starts_on, *clock.ends_on)}
        today = self._today(self.company_id)
        for key in clocked & {key for key, day in dates.items() if day and day > today}:
            raise UserError(
                self.env._(
                    "“%(fact)s” lies in the future: enter it when it has happened.",
                    fact=self.type_id._fact_labels()[key],
                )
            )
        return dates

    def _follow_facts(self, before, after):
        for move in moves(self.type_id._track_clocks(), before, after):
            self._move_clock(move)

    # -- closing

    def _check_closing(self, kind):
        """Refuse to close issues of a track before the facts and the file it asks for are there."""
        super()._check_closing(kind)
        if kind in NOTHING_SHOWN:
            return
        _ = self.env._
        for issue in self.filtered("type_id"):
            labels = issue.type_id._fact_labels()
            gaps = [labels[key] for key in fact_gaps(issue.type_id._needed_facts(), issue._known_facts())]
            if issue.type_id.needs_file and not issue._has_file():
                gaps.append(_("a file that proves the result"))
            if gaps:
                raise UserError(
                    _(
                        "%(issue)s cannot be closed yet. The track “%(track)s” still asks for: %(gaps)s.",
                        issue=issue.display_name,
                        track=issue.type_id.name,
                        gaps=_(", ").join(gaps),
                    )
                )

    def _has_file(self):
        self.ensure_one()
        # sudo: whether there is a file at all, not which
        return bool(
            self.env["ir.attachment"]
            .sudo()
            .search_count([("res_model", "=", self._name), ("res_id", "=", self.id)], limit=1)
        )
