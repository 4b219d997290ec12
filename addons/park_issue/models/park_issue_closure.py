from odoo import fields, models

from ..core.closure import Needs


class ParkIssueClosure(models.Model):
    """A kind of closure as data: whether it counts as solved, and what it has to show."""

    _name = "park.issue.closure"
    _description = "Kind of Closure"
    _inherit = ["park.guard.mixin"]
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True, copy=False)
    sequence = fields.Integer(default=10)
    is_solution = fields.Boolean("Counts as solved", help="A firm that is not content sends such an issue back once.")
    needs_file = fields.Boolean("File needed", help="Attached to the issue before it is signed off.")
    needs_clause = fields.Boolean("Clause needed", help="The article that does not allow it.")
    needs_reference = fields.Boolean(
        "Outside reference needed", help="The number under which the authority above has it."
    )
    failed_contacts = fields.Integer("Failed contacts needed", help="Days on which nobody of the firm was reached.")
    source = fields.Text(translate=True)

    _code_uniq = models.Constraint("UNIQUE(code)", "Another kind has this code.")
    _failed_contacts_range = models.Constraint(
        "CHECK (failed_contacts BETWEEN 0 AND 20)", "Failed contacts are a number from 0 to 20."
    )

    def _needs(self):
        """Return what the kind asks for; a code without a record asks for nothing."""
        return Needs(
            file=self.needs_file,
            clause=self.needs_clause,
            reference=self.needs_reference,
            failed_contacts=self.failed_contacts,
            is_solution=self.is_solution,
        )
