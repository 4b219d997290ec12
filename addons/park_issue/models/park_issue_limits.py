from odoo import api, fields, models
from odoo.addons.park_deadline.models.park_sla_step import COMPLEXITIES, NATURES

from .park_issue import SOURCES


class ParkIssueLimits(models.Model):
    """What of an issue chooses its limits: channel, category, nature, complexity."""

    _inherit = "park.issue"

    complexity = fields.Selection(
        COMPLEXITIES,
        compute="_compute_complexity",
        store=True,
        precompute=True,
        readonly=False,
        help="Chooses the limit for closing at acceptance. Empty: nobody has judged it, the general limit holds.",
    )
    nature = fields.Selection(NATURES, help="Where the service limits set a consultation or an emergency apart.")

    @api.depends("category_id")
    def _compute_complexity(self):
        """Take over what the category is usually like, until somebody judges; fixed from acceptance."""
        for issue in self:
            if not issue.complexity and not issue.accepted_on:
                issue.complexity = issue.category_id.complexity

    def _deadline_traits(self):
        """Return what limits may be chosen by; a category stands for those above it, the nearest first."""
        return {
            issue.id: {
                "channel": issue.source,
                "category_id": tuple(reversed([int(part) for part in (path or "").split("/") if part])),
                "nature": issue.nature,
                "complexity": issue.complexity,
            }
            for issue in self
            for path in [issue.category_id.parent_path]
        }


class ParkIssueCategoryLimits(models.Model):
    """Categories that are complex by nature say so once."""

    _inherit = "park.issue.category"

    complexity = fields.Selection(
        COMPLEXITIES, help="What new issues of the category start with; whoever accepts them may judge otherwise."
    )


class ParkSlaChoiceIssue(models.Model):
    """Limits chosen by channel and category of an issue."""

    _inherit = "park.sla.choice"

    channel = fields.Selection(SOURCES, help="Empty: any.")
    category_id = fields.Many2one(
        "park.issue.category", ondelete="cascade", help="With all categories below it. Empty: any."
    )

    @api.model
    def _condition_names(self):
        return ["channel", "category_id", *super()._condition_names()]
