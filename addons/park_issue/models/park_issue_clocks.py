from odoo import api, models
from odoo.tools import SQL

ANSWER_KINDS = ("issue_first_contact", "issue_reply", "issue_close")


class ParkIssueClocks(models.Model):
    """When the clocks of an issue start; how they run is the business of park_deadline."""

    _inherit = "park.issue"

    def _start_acceptance_clocks(self):
        """Start first contact, reply and close from the day of receipt; no clock for a contact made.

        The dispatcher's own clock starts with the acceptance; a round table dispatches on the spot.
        """
        (self - self._from_the_table())._start_deadlines("issue_assign")
        for start, issues in self._by_first_day().items():
            for kind in ANSWER_KINDS:
                issues._answering(kind)._start_deadlines(kind, start=start)

    def _answering(self, kind):
        """Return those of self that wait for what a limit of the kind is about, and start it like other issues."""
        waiting = self.filtered(lambda issue: kind != "issue_first_contact" or not issue.contacted_on)
        return waiting._clocked_at_acceptance(kind)

    def _deadline_events(self):
        """Limits of an issue may count from receipt, acceptance or its first dispatch."""
        return {
            issue.id: {
                "receipt": issue._first_day(),
                "acceptance": issue.accepted_on,
                "dispatch": issue.assigned_on,
            }
            for issue in self
        }

    def _dispatched(self):
        """Start the limits that count from the dispatch; a later dispatch finds them started."""
        result = super()._dispatched()
        for kind in ANSWER_KINDS:
            self._answering(kind)._start_deadlines_from("dispatch", [kind])
        return result

    def _clocked_at_acceptance(self, _kind):
        """Return those of self whose clock of the kind starts at acceptance; tracks of their own know others."""
        return self

    def _by_first_day(self):
        """Return ``{day that counts as receipt: issues}``: after closing or on a day off it is the next working day."""
        days = {}
        for issue in self:
            day = issue._first_day()
            days[day] = days.get(day, self.browse()) | issue
        return days

    def _first_day(self):
        """Return the day that counts as receipt of one issue."""
        workday, zone = self.env["park.workday"], self.company_id
        if self.received_at:
            return workday.received_on(self.received_at, zone)
        if workday.is_workday(self.received_on, zone):
            return self.received_on
        return workday.add_workdays(self.received_on, 1, zone)[0]

    def _from_the_table(self):
        """Return the issues that a round table raised and that are being entered today.

        What the table decides on them is decided on the day of receipt, however late it is entered.
        """
        return self.filtered(lambda issue: issue.origin_id and issue.accepted_on == self._today(issue.company_id))

    def _restart_close_clock(self, workdays, from_receipt=False):
        """Let the limit for closing run anew, from today or from receipt, in place of the old one."""
        self._unlocked().write({"promised_workdays": workdays})
        starts = self._by_first_day().items() if from_receipt else ((day, issues) for issues, day in self._per_zone())
        for start, issues in starts:
            issues._start_deadlines("issue_close", start=start, amount=workdays, unit="workday")

    def _start_redo_clock(self):
        """Let the limit of a second handling run from today, as the step of the last limit says."""
        limits = self._redo_limits("issue_close")
        for (amount, unit), issues in self.grouped(lambda issue: limits.get(issue.id, (None, None))).items():
            issues._unlocked().write({"promised_workdays": amount if unit == "workday" else False})
            for zone_issues, day in issues._per_zone():
                zone_issues._start_deadlines("issue_close", start=day, amount=amount, unit=unit)

    def _close_limits(self):
        """Return ``{issue id: (due day of the last limit for closing, whether it is provisional)}``.

        Shown with the issue, whoever may read it: a limit needs no further right.
        """
        self.env["park.deadline"].flush_model(["res_model", "res_id", "kind", "state", "due_on", "is_provisional"])
        rows = self.env.execute_query(
            SQL(
                """SELECT DISTINCT ON (res_id) res_id, due_on, is_provisional IS TRUE FROM park_deadline
                    WHERE res_model = %s AND res_id = ANY(%s) AND kind = 'issue_close' AND state <> 'void'
                    ORDER BY res_id, id DESC""",
                self._name,
                self.ids,
            )
        )
        return {issue_id: limit for issue_id, *limit in rows}

    @api.model
    def _ledger_derived(self):
        return {
            **super()._ledger_derived(),
            "close_due_on": (("id",), lambda rows: self._ledger_limits(rows, 0)),
            "is_due_provisional": (("id",), lambda rows: self._ledger_limits(rows, 1)),
        }

    @api.model
    def _ledger_limits(self, rows, place):
        limits = self.browse(row["id"] for row in rows)._close_limits()
        return [limits.get(row["id"], (False, False))[place] for row in rows]
