from odoo import api, fields, models
from odoo.fields import Domain

from ..core import Counting

EVENTS = [
    ("receipt", "Receipt"),
    ("acceptance", "Acceptance"),
    ("dispatch", "Dispatch to a department"),
]
DAY_ENDS = [
    ("midnight", "With the day"),
    ("closing", "When the offices close"),
]


class ParkSlaProfileCounting(models.Model):
    """How the document counts days; a clock keeps what held when it started."""

    _inherit = "park.sla.profile"

    counts_first_day = fields.Boolean(
        "First Day Counts",
        help="Off, as the Civil Code (article 201) has it: the day on which a limit starts is not counted. "
        "On: it is day one. Limits in working hours count from their moment in any case.",
    )
    rolls_forward = fields.Boolean(
        "Day Off Moves On",
        default=True,
        help="On, as the Civil Code (article 203) has it: a limit in calendar days whose last day is a day off "
        "ends on the next working day. Off: it ends on that day.",
    )
    day_ends = fields.Selection(
        DAY_ENDS,
        "Last Day Ends",
        required=True,
        default="midnight",
        help="When the offices close: overdue from that hour of the last day, as the working hours of the zone say.",
    )
    pause_reason_ids = fields.Many2many(
        "park.deadline.reason",
        "park_sla_profile_pause_reason_rel",
        "profile_id",
        "reason_id",
        "Time Not Counted",
        domain=[("usage", "=", "pause")],
        help="Only for these reasons may its limits pause. Empty: for every reason of the zone.",
    )

    def _counting(self):
        """Return how the days of the limits are counted; as the Civil Code counts where there are none."""
        return Counting(self.counts_first_day, self.rolls_forward) if self else Counting()

    def _allows(self, reason):
        """Return whether a limit of the profile may pause for a reason: itself, or a zone's own of its code."""
        codes = self.pause_reason_ids.mapped("code")
        return not codes or reason.code in codes


class ParkSlaStepCounting(models.Model):
    """From when a limit counts."""

    _inherit = "park.sla.step"

    counts_from = fields.Selection(
        EVENTS,
        help="Empty: from where the procedure starts the limit, or the track of the issue. As long as the event "
        "has not happened, the limit does not run.",
    )


class ParkDeadlineMixinEvents(models.AbstractModel):
    """The events of a subject from which its limits may count."""

    _inherit = "park.deadline.mixin"

    def _deadline_events(self):
        """Return ``{id: {event: day or UTC moment}}``, False while it has not happened.

        The subject's addon overrides it.
        An event that is missing means nothing to the subject: its limits count from the start they are given.
        """
        return {}

    def _start_deadlines_from(self, event, kinds):
        """Start the clocks of kinds that count from an event that has just happened, where there never was one.

        Costs one statement where no limit counts from it.
        """
        counted = Domain("counts_from", "=", event) & Domain("kind", "in", list(kinds))
        steps_sudo = self.env["park.sla.step"].sudo().search(counted)  # sudo: limits are no secret
        had = {(clock.res_id, clock.kind) for clock in self._deadlines_sudo(steps_sudo.mapped("kind"))}
        for kind in dict.fromkeys(steps_sudo.mapped("kind")):
            never = self.filtered(lambda subject, kind=kind: (subject.id, kind) not in had)
            waiting = [
                vals["res_id"]
                for vals in never._prepare_deadline_vals(kind, None, None, None, None)
                if vals["step_id"] in steps_sudo.ids
            ]
            self.browse(waiting)._start_deadlines(kind)

    @api.model
    def _deadline_counted_from(self, step, subject, events, begin):
        """Return from when a limit counts: its own event, False while that is to come, else ``begin``."""
        return events.get(subject.id, {}).get(step.counts_from, begin) if step.counts_from else begin
