from odoo import models
from odoo.addons.park_base.models.park_figure_source import Measure
from odoo.tools import SQL

# One row for each issue that a period can count: received in it, closed in it, or due in it. A clock that
# has ended for another reason than being met or missed (void) no longer counts; a pause that has reached
# its ceiling reads as over.
FACTS = """
    SELECT f.*,
           f.accepted_on IS NOT NULL AND (f.is_due_here OR f.is_closed_here) AS in_base,
           f.is_open AND f.is_clock_open AND f.due >= %(today)s AS is_not_yet_due
      FROM (
        SELECT issue.id, issue.company_id, issue.lead_department_id AS department_id,
               firm.park_area_id AS area_id, issue.category_id, issue.accepted_on, issue.assigned_on,
               issue.number, issue.received_on, issue.callback_on, issue.is_solved, issue.satisfaction,
               issue.reopened_count, issue.state = 'withdrawn' AS is_withdrawn,
               issue.state IN ('closed', 'signed_off') AS is_closed,
               issue.state NOT IN ('closed', 'signed_off', 'withdrawn') AS is_open,
               COALESCE(clock.due BETWEEN %(first)s AND %(last)s, FALSE) AS is_due_here,
               COALESCE(issue.closed_on BETWEEN %(first)s AND %(last)s, FALSE) AS is_closed_here,
               issue.received_on BETWEEN %(first)s AND %(last)s AS is_received_here,
               clock.due, clock.state IN ('running', 'paused') AS is_clock_open, clock.state AS close_state,
               COALESCE(contact.state = 'met', issue.contacted_on IS NOT NULL) AS is_contact_in_time,
               used.is_extended, used.net_days
          FROM park_issue issue
          LEFT JOIN res_partner firm ON firm.id = issue.enterprise_id
          LEFT JOIN LATERAL (
               SELECT state, CASE WHEN state = 'paused' AND resumes_on <= %(today)s
                                  THEN resumed_due_on ELSE due_on END AS due
                 FROM park_deadline
                WHERE res_model = 'park.issue' AND res_id = issue.id AND kind = 'issue_close' AND state <> 'void'
                ORDER BY id DESC LIMIT 1) clock ON TRUE
          LEFT JOIN LATERAL (
               SELECT state
                 FROM park_deadline
                WHERE res_model = 'park.issue' AND res_id = issue.id AND kind = 'issue_first_contact'
                  AND state <> 'void'
                ORDER BY id DESC LIMIT 1) contact ON TRUE
          LEFT JOIN LATERAL (
               SELECT COALESCE(bool_or(extension_count > 0), FALSE) AS is_extended,
                      CASE WHEN bool_and(unit <> 'calendar_day' AND used_days IS NOT NULL)
                           THEN sum(used_days)::int END AS net_days
                 FROM park_deadline
                WHERE res_model = 'park.issue' AND res_id = issue.id AND kind = 'issue_close'
                  AND state <> 'void') used ON TRUE
         WHERE issue.id IN %(ids)s
           AND (issue.received_on BETWEEN %(first)s AND %(last)s
                OR issue.closed_on BETWEEN %(first)s AND %(last)s
                OR issue.id IN (
                   SELECT res_id FROM park_deadline
                    WHERE res_model = 'park.issue' AND kind = 'issue_close' AND state <> 'void'
                      AND (due_on BETWEEN %(first)s AND %(last)s
                           OR resumed_due_on BETWEEN %(first)s AND %(last)s)))) f
"""
CLOSED = SQL("in_base AND is_closed")


class ParkIssueFigures(models.Model):
    """What the figures count among issues; their words are records of park.figure."""

    _name = "park.issue"
    _inherit = ["park.issue", "park.figure.source"]

    def _figure_dimensions(self):
        return {"department": "department_id", "area": "area_id", "category": "category_id"}

    def _figure_facts(self, ids, period, today):
        return SQL(FACTS, ids=ids, first=period.first, last=period.last, today=today)

    def _figure_measures(self):
        judged = SQL("in_base AND NOT is_withdrawn AND NOT is_not_yet_due")
        due = SQL("accepted_on IS NOT NULL AND is_due_here AND NOT is_withdrawn AND NOT is_not_yet_due")
        assigned = SQL("in_base AND NOT is_withdrawn AND assigned_on IS NOT NULL")
        called = SQL("in_base AND NOT is_withdrawn AND callback_on IS NOT NULL")
        rated = SQL("in_base AND NOT is_withdrawn AND satisfaction IS NOT NULL")
        received = SQL("number IS NOT NULL AND is_received_here")
        return super()._figure_measures() | {
            "N01": Measure(received, received),
            "K01": Measure(SQL("%s AND is_contact_in_time", assigned), assigned),
            "K03": Measure(CLOSED, judged),
            "K04": Measure(SQL("%s AND is_closed AND close_state = 'met'", due), due),
            "K05": Measure(SQL("%s AND is_solved = 'yes'", called), called),
            "K06": Measure(SQL("%s AND satisfaction IN ('5', '4', '3')", rated), rated),
            "K07": Measure(SQL("%s AND callback_on IS NOT NULL", CLOSED), CLOSED),
            "K09": Measure(SQL("%s AND COALESCE(reopened_count, 0) = 0", CLOSED), CLOSED),
            "K10": Measure(SQL("%s AND is_extended", CLOSED), CLOSED),
            "K12": Measure(denominator=SQL("%s AND net_days IS NOT NULL", CLOSED), amount="net_days"),
        }


class ParkIssueAssignmentFigures(models.Model):
    """What the figures count among departments' parts."""

    _name = "park.issue.assignment"
    _inherit = ["park.issue.assignment", "park.figure.source"]

    def _figure_dimensions(self):
        return {"department": "department_id", "area": "area_id", "category": "category_id"}

    def _figure_facts(self, ids, period, today):
        issues = SQL("(SELECT issue_id FROM park_issue_assignment WHERE id IN %s)", ids)
        return SQL(
            """WITH issue AS MATERIALIZED (%s)
               SELECT part.id, part.department_id, issue.area_id, issue.category_id, issue.in_base,
                      issue.is_withdrawn, COALESCE(clock.state = 'met', FALSE) AS is_signed_in_time,
                      part.returned_at IS NOT NULL AS is_returned,
                      part.state IN ('returned', 'released') AND part.signed_at IS NULL AS was_never_to_sign
                 FROM park_issue_assignment part
                 JOIN issue ON issue.id = part.issue_id
                 LEFT JOIN LATERAL (
                      SELECT state FROM park_deadline
                       WHERE res_model = 'park.issue.assignment' AND res_id = part.id
                         AND kind = 'assignment_sign' AND state <> 'void'
                       ORDER BY id DESC LIMIT 1) clock ON TRUE
                WHERE part.id IN %s""",
            self.env["park.issue"]._figure_facts(issues, period, today),
            ids,
        )

    def _figure_measures(self):
        parts = SQL("in_base AND NOT is_withdrawn")
        to_sign = SQL("%s AND NOT was_never_to_sign", parts)
        return super()._figure_measures() | {
            "K02": Measure(SQL("%s AND is_signed_in_time", to_sign), to_sign),
            "K11": Measure(SQL("%s AND is_returned", parts), parts),
        }
