from odoo import api, fields, models
from odoo.tools import SQL

from ..core import next_rung


class ParkDeadlineArm(models.Model):
    """The next rung of each clock and its day, kept with the clock: a sweep looks at what is due alone."""

    _inherit = "park.deadline"

    ladder_id = fields.Many2one("park.deadline.ladder", readonly=True, ondelete="set null")
    next_level = fields.Integer(readonly=True, help="Empty at the top of the ladder.")
    next_rung_on = fields.Date("Next Chased On", readonly=True)

    _rung_idx = models.Index("(next_rung_on) WHERE state = 'running' AND next_rung_on IS NOT NULL")

    def init(self):
        """Forget the next rung of what has ended, as an earlier version did not; later updates find nothing to do."""
        self.env.cr.execute(
            SQL(
                """UPDATE park_deadline SET next_level = NULL, next_rung_on = NULL
                    WHERE state IN ('met', 'missed', 'void') AND next_rung_on IS NOT NULL"""
            )
        )
        return super().init()

    @api.model_create_multi
    def create(self, vals_list):
        clocks = super().create(vals_list)
        clocks._arm()
        return clocks

    def _arm(self):
        """Set ladder and next rung of the open clocks among self; three statements for any number.

        Called by every verb that moves a day; whoever moves days by SQL calls it afterwards.
        """
        if self.ids:
            self._arm_where(SQL("d.id = ANY(%s)", list(self.ids)))

    @api.model
    def _arm_zones(self, zones=None):
        """Set them anew for the open clocks of zones, or of all: a ladder has changed."""
        self._arm_where(SQL("d.company_id = ANY(%s)", zones.ids) if zones is not None else SQL("TRUE"))

    @api.model
    def _arm_where(self, condition):
        """Set ladder and next rung of the open clocks ``d`` that meet a condition.

        Days are counted once for clocks that are alike.
        """
        self.flush_model()
        alike = self.env.execute_query(
            SQL(
                """SELECT company_id, COALESCE(profile_id, 0), kind, started_on, due_on, level
                     FROM park_deadline d WHERE d.state IN ('running', 'paused') AND %s
                    GROUP BY 1, 2, 3, 4, 5, 6""",
                condition,
            )
        )
        if not alike:
            return
        steps = self._arm_steps(alike)
        self.env.execute_query(
            SQL(
                """UPDATE park_deadline d
                      SET ladder_id = step.ladder_id, next_level = step.next_level, next_rung_on = step.next_on
                     FROM unnest(%s::int[], %s::int[], %s::text[], %s::date[], %s::date[], %s::int[],
                                 %s::int[], %s::int[], %s::date[])
                       AS step(company_id, profile_id, kind, started_on, due_on, level,
                               ladder_id, next_level, next_on)
                    WHERE d.state IN ('running', 'paused') AND %s
                      AND d.company_id = step.company_id AND COALESCE(d.profile_id, 0) = step.profile_id
                      AND d.kind = step.kind AND d.started_on = step.started_on AND d.due_on = step.due_on
                      AND d.level = step.level
                      AND (d.ladder_id, d.next_level, d.next_rung_on)
                          IS DISTINCT FROM (step.ladder_id, step.next_level, step.next_on)
                   RETURNING d.id""",
                *map(list, zip(*steps, strict=True)),
                condition,
            )
        )
        self.env["park.deadline"].invalidate_model(["ladder_id", "next_level", "next_rung_on"], flush=False)

    @api.model
    def _arm_steps(self, alike):
        """Return the rows with ladder, next level and its day added; None where nothing follows."""
        Ladder = self.env["park.deadline.ladder"]
        ladders = Ladder._in_force({row[0] for row in alike})
        picked = {}
        steps = []
        today = self.env["park.workday"].today()
        for company_id, profile_id, kind, started_on, due_on, level in alike:
            key = (company_id, profile_id, kind, started_on)
            if key not in picked:
                picked[key] = ladders._pick(company_id, profile_id, kind, started_on)
            ladder = picked[key]
            calendar = self.env["park.workday"]._calendar(company_id)
            found = next_rung(ladder.rung_ids._as_core(), level, started_on, due_on, today, calendar)
            rung_level, day = (found[0].level, found[1]) if found else (None, None)
            steps.append((company_id, profile_id, kind, started_on, due_on, level, ladder.id or None, rung_level, day))
        return steps
