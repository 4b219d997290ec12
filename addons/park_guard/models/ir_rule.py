from odoo import models
from odoo.exceptions import AccessError


class IrRule(models.Model):
    """Refuse without telling: core names the hidden records to colleagues in debug mode."""

    _inherit = "ir.rule"

    def _make_access_error(self, operation, records):
        core_error = super()._make_access_error(operation, records)
        description = self.env["ir.model"]._get(records._name).name or records._name
        operations = {
            "read": self.env._("read"),
            "write": self.env._("change"),
            "create": self.env._("create"),
            "unlink": self.env._("delete"),
        }
        error = AccessError(
            self.env._(
                "This record is outside your reach: %(description)s (%(operation)s). "
                "Ask the person in charge of it, or your park administrator.",
                description=description,
                operation=operations[operation],
            )
        )
        if hasattr(core_error, "context"):
            error.context = core_error.context  # lets the web client offer another zone of the user's
        return error
