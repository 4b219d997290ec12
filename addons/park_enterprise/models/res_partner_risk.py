from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from .park_risk import LEVELS


class ResPartner(models.Model):
    _inherit = "res.partner"

    risk_ids = fields.One2many("park.risk", "enterprise_id", "Risk history", copy=False)
    objective_ids = fields.One2many("park.objective", "enterprise_id", "Objectives", copy=False)
    risk_level = fields.Selection(LEVELS, compute="_compute_risk_level", search="_search_risk_level")

    @api.depends("risk_ids.level", "risk_ids.judged_on")
    def _compute_risk_level(self):
        """Read the latest judgement of each firm in one statement; without one the risk is unknown."""
        levels = dict(self.env.execute_query(self._park_latest_risks(SQL("enterprise_id = ANY(%s)", self._origin.ids))))
        for firm in self:
            firm.risk_level = levels.get(firm._origin.id, False)

    @api.model
    def _search_risk_level(self, operator, value):
        if operator != "in":
            return NotImplemented
        latest = self._park_latest_risks(SQL("TRUE"))
        levels = [item for item in value if item]
        known = SQL("(SELECT enterprise_id FROM (%s) latest WHERE level = ANY(%s))", latest, levels)
        judged = SQL("(SELECT enterprise_id FROM park_risk)")
        domain = Domain("id", "in", known)
        return domain | Domain("id", "not in", judged) if False in value else domain

    @api.model
    def _park_latest_risks(self, condition):
        """Return the SQL of enterprise and level of the latest judgements."""
        self.env["park.risk"].flush_model()
        return SQL(
            "SELECT DISTINCT ON (enterprise_id) enterprise_id, level FROM park_risk WHERE %s "
            "ORDER BY enterprise_id, judged_on DESC, id DESC",
            condition,
        )
