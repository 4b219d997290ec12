from odoo import models


class ParkGuardMixin(models.AbstractModel):
    """What every model of the suite inherits: guarded links, protected fields, audited verbs."""

    _name = "park.guard.mixin"
    _description = "Park Guard"
    # protected fields are dropped before the links that remain are checked
    _inherit = ["park.guard.protected", "park.guard.reference", "park.guard.verb"]
