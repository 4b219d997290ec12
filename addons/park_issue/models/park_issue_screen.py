from odoo import api, models
from odoo.fields import Domain


class ParkIssueScreen(models.Model):
    """What screens ask for beyond plain reading."""

    _inherit = "park.issue"

    @api.model
    def read_progress_bar(self, domain, group_by, progress_bar):
        """Count the lamps of each column; lamps are computed when read, so each colour is one query."""
        if progress_bar["field"] != "lamp":
            return super().read_progress_bar(domain, group_by, progress_bar)
        result = {}
        for colour in progress_bar["colors"]:
            lit = Domain(domain) & Domain("lamp", "=", colour)
            for group, count in self._read_group(lit, [group_by], ["__count"]):
                key = str(group.id if isinstance(group, models.BaseModel) else group)
                result.setdefault(key, dict.fromkeys(progress_bar["colors"], 0))[colour] = count
        return result
