from odoo import models
from odoo.addons.park_enterprise.core.search_keys import initials

from ..core import MAX_TEXT, MAX_WORKDAYS, fingerprint


class ParkServiceDayBoard(models.Model):
    """What the capture board shows, in one call."""

    _inherit = "park.service.day"

    def board(self):
        """Return everything the capture board needs: lists, due dates, lines captured so far."""
        self.ensure_one()
        self.check_access("read")
        return {
            "day": self._board_day(),
            "firms": self._board_firms(),
            "categories": self._board_category_options(),
            "departments": self._board_department_options(),
            "usual_departments": self._usual_departments(),
            "due_dates": self._due_dates(),
            "attendees": self._board_attendees(),
            "lookback": self._lookback(),
            "limits": {"text": MAX_TEXT, "workdays": MAX_WORKDAYS},
            "lines": list(self._board_lines(self._captured_issues()).values()),
        }

    def _board_day(self):
        return {
            "id": self.id,
            "name": self.name,
            "number": self.number,
            "date_on": self.date_on.isoformat(),
            "place": self.place or "",
            "zone": self.company_id.name,
            "state": self.state,
            "state_label": dict(self._fields["state"]._description_selection(self.env))[self.state],
            "can_write": self.has_access("write"),
            "user": self.env.user.name,
        }

    def _board_firms(self):
        # sudo: the table sees the basics of the firms on its list: name, initials, credit code
        return [
            {
                "id": firm.enterprise_id.id,
                "day_firm_id": firm.id,
                "key": place,
                "name": firm.enterprise_id.sudo().name,
                "initials": firm.enterprise_id.sudo().park_initials or "",
                "code": firm.enterprise_id.sudo().uscc or "",
                "slot": self._clock_text(firm.slot) if firm.slot else "",
                "representative": firm.representative or "",
                "briefing": firm.briefing or "",
            }
            for place, firm in enumerate(self.firm_ids, 1)
        ]

    def _board_attendees(self):
        """Return who sits there for a department: they accept at the table."""
        return [
            {"name": attendee.name, "department_id": attendee.department_id.id}
            for attendee in self.attendee_ids
            if attendee.department_id
        ]

    def _board_category_options(self):
        categories = self._board_categories()
        return [
            {
                "id": category.id,
                "name": category.name,
                "initials": initials(category.name),
                "hint": category.parent_id.name or "",
            }
            for category in categories
        ]

    def _board_department_options(self):
        """Return the departments of the zone, those at the table first."""
        present = self.department_ids
        departments = self._board_departments().sorted(lambda department: department not in present)
        return [
            {
                "id": department.id,
                "name": department.name,
                "initials": initials(department.name),
                "hint": self.env._("at the table") if department in present else "",
            }
            for department in departments
        ]

    def _usual_departments(self):
        """Return ``{category id: department id}``: who most often got problems of this kind."""
        # sudo: which department usually answers, without any issue
        groups = (
            self.env["park.issue"]
            .sudo()
            ._read_group(
                [("company_id", "=", self.company_id.id), ("lead_department_id.active", "=", True)],
                ["category_id", "lead_department_id"],
                ["__count"],
                order="__count",
            )
        )
        return {category.id: department.id for category, department, _count in groups if category}

    def _due_dates(self):
        """Return ``[[date, is provisional]]`` of a limit of 0, 1, 2 … working days given at the table.

        It counts from the day of the table, however late a line is entered; a day off counts as the next
        working day (park_issue, ``_by_first_day``).
        """
        calendar = self.env["park.workday"]._zone_calendar(self.company_id)
        start = self._table_day()
        if not calendar.is_workday(start):
            start, _provisional = calendar.add_workdays(start, 1)
        dates = (calendar.add_workdays(start, n) for n in range(MAX_WORKDAYS + 1))
        return [[day.isoformat(), provisional] for day, provisional in dates]

    def _board_lines(self, issues):
        """Return ``{issue id: line}`` as the board lists them."""
        readable = set(issues.sudo(False)._filtered_access("read").ids)
        states = dict(issues._fields["state"]._description_selection(self.env))
        limits = issues._close_limits()
        lines = {}
        for issue in issues:
            due_on, provisional = limits.get(issue.id, (None, False))
            is_limited = issue.service_day_outcome == "limited"
            line = self._line_of(issue)
            lead = issue.assignment_ids.filtered(lambda part: part.role == "lead")[:1]
            lines[issue.id] = {
                "uuid": issue.client_uuid or "",
                "issue_id": issue.id,
                "number": issue.number or "",
                "enterprise_id": issue.enterprise_id.id,
                "enterprise": issue.enterprise_id.name,
                "text": line.text,
                "category": issue.category_id.name or "",
                "category_id": line.category_id,
                "kind": line.kind,
                "answer": issue.reply_public or issue.reply_internal or "",
                "department": issue.lead_department_id.name or "",
                "department_id": line.department_id,
                "helper_ids": list(line.helper_ids),
                "workdays": line.workdays,
                "version": fingerprint(line),
                "stamp": self._line_stamp(issue),
                "can_correct": self._is_correctable(issue),
                "acceptance": self._acceptance_of(lead),
                "accepted_by": lead.table_accepted_by or lead.handler_id.name or "",
                "due_on": due_on.isoformat() if due_on and is_limited else "",
                "is_provisional": provisional and is_limited,
                "state": states[issue.state],
                "lamp": issue.lamp,
                "can_open": issue.id in readable,
            }
        return lines

    def _line_stamp(self, issue):
        """Return a text that differs whenever the board would show something else of the issue."""
        parts = issue.assignment_ids.sudo()  # sudo: whether a part moved, not what it says
        written = max(filter(None, [issue.write_date, *parts.mapped("write_date")]))
        return "|".join((written.isoformat(), issue.state, issue.lamp, *parts.mapped("state")))
