from odoo import fields, models
from odoo.exceptions import UserError

# 责任层级: the department itself, then three levels above it.
LEVELS = [
    ("0", "Department"),
    ("1", "Task force or joint meeting"),
    ("2", "Leader in charge"),
    ("3", "Head of the zone"),
]
TOP = 3


class ParkIssueElevate(models.Model):
    """Elevation (提级) in three levels: each has a clock of its own until its instruction is recorded."""

    _inherit = "park.issue"
    _guard_protected = ("elevation", "elevated_on")

    elevation = fields.Selection(LEVELS, "Level", default="0", required=True, readonly=True, copy=False, tracking=True)
    elevated_on = fields.Date("Elevated", readonly=True, copy=False)

    def action_elevate(self, reason):
        """Take issues one level up; the new level's clock runs beside the limits, which go on."""
        reason = self._said(reason, self.env._("Say why it goes a level up."))
        self._begin("elevate")
        for issue in self.filtered(lambda issue: int(issue.elevation) >= TOP):
            raise UserError(self.env._("%s is with the head of the zone already.", issue.display_name))
        self._elevate("elevate", reason)

    def _follow_instruction(self, due_on, today):
        """End the clock of the level: it has spoken."""
        result = super()._follow_instruction(due_on, today)
        self._meet_deadlines(["issue_elevation"])
        return result

    def action_reopen(self, comment):
        """Take issues up again; what comes back a second time is no longer the department's alone."""
        result = super().action_reopen(comment)
        again = self.filtered(lambda issue: issue.reopened_count >= 2 and issue.elevation == "0")
        if again:
            again._elevate("elevate", self.env._("Not settled by the second handling."))
        return result

    def _elevate(self, action, reason):
        self._void_deadlines(["issue_elevation"])
        for issues, today in self._per_zone():
            vals_by_level = {
                level: {"elevation": str(int(level) + 1), "elevated_on": today}
                for level in set(issues.mapped("elevation"))
            }
            issues._transition_each(
                {issue.id: vals_by_level[issue.elevation] for issue in issues}, action, {"reason": reason}
            )
        self._start_deadlines("issue_elevation")
