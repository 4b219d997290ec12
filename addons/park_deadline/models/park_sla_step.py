from odoo import api, fields, models

from ..core import most_specific

COMPLEXITIES = [
    ("general", "General"),
    ("complex", "Complex (several departments)"),
    ("major", "Major (higher authority needed)"),
]
NATURES = [
    ("consultation", "Consultation"),
    ("request", "Request for help"),
    ("complaint", "Complaint"),
    ("suggestion", "Suggestion"),
    ("urgent", "Emergency"),
]
UNITS = [
    ("workday", "Working days"),
    ("calendar_day", "Calendar days"),
    ("working_hour", "Working hours"),
]


class ParkSlaStep(models.Model):
    """One limit of a profile: how long a kind of clock runs."""

    _name = "park.sla.step"
    _description = "Service Limit"
    _inherit = ["park.guard.mixin"]
    _order = "profile_id, sequence, id"

    profile_id = fields.Many2one("park.sla.profile", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one("res.company", "Zone", related="profile_id.company_id", store=True, related_sudo=False)
    sequence = fields.Integer(default=10)
    name = fields.Char("What", required=True, translate=True)
    kind = fields.Char(required=True, help="Key of the clock, for example issue_reply.")
    amount = fields.Integer(required=True, default=1, help="0 working days: the same day.")
    unit = fields.Selection(UNITS, required=True, default="workday")

    complexity = fields.Selection(COMPLEXITIES, help="Empty: whatever the complexity, unless a step says so.")
    nature = fields.Selection(NATURES, help="Empty: whatever the nature, unless a step says so.")
    redo_pct = fields.Integer(
        "Second Handling (%)",
        default=100,
        help="Share of the last limit that a second handling gets, rounded up; 100: the same limit again.",
    )
    is_extendable = fields.Boolean("May Be Extended", default=True, help="Whether the rules of extension hold for it.")
    note = fields.Char(translate=True, help="How the document says it, where the number alone does not.")

    _kind_uniq = models.UniqueIndex(
        "(profile_id, kind, COALESCE(complexity, ''), COALESCE(nature, ''))",
        "These limits have such a step already: change it there.",
    )
    _redo_range = models.Constraint(
        "CHECK (redo_pct BETWEEN 1 AND 100)", "The share of a second handling lies between 1 and 100 percent."
    )
    _amount_positive = models.Constraint(
        "CHECK (amount > 0 OR (amount = 0 AND unit = 'workday'))",
        "A limit takes at least one day or hour; 0 working days stand for the same day.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        steps = super().create(vals_list)
        steps._audit("sla.create")
        return steps

    def write(self, vals):
        result = super().write(vals)
        self.check_access("write")  # as it is now: a limit cannot move to limits of others
        self._audit("sla.write", {"values": vals})
        return result

    def _for_kind(self, kind, traits):
        """Return the step of self for a kind of clock: the more specific one wins; empty where none fits."""
        steps = [(step, step._conditions()) for step in self if step.kind == kind]
        return next(iter(most_specific(steps, traits)), self.browse())

    def _conditions(self):
        """Return ``{trait: value}`` of what the step asks of its subject."""
        return {name: getattr(self[name], "id", self[name]) for name in self._condition_names() if self[name]}

    @api.model
    def _condition_names(self):
        """Return the names of the fields that are conditions: keys of the subject's traits."""
        return ["complexity", "nature"]

    def _redo_amount(self, amount):
        """Return the limit of a second handling, in the unit of the last one."""
        return max(-(-amount * (self.redo_pct or 100) // 100), 1)

    @api.ondelete(at_uninstall=False)
    def _audit_unlink(self):
        self._audit("sla.unlink", {"kinds": self.mapped("kind")})
