from odoo import fields, models
from odoo.exceptions import UserError

STATES = [("open", "Under way"), ("blocked", "Blocked"), ("reached", "Reached"), ("dropped", "Given up")]


class ParkObjective(models.Model):
    """What the service team wants to reach with a firm in a year, and what stands in the way."""

    _name = "park.objective"
    _description = "Service Objective"
    _inherit = ["park.guard.mixin", "park.enterprise.scope.mixin"]
    _order = "year desc, id"
    _check_company_auto = True
    _guard_protected = ("state",)

    enterprise_id = fields.Many2one(required=True, ondelete="cascade")
    company_id = fields.Many2one("res.company", "Zone", related="enterprise_id.company_id", store=True, index=True)
    year = fields.Integer(required=True, aggregator=None, default=lambda self: self.env["park.workday"].today().year)
    name = fields.Char("Objective", required=True)
    progress = fields.Char()
    progress_pct = fields.Integer("Progress (%)", aggregator="avg")
    blocker = fields.Char("In the way", help="What keeps it from being reached.")
    state = fields.Selection(STATES, required=True, default="open", readonly=True)

    _once = models.Constraint("UNIQUE (enterprise_id, year, name)", "The enterprise has this objective already.")
    _share = models.Constraint("CHECK (progress_pct BETWEEN 0 AND 100)", "Progress lies between 0 and 100 percent.")
    _year_range = models.Constraint("CHECK (year BETWEEN 1949 AND 2100)", "Enter a year with four digits.")

    def action_block(self):
        """Note that objectives cannot go on; refused where nobody says what stands in the way."""
        self.check_access("write")
        for objective in self.filtered(lambda one: not one.blocker)[:1]:
            raise UserError(self.env._("%s: say what stands in the way.", objective.name))
        self._move("blocked", "open")

    def action_resume(self):
        """Go on with objectives that were blocked or ended."""
        self._move("open", "blocked", "reached", "dropped")

    def action_reach(self):
        """Note that objectives were reached."""
        self._move("reached", "open", "blocked")

    def action_drop(self):
        """Give objectives up."""
        self._move("dropped", "open", "blocked")

    def _move(self, state, *allowed):
        self.check_access("write")
        self._require_state(*allowed)
        self._transition({"state": state}, state)
