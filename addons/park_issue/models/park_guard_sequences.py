from odoo import api, models

from .res_company import SEQUENCE_CODE


class ParkGuardSequences(models.AbstractModel):
    """Numbers of issues are never given twice, whatever happened to the database."""

    _inherit = "park.guard.sequences"

    @api.model
    def _number_sources(self):
        return [*super()._number_sources(), (SEQUENCE_CODE, "park.issue", "number")]
