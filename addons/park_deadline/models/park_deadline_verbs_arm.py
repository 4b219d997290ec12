from odoo import api, models


class ParkDeadlineVerbsArm(models.AbstractModel):
    """Every verb ends by setting the next rung of the clocks it touched."""

    _inherit = "park.deadline.mixin"

    def _after_deadlines(self, clocks_sudo):
        clocks_sudo._arm()
        return super()._after_deadlines(clocks_sudo)


class ParkWorkday(models.AbstractModel):
    """Days after the due day are counted too: they move with a list of days."""

    _inherit = "park.workday"

    @api.model
    def _calendars_changed(self, before):
        result = super()._calendars_changed(before)
        self.env["park.deadline"].sudo()._arm_zones()  # sudo: the list's rights were checked; clocks follow it
        return result
