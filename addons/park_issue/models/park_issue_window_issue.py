from odoo import api, fields, models

from ..core.window import OUTCOMES

TRACK = "cannot_do"  # the special track of these issues


class ParkIssueCannotDo(models.Model):
    """What could not be done elsewhere and was reported at the window: an issue with a case of the window."""

    _inherit = "park.issue"
    _guard_protected = ("is_cannot_do",)

    is_cannot_do = fields.Boolean("Could not be done", readonly=True, copy=False)
    window_ids = fields.One2many("park.issue.window", "issue_id", "Case of the window", readonly=True, copy=False)
    cannot_do_outcome = fields.Selection(
        list(OUTCOMES.items()), "Outcome at the window", compute="_compute_cannot_do_outcome", store=True
    )

    # People come to the window too: of all other issues the firm is known.
    _firm_known = models.Constraint(
        "CHECK (enterprise_id IS NOT NULL OR is_cannot_do)", "Choose the firm that raises the issue."
    )

    @api.depends("window_ids.outcome")
    def _compute_cannot_do_outcome(self):
        for issue in self:
            issue.cannot_do_outcome = issue.window_ids.outcome

    @api.depends("is_cannot_do")
    def _compute_type_id(self):
        result = super()._compute_type_id()
        reported = self.filtered(lambda issue: issue.is_cannot_do and not issue.accepted_on)
        if reported:
            reported.type_id = self.env["park.issue.type"].search([("code", "=", TRACK)], limit=1)
        return result

    def _deadline_traits(self):
        traits = super()._deadline_traits()
        for issue in self.filtered("is_cannot_do"):
            # sudo: the reason chooses the limit, whoever starts the clock
            traits[issue.id]["window_category_id"] = issue.sudo().window_ids.category_id.id
        return traits

    def _meet_deadlines(self, kinds=None, on=None):
        """Meet; where everything ends, a leader who never heard of a case was not told in time."""
        if kinds is None:
            # sudo: whether a leader was told decides how the clock ends, whoever closes
            untold = self.filtered(lambda issue: issue.is_cannot_do and not issue.sudo().window_ids.reported_on)
            untold._void_deadlines(["window_leader"])
        return super()._meet_deadlines(kinds, on)

    def _check_closing(self, kind):
        """Refuse to close a case of the window before its outcome is settled the way the outcome asks for."""
        result = super()._check_closing(kind)
        for issue in self.filtered("is_cannot_do"):
            issue.sudo().window_ids._check_outcome(kind)  # sudo: what is missing is told to who may close
        return result

    def action_open_window(self):
        """Open the case of the window that the issue belongs to."""
        self.ensure_one()
        self.check_access("read")
        return self.window_ids._open_form()
