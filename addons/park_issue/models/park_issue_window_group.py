from odoo import models


class ParkIssueWindowGroup(models.Model):
    """What hinders all alike is closed once its common cause has a measure and somebody who answers for it."""

    _inherit = "park.issue.window"

    def _common_cause(self):
        group = self.issue_id.group_id
        return bool(group), bool(group) and group._is_tracked()
