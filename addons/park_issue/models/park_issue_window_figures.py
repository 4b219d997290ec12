from odoo import models
from odoo.addons.park_base.models.park_figure_source import Measure
from odoo.tools import SQL

FACTS = """
    SELECT facts.*, cases.id IS NOT NULL AS is_case, cases.outcome, cases.refusal_id IS NOT NULL AS is_turned_away,
           COALESCE(cases.reported_on <= told.due_on, FALSE) AS is_told_in_time
      FROM (%(facts)s) facts
      LEFT JOIN park_issue_window cases ON cases.issue_id = facts.id
      LEFT JOIN LATERAL (
           SELECT due_on FROM park_deadline
            WHERE cases.id IS NOT NULL AND res_model = 'park.issue' AND res_id = facts.id AND kind = 'window_leader'
            ORDER BY id DESC LIMIT 1) told ON TRUE
"""


class ParkIssueWindowFigures(models.Model):
    """What the figures count among the cases of the window."""

    _inherit = "park.issue"

    def _figure_facts(self, ids, period, today):
        return SQL(FACTS, facts=super()._figure_facts(ids, period, today))

    def _figure_measures(self):
        recorded = SQL("is_case AND is_received_here")
        taken = SQL("%s AND NOT is_turned_away AND NOT is_withdrawn", recorded)
        settled = SQL("%s AND outcome IS NOT NULL", taken)
        due = SQL("is_case AND accepted_on IS NOT NULL AND is_due_here AND NOT is_withdrawn AND NOT is_not_yet_due")
        outcomes = {
            code: Measure(SQL("%s AND outcome = %s", settled, outcome), settled)
            for code, outcome in (("W04", "bottleneck"), ("W05", "barrier"), ("W06", "not_allowed"))
        }
        return super()._figure_measures() | {
            "W01": Measure(recorded, recorded),
            "W02": Measure(SQL("%s AND is_turned_away", recorded), recorded),
            "W03": Measure(SQL("%s AND is_told_in_time", taken), taken),
            **outcomes,
            "W07": Measure(SQL("%s AND is_closed AND close_state = 'met'", due), due),
        }
