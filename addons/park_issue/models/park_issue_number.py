from odoo import models


class ParkIssueNumber(models.Model):
    """Numbers by zone and year, SQ2026-00012; gaps are possible, doubles are not."""

    _inherit = "park.issue"

    def _give_numbers(self):
        """Number the issues that have none, in one draw for each zone."""
        bare = self.filtered(lambda issue: not issue.number)
        for issues, today in bare._per_zone():
            numbers = issues.company_id._draw_issue_numbers(len(issues), today)
            for issue, number in zip(issues, numbers, strict=True):
                issue._unlocked().with_context(tracking_disable=True).number = number
