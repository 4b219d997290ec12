"""Common causes on paper: how many are concerned, what is done, and what became of the proposal."""

from odoo import models
from odoo.addons.park_sheet.core.sheet import Column, Sheet


class ParkIssueGroupSheet(models.Model):
    _inherit = "park.issue.group"
    _sheet_keys = ("causes",)

    def _sheet_filename(self, key):
        return self.env._("Common causes %s", self.env["park.workday"].today())

    def _sheets(self, key):
        """Return one row for each common cause; sums of what is not known stay empty."""
        _ = self.env._
        columns = [
            Column(_("No."), "count", 6),
            Column(_("Common cause"), width=36),
            Column(_("Category"), width=18),
            Column(_("Clause in the way"), width=24),
            Column(_("Issues"), "count"),
            Column(_("Firms"), "count"),
            Column(_("People concerned"), "count"),
            Column(_("Amount concerned"), "money_wan"),
            Column(_("Received from"), "date"),
            Column(_("until"), "date"),
            Column(_("Measure"), width=40),
            Column(_("Owner department"), width=18),
            Column(_("Responsible"), width=12),
            Column(_("Next review"), "date"),
            Column(_("Policy proposal"), width=14),
            Column(_("Decided on"), "date"),
            Column(_("Answer to the proposal"), width=30),
        ]
        as_of = self.env["park.workday"].today(self.company_id[:1] or self.env.company)
        notes = [_("People and amounts are summed over the issues for which they are known.")]
        return [Sheet(_("Common causes"), as_of, columns, self._cause_rows(), notes=notes)]

    def _cause_rows(self):
        states = dict(self._fields["state"]._description_selection(self.env))
        for number, group in enumerate(self, 1):
            yield (
                number, group.name, group.category_id.display_name or "", group.clause or "",
                group.issue_count, group.firm_count,
                group.heads if group.heads_known else None,
                group.amount / 10_000 if group.amount_known else None,
                group.first_received_on or None, group.last_received_on or None,
                group.measure or "", group.department_id.name or "", group.owner_id.name or "",
                group.due_on or None, states[group.state], group.decided_on or None, group.decision or "",
            )  # fmt: skip
