from odoo import models
from odoo.addons.park_sheet.core.sheet import Column, Sheet


class ParkServiceDaySheets(models.Model):
    """What a service day hands over on paper: the worklist, and all problems with their answers."""

    _inherit = "park.service.day"
    _sheet_keys = ("worklist", "issues")

    def _sheet_filename(self, key):
        _ = self.env._
        title = {
            "worklist": _("Worklist"),
            "issues": _("Issue list"),
            "minutes": _("Minutes"),
            "orders": _("Orders"),
            "agenda": _("Agenda"),
            "attendees": _("Attendance"),
            "cards": _("Table cards"),
            "briefings": _("Briefings"),
            "lookback": _("Look-back"),
        }[key]
        if len(self) != 1:
            return _("Service days %s", title)
        return _(
            "%(zone)s Enterprise Service Day %(title)s %(date)s",
            zone=self.company_id.name,
            title=title,
            date=self.date_on,
        )

    def _sheets(self, key):
        """Return one sheet for each day; the user finds there what they may see (see README)."""
        if key == "briefings":
            return self.firm_ids._sheets("briefing")
        make = {
            "worklist": self._worklist_sheet,
            "minutes": self._issues_sheet,
            "issues": self._issues_sheet,
            "orders": self._orders_sheet,
            "agenda": self._agenda_sheet,
            "attendees": self._attendees_sheet,
            "cards": self._attendees_sheet,
            "lookback": lambda day: day._lookback_sheet(),
        }[key]
        return [make(day) for day in self]

    def _worklist_sheet(self, day):
        """Return the 工作清单: what was taken on with a department and a limit."""
        _ = self.env._
        issues = day._captured_issues().filtered(lambda issue: issue.service_day_outcome == "limited")
        columns = [
            Column(_("No."), "count", 6), Column(_("Enterprise"), width=24), Column(_("Problem"), width=34),
            Column(_("Category"), width=10), Column(_("Decision"), width=9), Column(_("Measure"), width=28),
            Column(_("Responsible department"), width=14), Column(_("Responsible leader"), width=9),
            Column(_("Responsible person"), width=12), Column(_("Helping departments"), width=14),
            Column(_("Time limit"), "date", 12), Column(_("Progress"), width=18), Column(_("Completion"), width=9),
            Column(_("The firm says"), width=12), Column(_("Signed off"), "date", 12), Column(_("Remarks"), width=12),
        ]  # fmt: skip
        title = _("%s Enterprise Service Day Worklist", day.company_id.name)
        return day._sheet(title, columns, day._worklist_rows(issues), issues)

    def _worklist_rows(self, issues):
        limits = issues._close_limits()
        outcomes = dict(issues._fields["service_day_outcome"]._description_selection(self.env))
        for position, issue in enumerate(issues, 1):
            due_on, provisional = limits.get(issue.id, (None, False))
            lead = issue.assignment_ids.filtered(lambda part: part.role == "lead")[:1]
            yield (
                position,
                issue.enterprise_id.name,
                issue.detail or issue.name,
                issue.category_id.name or "",
                outcomes.get(issue.service_day_outcome, ""),
                issue.reply_public or lead.answer or issue.reply_internal or "",
                issue.lead_department_id.name or "",
                lead.department_id.head_id.name or "",
                self._responsible(issue, lead),
                "、".join(issue.help_department_ids.mapped("name")),
                due_on,
                self._progress(issue, due_on),
                self._completion(issue),
                self._say_of_firm(issue) if issue.callback_on else "",
                issue.signed_off_on or None,
                self.env._("Limit provisional") if provisional else "",
            )

    def _responsible(self, issue, lead):
        """Return who handles it: signed for it, or accepted it at the table; with the telephone of a colleague."""
        person = issue.owner_id or lead.handler_id
        name = person.name or lead.table_accepted_by or lead.department_id.head_id.name or ""
        return " ".join(filter(None, (name, person.phone)))

    def _completion(self, issue):
        """Return where the work stands in the three words of worklists: done, under way, not begun."""
        _ = self.env._
        if issue.state in ("closed", "signed_off"):
            return _("done")
        return _("under way") if issue.state in ("doing", "replied", "longterm") else _("not begun")

    def _agenda_sheet(self, day):
        _ = self.env._
        columns = [
            Column(_("Time"), width=8), Column(_("Point"), width=50), Column(_("Speaker"), width=24),
            Column(_("Duration (minutes)"), "count", 10),
        ]  # fmt: skip
        rows = [
            (day._clock_text(point.starts_at), point.name, point.speaker or "", point.minutes)
            for point in day.agenda_ids
        ]
        title = _("Agenda of the %s", day._display_title())
        return Sheet(title, self.env["park.workday"].today(day.company_id), columns, rows)

    def _issues_sheet(self, day):
        """Return all problems of the day, those solved at the table included."""
        _ = self.env._
        issues = day._captured_issues()
        columns = [
            Column(_("No."), "count", 6), Column(_("Number"), width=15), Column(_("Enterprise"), width=28),
            Column(_("Problem"), width=40), Column(_("Category"), width=14), Column(_("Decision"), width=12),
            Column(_("Answer or measure"), width=36), Column(_("Responsible department"), width=20),
            Column(_("Responsible person"), width=12), Column(_("Time limit"), "date", 13),
            Column(_("Progress"), width=18), Column(_("Lamp"), "lamp", 8), Column(_("Closed"), "date", 13),
            Column(_("Remarks"), width=16),
        ]  # fmt: skip
        title = _("%s Enterprise Service Day Issue List", day.company_id.name)
        return day._sheet(title, columns, day._issue_rows(issues), issues)

    def _issue_rows(self, issues):
        limits = issues._close_limits()
        outcomes = dict(issues._fields["service_day_outcome"]._description_selection(self.env))
        for position, issue in enumerate(issues, 1):
            due_on, provisional = limits.get(issue.id, (None, False))
            due_on = due_on if issue.service_day_outcome == "limited" else None
            lead = issue.assignment_ids.filtered(lambda part: part.role == "lead")[:1]
            yield (
                position,
                issue.number or "",
                issue.enterprise_id.name,
                issue.detail or issue.name,
                issue.category_id.name or "",
                outcomes.get(issue.service_day_outcome, ""),
                issue.reply_public or lead.answer or issue.reply_internal or "",
                self._department_names(issue),
                (issue.owner_id or lead.handler_id or lead.department_id.head_id).name or "",
                due_on,
                self._progress(issue, due_on),
                issue.lamp if due_on else None,
                issue.closed_on or None,
                self.env._("Limit provisional") if provisional and due_on else "",
            )

    def _sheet(self, title, columns, rows, issues):
        """Return the sheet with its date, where the day was, and what the reader should know."""
        _ = self.env._
        as_of = self.env["park.workday"].today(self.company_id)
        subtitle = _("No. %(number)s · held on %(date)s", number=self.number, date=self.date_on)
        notes = []
        if self.place:
            subtitle = f"{subtitle} · {self.place}"
        if any(provisional for _due, provisional in issues._close_limits().values()):
            notes.append(_("Provisional limits rest on a year whose official holiday list is not published yet."))
        if not self.has_access("write"):
            notes.append(_("Contains the issues that the person exporting may read."))
        return Sheet(title, as_of, columns, list(rows), subtitle=subtitle, notes=notes)

    def _department_names(self, issue):
        """Return the lead department, then those that help."""
        return "、".join((issue.lead_department_id + issue.help_department_ids).mapped("name"))

    def _progress(self, issue, due_on):
        """Return the state in words; a running limit that has passed says so."""
        state = dict(issue._fields["state"]._description_selection(self.env))[issue.state]
        today = self.env["park.workday"].today(issue.company_id)
        is_open = issue.state in ("accepted", "assigned", "doing", "replied")
        if due_on and is_open and due_on < today:
            return self.env._("%(state)s, %(days)s days overdue", state=state, days=(today - due_on).days)
        return state
