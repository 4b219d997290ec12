from odoo import api, models

from .res_company import SEQUENCE_CODE, WINDOW_SEQUENCE_CODE


class ParkGuardSequences(models.AbstractModel):
    """Numbers of issues are never given twice, whatever happened to the database."""

    _inherit = "park.guard.sequences"

    @api.model
    def _number_sources(self):
        own = [(SEQUENCE_CODE, "park.issue", "number"), (WINDOW_SEQUENCE_CODE, "park.issue.window", "number")]
        return [*super()._number_sources(), *own]
