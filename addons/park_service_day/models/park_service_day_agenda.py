from odoo import Command, api, fields, models
from odoo.addons.park_sheet.core.official import Grid, Official, Paragraph

FIRM_MINUTES = 10  # of one firm: it speaks for five, the departments answer


class ParkServiceDayAgenda(models.Model):
    """A point of the agenda."""

    _name = "park.service.day.agenda"
    _description = "Agenda of a Service Day"
    _inherit = ["park.guard.mixin"]
    _order = "service_day_id, sequence, id"

    service_day_id = fields.Many2one("park.service.day", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="service_day_id.company_id", store=True, precompute=True, index=True)
    sequence = fields.Integer(default=10)
    name = fields.Char("Point", required=True)
    speaker = fields.Char()
    minutes = fields.Integer("Duration (minutes)", default=10, aggregator=None)
    starts_at = fields.Float(
        "Begins", compute="_compute_starts_at", help="From the beginning of the day and the points before."
    )

    @api.depends("service_day_id.starts_at", "service_day_id.agenda_ids.minutes", "service_day_id.agenda_ids.sequence")
    def _compute_starts_at(self):
        for day in self.service_day_id:
            hour = day.starts_at
            for point in day.agenda_ids.sorted(lambda point: (point.sequence, point._origin.id)):
                point.starts_at = hour
                hour += point.minutes / 60
        for point in self.filtered(lambda point: not point.service_day_id):
            point.starts_at = 0


class ParkServiceDayWithAgenda(models.Model):
    _inherit = "park.service.day"
    _sheet_keys = ("agenda",)

    starts_at = fields.Float("Begin", default=9.0, help="Hour of the day.")
    agenda_ids = fields.One2many("park.service.day.agenda", "service_day_id", copy=True)

    def action_draft_agenda(self):
        """Draft the usual agenda with a turn for each firm; give firms without a time the one of their turn."""
        self.ensure_one()
        self.check_access("write")
        self._require_state("planned", "open")
        self.agenda_ids = [Command.clear()] + [
            Command.create({"sequence": 10 * place, "name": name, "minutes": minutes, "speaker": speaker})
            for place, (name, minutes, speaker) in enumerate(self._usual_agenda(), 1)
        ]
        turns = self.agenda_ids.filtered(lambda point: point.minutes == FIRM_MINUTES and point.speaker)
        for firm, turn in zip(self.firm_ids, turns, strict=False):
            firm.slot = firm.slot or turn.starts_at
        return True

    def _usual_agenda(self):
        """Yield name, minutes and speaker of the points a service day usually has; a hook."""
        _ = self.env._
        host = self.host_id.name or ""
        yield _("The chair introduces who is present"), 5, host
        if self.previous_day_id:
            yield _("Looking back: what became of the issues of the last day"), 10, ""
        yield _("Reading of policies"), 15, ""
        for firm in self.firm_ids:
            spoken = firm.representative or firm.enterprise_id.name
            yield _("%s speaks; departments answer on the spot", firm.enterprise_id.name), FIRM_MINUTES, spoken
        yield _("The leaders speak"), 15, ""
        yield _("The list of issues is confirmed"), 5, host

    def _agenda_document(self):
        _ = self.env._
        rows = [
            (clock(point.starts_at), point.name, point.speaker or "", _("%s min", point.minutes))
            for point in self.agenda_ids
        ]
        where = _("%(date)s, %(place)s", date=self._written_date(), place=self.place or "—")
        titles = (_("Time"), _("Point"), _("Speaker"), _("Duration"))
        return Official(
            _("Agenda of the %s", self._display_title()),
            (Paragraph(where), Grid(titles, rows, (2, 9, 4, 2))),
        )


def clock(hour):
    """Return an hour with fractions as a clock shows it: 9.5 is 09:30."""
    minutes = round(hour * 60)
    return f"{minutes // 60:02d}:{minutes % 60:02d}"
