from odoo import models
from odoo.addons.park_sheet.core.sheet import Column, Sheet


class ParkIssueLedger(models.Model):
    """The issue ledger 问题台账 as a sheet."""

    _inherit = "park.issue"

    def _sheet_filename(self, key):
        return self.env._("Issue ledger %s", self._today())

    def _sheets(self, key):
        """Return the ledger, most pressing first; the columns are those leaders know from paper."""
        zone = self.company_id[:1] or self.env.company
        as_of = self._today(zone)
        notes = self._ledger_notes()
        return [Sheet(self.env._("Issue ledger"), as_of, self._ledger_columns(), self._ledger_rows(as_of), notes=notes)]

    def _ledger_notes(self):
        """Return what a reader must know: where due days may still move, and why."""
        if not any(self.mapped("is_due_provisional")):
            return []
        return [
            self.env._(
                "Due dates marked provisional rest on a year whose official list of working days is not "
                "published yet; they move when it is."
            )
        ]

    def _ledger_columns(self):
        _ = self.env._
        return [
            Column(_("No."), "count"),
            Column(_("Number")),
            Column(_("Received"), "date"),
            Column(_("Source")),
            Column(_("Firm"), width=28),
            Column(_("Category"), width=18),
            Column(_("What the firm says"), width=40),
            Column(_("Lead department"), width=18),
            Column(_("Handled by")),
            Column(_("Helping departments"), width=18),
            Column(_("Dispatched"), "date"),
            Column(_("Signed for on"), "date"),
            Column(_("First limit"), "date"),
            Column(_("Due"), "date"),
            Column(_("Working days left"), "number"),
            Column(_("Extensions"), "count"),
            Column(_("Net days used"), "count"),
            Column(_("Days paused"), "count"),
            Column(_("Level")),
            Column(_("Progress")),
            Column(_("Lamp"), "lamp"),
            Column(_("Closed as")),
            Column(_("Closed on"), "date"),
            Column(_("Called back"), "date"),
            Column(_("Solved, says the firm")),
            Column(_("Satisfaction")),
            Column(_("Times reopened"), "count"),
            Column(_("Signed off"), "date"),
            Column(_("Remarks"), width=24),
        ]

    def _ledger_rows(self, as_of):
        """Yield one tuple for each issue; working days left are counted once for each due date."""
        left = self._workdays_left(as_of)
        self.assignment_ids.fetch(["role", "signed_at"])
        labels = {name: dict(self._fields[name]._description_selection(self.env)) for name in (
            "source", "state", "elevation", "closure_kind", "is_solved", "satisfaction",
        )}  # fmt: skip

        def label(issue, name):
            return labels[name].get(issue[name], "")

        for position, issue in enumerate(self, 1):
            lead = issue.assignment_ids.filtered(lambda a: a.role == "lead")[:1]
            yield (
                position, issue.number or "", issue.received_on, label(issue, "source"),
                issue.enterprise_id.display_name, issue.category_id.display_name or "",
                issue.detail or issue.name, issue.lead_department_id.display_name or "",
                issue.owner_id.display_name or "",
                ", ".join(issue.help_department_ids.mapped("display_name")),
                issue.assigned_on or None, self._signed_on(lead),
                issue.first_close_due_on or None, issue.close_due_on or None, left.get(issue.id),
                *issue._ledger_limit(), label(issue, "elevation"), label(issue, "state"), issue.lamp,
                label(issue, "closure_kind"), issue.closed_on or None, issue.callback_on or None,
                label(issue, "is_solved"), label(issue, "satisfaction"), issue.reopened_count,
                issue.signed_off_on or None, issue._ledger_remarks(),
            )  # fmt: skip

    def _ledger_limit(self):
        """Return extensions, net days and days paused of one issue; None for each where no limit was ever set."""
        if not self.close_due_on:
            return (None,) * 3
        return (self.close_extensions, self.close_net_days, self.close_paused_days)

    def _ledger_remarks(self):
        provisional = self.env._("Due date provisional") if self.is_due_provisional else ""
        return "; ".join(filter(None, (provisional, self.closure_result or self.reject_reason)))

    def _workdays_left(self, as_of):
        """Return ``{issue id: working days left to close it, negative when overdue}`` of what is open."""
        workday = self.env["park.workday"]
        open_issues = self.filtered(lambda issue: issue.close_due_on and not issue.closed_on)
        days = {
            limit: workday.workdays_between(as_of, limit[1], limit[0])
            for limit in {(issue.company_id, issue.close_due_on) for issue in open_issues}
        }
        return {issue.id: days[issue.company_id, issue.close_due_on] for issue in open_issues}

    def _signed_on(self, assignment):
        """Return the local day of the signature, or None."""
        return assignment.signed_at and self.env["park.workday"].local_date(assignment.signed_at, assignment.company_id)
