"""What the figures count among promises and common causes; their words are records of park.figure."""

from odoo import models
from odoo.addons.park_base.models.park_figure_source import Measure
from odoo.tools import SQL


class ParkPromiseFigures(models.Model):
    _name = "park.promise"
    _inherit = ["park.promise", "park.figure.source"]

    def _figure_dimensions(self):
        return {"department": "department_id", "area": "area_id", "category": "category_id"}

    def _figure_facts(self, ids, period, today):
        """Return state and last limit of each promise; the clock that stands gives the day, extensions included."""
        return SQL(
            """SELECT promise.id, promise.department_id, firm.park_area_id AS area_id, issue.category_id,
                      promise.state, clock.due BETWEEN %(first)s AND %(last)s AS is_due_here,
                      promise.state = 'open' AND clock.due >= %(today)s AS is_not_yet_due
                 FROM park_promise promise
                 JOIN res_partner firm ON firm.id = promise.enterprise_id
                 LEFT JOIN park_issue issue ON issue.id = promise.issue_id
                 JOIN LATERAL (
                      SELECT CASE WHEN state = 'paused' AND resumes_on <= %(today)s
                                  THEN resumed_due_on ELSE due_on END AS due
                        FROM park_deadline
                       WHERE res_model = 'park.promise' AND res_id = promise.id AND kind = 'promise'
                       ORDER BY id DESC LIMIT 1) clock ON TRUE
                WHERE promise.id IN %(ids)s""",
            ids=ids,
            first=period.first,
            last=period.last,
            today=today,
        )

    def _figure_measures(self):
        due = SQL("is_due_here AND state <> 'released' AND NOT is_not_yet_due")
        return super()._figure_measures() | {"P01": Measure(SQL("%s AND state = 'kept'", due), due)}


class ParkIssueGroupFigures(models.Model):
    _name = "park.issue.group"
    _inherit = ["park.issue.group", "park.figure.source"]

    def _figure_dimensions(self):
        return {"department": "department_id", "area": "area_id", "category": "category_id"}

    def _figure_facts(self, ids, period, today):
        """Return what was decided in the period; a common cause lies in no area."""
        return SQL(
            """SELECT id, department_id, NULL::int AS area_id, category_id, state,
                      COALESCE(decided_on BETWEEN %s AND %s, FALSE) AS is_decided_here
                 FROM park_issue_group WHERE id IN %s""",
            period.first,
            period.last,
            ids,
        )

    def _figure_measures(self):
        decided = SQL("is_decided_here AND state IN ('adopted', 'declined')")
        return super()._figure_measures() | {"P02": Measure(SQL("%s AND state = 'adopted'", decided), decided)}
