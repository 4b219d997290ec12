from odoo import Command, api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..core.proposal import Candidate, ranked
from ..models.park_service_day import OPEN_ISSUE_STATES

SHOWN = 30  # firms; a table takes six
SEATS = 6


class ParkServiceDayProposal(models.TransientModel):
    """Firms proposed for a day from their tier and open issues; a person chooses."""

    _name = "park.service.day.proposal"
    _description = "Proposal of Firms for a Service Day"
    _inherit = ["park.guard.mixin"]

    service_day_id = fields.Many2one("park.service.day", required=True, readonly=True, ondelete="cascade")
    line_ids = fields.One2many("park.service.day.proposal.line", "proposal_id", "Firms")
    chosen_count = fields.Integer("Chosen", compute="_compute_chosen_count")

    @api.depends("line_ids.is_chosen")
    def _compute_chosen_count(self):
        for proposal in self:
            proposal.chosen_count = len(proposal.line_ids.filtered("is_chosen"))

    def action_take(self):
        """Put the chosen firms on the list of the day."""
        self.ensure_one()
        self.check_access("write")
        chosen = self.line_ids.filtered("is_chosen")
        if not chosen:
            raise UserError(self.env._("Choose at least one firm."))
        self.service_day_id.with_env(self.env).add_firms(chosen.enterprise_id.ids)
        return {"type": "ir.actions.act_window_close"}


class ParkServiceDayProposalLine(models.TransientModel):
    """A proposed firm with what speaks for it."""

    _name = "park.service.day.proposal.line"
    _description = "Proposed Firm"
    _inherit = ["park.guard.mixin"]
    _order = "id"

    proposal_id = fields.Many2one("park.service.day.proposal", required=True, ondelete="cascade")
    enterprise_id = fields.Many2one("res.partner", "Firm", required=True, readonly=True, ondelete="cascade")
    tier = fields.Selection(related="enterprise_id.tier", related_sudo=False)
    open_count = fields.Integer("Open issues", readonly=True)
    overdue_count = fields.Integer("Overdue", readonly=True)
    last_on = fields.Date("Last at the table", readonly=True)
    is_chosen = fields.Boolean("Invite")
    reason = fields.Char("Why", compute="_compute_reason")

    @api.depends("open_count", "overdue_count", "last_on")
    def _compute_reason(self):
        _ = self.env._
        for line in self:
            parts = [
                line.overdue_count and _("%s overdue", line.overdue_count),
                line.open_count and _("%s open", line.open_count),
                _("last at the table on %s", line.last_on) if line.last_on else _("never at the table"),
            ]
            line.reason = " · ".join(filter(None, parts))


class ParkServiceDayProposing(models.Model):
    """A day asks for a proposal."""

    _inherit = "park.service.day"

    def action_propose(self):
        """Open the firms proposed for the day, the most urgent ones chosen."""
        self.ensure_one()
        self.check_access("write")
        self._require_state("planned", "open")
        free = max(SEATS - len(self.firm_ids), 0)
        proposal = self.env["park.service.day.proposal"].create(
            {
                "service_day_id": self.id,
                "line_ids": [
                    Command.create(
                        {
                            "enterprise_id": firm.firm_id,
                            "open_count": firm.open_count,
                            "overdue_count": firm.overdue_count,
                            "last_on": firm.last_on,
                            "is_chosen": place < free,
                        }
                    )
                    for place, firm in enumerate(self._candidates()[:SHOWN])
                ],
            }
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Proposed firms"),
            "res_model": proposal._name,
            "res_id": proposal.id,
            "views": [(False, "form")],
            "target": "new",
        }

    def _candidates(self):
        """Return the firms of the zone that have open issues or a tier and are not on the list, ranked.

        One statement, whatever the number of firms. Counted are all open issues of a firm that are not
        restricted: who plans a day for the zone must know where it burns, also at firms of colleagues.
        """
        for model in ("res.partner", "park.issue", "park.service.day", "park.service.day.firm"):
            self.env[model].flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT firm.id, firm.tier, COALESCE(issue.open, 0), COALESCE(issue.overdue, 0), held.last_on
                  FROM res_partner firm
                  LEFT JOIN (
                        SELECT enterprise_id, count(*) AS open,
                               count(*) FILTER (WHERE due_on < %(today)s AND state <> 'longterm') AS overdue
                          FROM park_issue
                         WHERE company_id = %(zone)s AND state IN %(open_states)s AND NOT is_restricted
                         GROUP BY enterprise_id
                       ) issue ON issue.enterprise_id = firm.id
                  LEFT JOIN (
                        SELECT seat.enterprise_id, max(day.date_on) AS last_on
                          FROM park_service_day_firm seat
                          JOIN park_service_day day ON day.id = seat.service_day_id
                         WHERE day.company_id = %(zone)s AND day.state IN ('open', 'finished') AND day.id <> %(day)s
                         GROUP BY seat.enterprise_id
                       ) held ON held.enterprise_id = firm.id
                 WHERE firm.is_park_enterprise AND firm.active AND firm.company_id = %(zone)s
                   AND (issue.open > 0 OR firm.tier IS NOT NULL)
                   AND NOT EXISTS (
                        SELECT FROM park_service_day_firm seat
                         WHERE seat.service_day_id = %(day)s AND seat.enterprise_id = firm.id)
                """,
                today=self.env["park.workday"].today(self.company_id),
                zone=self.company_id.id,
                day=self.id,
                open_states=("new", *OPEN_ISSUE_STATES),
            )
        )
        return ranked(Candidate(*row) for row in rows)
