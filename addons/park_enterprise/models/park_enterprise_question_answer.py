"""A question that asks for a figure: its answer becomes the figure, with where it comes from."""

from odoo import fields, models
from odoo.exceptions import UserError

from ..core.figures import UnclearFigureError, parse_figure
from .park_enterprise_indicator import PERIODS


class ParkEnterpriseQuestion(models.Model):
    _inherit = "park.enterprise.question"
    _guard_protected = ("answered_at", "answered_by_id")

    ask_by = fields.Date("Ask by", help="The day by which the answer is needed.")
    indicator_key_id = fields.Many2one("park.indicator.key", "Figure asked for", ondelete="restrict")
    year = fields.Integer(help="Of the figure asked for.")
    period = fields.Selection(PERIODS, default="y")
    answered_at = fields.Datetime("Answered at", readonly=True, copy=False)
    answered_by_id = fields.Many2one("res.users", "Answer entered by", readonly=True, copy=False, ondelete="restrict")

    def action_answer(self):
        """Close open questions as answered; figures asked for are entered as said by the enterprise.

        Refused: a figure asked for that the answer does not tell.
        """
        self.check_access("write")
        self._require_state("open")
        asked = self.filtered("indicator_key_id")
        self.env["park.enterprise.indicator"]._record([question._figure_vals() for question in asked])
        result = super().action_answer()
        self._unlocked().write({"answered_at": fields.Datetime.now(), "answered_by_id": self.env.uid})
        return result

    def _figure_vals(self):
        """Return the figure that the answer tells."""
        key = self.indicator_key_id
        if not self.year:
            raise UserError(self.env._("%s: say which year is asked for.", self.text))
        try:
            value = parse_figure(self.answer or "", key.unit)
        except UnclearFigureError:
            raise UserError(
                self.env._(
                    "%(question)s: write the answer as a figure of %(figure)s.", question=self.text, figure=key.name
                )
            ) from None
        return {
            "enterprise_id": self.enterprise_id.id,
            "key_id": key.id,
            "year": self.year,
            "period": self.period or "y",
            "value": float(value),
            "source": "firm",
            "as_of": self.env["park.workday"].today(),
            "is_estimate": False,
            "note": self.text,
            "reason": self.env._("Answer to: %s", self.text),
        }
