from odoo import fields, models

STATES = [("open", "Open"), ("answered", "Answered"), ("dropped", "Dropped")]
ORIGINS = [("check", "Check of the record"), ("import", "Import"), ("manual", "Asked by hand")]


class ParkEnterpriseQuestion(models.Model):
    """A fact that is missing or doubtful, to be asked at the next contact; unknown is not no."""

    _name = "park.enterprise.question"
    _description = "Question to an Enterprise"
    _inherit = ["park.guard.mixin", "park.enterprise.scope.mixin"]
    _order = "state desc, create_date desc, id desc"
    _check_company_auto = True
    _rec_name = "text"
    _guard_protected = ("state",)

    enterprise_id = fields.Many2one(required=True, ondelete="cascade")
    company_id = fields.Many2one("res.company", "Zone", related="enterprise_id.company_id", store=True, index=True)
    key = fields.Char(help="Which fact is asked for, such as uscc; one question stays open for each.")
    text = fields.Char("Question", required=True)
    state = fields.Selection(STATES, required=True, default="open", readonly=True)
    answer = fields.Char()
    origin = fields.Selection(ORIGINS, required=True, default="manual")

    _one_open = models.UniqueIndex(
        "(enterprise_id, key) WHERE state = 'open' AND key IS NOT NULL",
        "This question is already open for the enterprise.",
    )
    _open_idx = models.Index("(enterprise_id) WHERE state = 'open'")

    def action_answer(self):
        """Close open questions as answered."""
        self._close("answered")

    def action_drop(self):
        """Close open questions that need no answer."""
        self._close("dropped")

    def action_reopen(self):
        """Ask again."""
        self.check_access("write")
        self._require_state("answered", "dropped")
        self._transition({"state": "open"}, "reopen")

    def _close(self, state):
        self.check_access("write")
        self._require_state("open")
        self._transition({"state": state}, state)

    def _state_label(self):
        return dict(self._fields["state"]._description_selection(self.env))[self.state]
