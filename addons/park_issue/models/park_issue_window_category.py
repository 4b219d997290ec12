from odoo import api, fields, models

from ..core.window import OUTCOMES


class ParkIssueWindowCategory(models.Model):
    """Why something could not be done, as the window judges it: chooses the limit and suggests the outcome."""

    _name = "park.issue.window.category"
    _description = "Reason Why It Could Not Be Done"
    _inherit = ["park.guard.mixin"]
    _order = "sequence, id"
    _rec_names_search = ["name", "code"]

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, copy=False)
    sequence = fields.Integer(default=10)
    handling = fields.Char(translate=True, help="How cases of this kind are handled.")
    outcome = fields.Selection(
        list(OUTCOMES.items()), "Usual outcome", required=True, default="ordinary", help="Handlers may find otherwise."
    )
    source = fields.Char(translate=True, help="Where limit and handling are written.")
    active = fields.Boolean(default=True)

    _code_uniq = models.Constraint("UNIQUE(code)", "Another reason has this code.")

    @api.depends("code", "name")
    @api.depends_context("lang")
    def _compute_display_name(self):
        """Name the code first: who knows the list types it."""
        for category in self:
            category.display_name = " ".join(filter(None, (category.code, category.name)))


class ParkIssueRefusalWindow(models.Model):
    """Grounds that the window turns matters away on."""

    _inherit = "park.issue.refusal"

    is_window = fields.Boolean("At the window", help="Offered at the counter of the window.")


class ParkSlaStepWindow(models.Model):
    """Limits that hold for one reason at the window."""

    _inherit = "park.sla.step"

    window_category_id = fields.Many2one(
        "park.issue.window.category", "Reason at the window", ondelete="cascade", help="Empty: any."
    )

    _kind_uniq = models.UniqueIndex(
        "(profile_id, kind, COALESCE(complexity, ''), COALESCE(nature, ''), COALESCE(window_category_id, 0))",
        "These limits have such a step already: change it there.",
    )

    @api.model
    def _condition_names(self):
        return ["window_category_id", *super()._condition_names()]
