from odoo import models


class ParkDeadline(models.Model):
    """Who serves a firm sees its clocks."""

    _name = "park.deadline"
    _inherit = ["park.deadline", "park.enterprise.scope.mixin"]
