from odoo import fields, models
from odoo.addons.park_sheet.core.official import Grid, Heading, Official, Paragraph, written_date
from odoo.addons.park_sheet.core.sheet import Column, Sheet

from .park_service_day_agenda import clock


class ParkServiceDayDocuments(models.Model):
    """What a day hands out: minutes (纪要), orders to departments (交办单), list of who takes part, table cards."""

    _inherit = "park.service.day"
    _sheet_keys = ("minutes", "orders", "attendees", "cards", "briefings")

    further_decisions = fields.Text(help="What the meeting decided beside the issues; stands in the minutes.")
    minutes_number = fields.Char(compute="_compute_minutes_number", help="As on the minutes: year and ordinal.")

    def _compute_minutes_number(self):
        for day in self:
            day.minutes_number = self.env._(
                "〔%(year)s〕 No. %(ordinal)s", year=day.date_on and day.date_on.year, ordinal=day.ordinal
            )

    # -- words that several documents share

    def _display_title(self):
        """Return what the day is called in a sentence: zone, year and ordinal."""
        return self.env._(
            "%(ordinal)s. Enterprise Service Day of %(year)s, %(zone)s",
            zone=self.company_id.name, year=self.date_on.year, ordinal=self.ordinal,
        )  # fmt: skip

    def _written_date(self, day=None):
        return written_date(day or self.date_on, self.env["park.document"]._official_words())

    def _clock_text(self, hour):
        return clock(hour)

    # -- documents

    def _documents(self, key):
        """Return the official documents of the days, or None where the sheet is laid out."""
        makers = {"minutes": self._minutes, "agenda": lambda day: [day._agenda_document()], "orders": self._orders}
        if key not in makers:
            return super()._documents(key)
        return [document for day in self for document in makers[key](day)] or [self._nothing_yet()]

    def _nothing_yet(self):
        _ = self.env._
        return Official(_("Nothing to hand out"), (Paragraph(_("No issue was given to a department.")),))

    def _minutes(self, day):
        _ = self.env._
        issues = day._captured_issues()
        limited = issues.filtered(lambda issue: issue.service_day_outcome == "limited")
        body = [
            Paragraph(day._minutes_opening(issues)),
            *day._minutes_section(_("Matters decided"), limited),
            *day._minutes_section(
                _("Settled on the spot"), issues.filtered(lambda i: i.service_day_outcome == "on_spot")
            ),
            *day._minutes_section(_("Explained"), issues.filtered(lambda i: i.service_day_outcome == "explained")),
        ]
        if day.further_decisions:
            body += [Heading(_("Further decisions")), Paragraph(day.further_decisions)]
        body += day._minutes_people()
        copies = "、".join([*day.department_ids.mapped("name"), *day.firm_ids.sudo().enterprise_id.mapped("name")])
        return [
            Official(
                title=_("Minutes of the %s", day._display_title()),
                issuer=_("%s Minutes", day.company_id.name),
                number=day.minutes_number,
                head_right=day._written_date(),
                body=tuple(body),
                copies=((_("Distributed to"), copies),) if copies else (),
            )
        ]  # sudo above: the names of the firms at the table

    def _minutes_opening(self, issues):
        _ = self.env._
        return _(
            "On %(date)s from %(time)s, %(host)s chaired the %(day)s at %(place)s. %(firms)s firms reported "
            "%(issues)s issues: %(on_spot)s were settled on the spot, %(limited)s given to departments with a limit, "
            "%(explained)s explained. It was decided:",
            date=self._written_date(),
            time=clock(self.starts_at),
            host=self.host_id.name or _("the chair"),
            day=self._display_title(),
            place=self.place or _("the service centre"),
            firms=len(self.firm_ids),
            issues=len(issues),
            **{
                outcome: len(issues.filtered(lambda issue, outcome=outcome: issue.service_day_outcome == outcome))
                for outcome in ("on_spot", "limited", "explained")
            },
        )

    def _minutes_section(self, title, issues):
        """Return a numbered section: each matter ends with who is responsible and until when."""
        if not issues:
            return []
        _ = self.env._
        limits = issues._close_limits()
        blocks = [Heading(title)]
        for issue in issues:
            firm = issue.sudo().enterprise_id.name  # sudo: the name of a firm at the table
            lead = _("%s: ", firm)
            text = (issue.detail or issue.name).replace("\n", " ").rstrip("。.")
            said = issue.table_measure if issue.service_day_outcome == "limited" else issue.reply_public
            due_on = limits.get(issue.id, (None, False))[0]
            if issue.service_day_outcome == "limited" and due_on:
                text = _(
                    "%(problem)s. %(measure)s (Responsible: %(departments)s; to be done by: %(due)s)",
                    problem=text,
                    measure=(said or _("The department handles it and replies to the firm.")).strip(),
                    departments=self._department_names(issue),
                    due=self._written_date(due_on),
                )
            else:
                text = _("%(problem)s. %(answer)s", problem=text, answer=(said or "").strip())
            blocks.append(Paragraph(text, lead=lead, level=2))
        return blocks

    def _minutes_people(self):
        """Return who was present, who attended, who was excused."""
        _ = self.env._
        present = self.attendee_ids.filtered(lambda person: not person.is_absent)
        groups = (
            (_("Present"), present.filtered(lambda person: person.kind in ("leader", "department"))),
            (_("Attending"), present.filtered(lambda person: person.kind == "firm")),
            (_("Excused"), self.attendee_ids.filtered("is_absent")),
        )
        blocks = [
            Paragraph("、".join(self._person_in_words(person) for person in people), lead=_("%s: ", label))
            for label, people in groups
            if people
        ]
        return [Heading(_("Who took part")), *blocks] if blocks else []

    def _person_in_words(self, person):
        where = " ".join(filter(None, (person.unit, person.title)))
        return self.env._("%(name)s (%(where)s)", name=person.name, where=where) if where else person.name

    def _orders(self, day):
        """Return one order for each lead department: what it has been given, and until when."""
        _ = self.env._
        limited = day._captured_issues().filtered(lambda issue: issue.service_day_outcome == "limited")
        titles = (_("No."), _("Firm"), _("Problem"), _("Measure"), _("Helping departments"), _("To be done by"))
        documents = []
        for department, issues in limited.grouped("lead_department_id").items():
            opening = _(
                "The %(day)s on %(date)s gave your unit the following %(count)s issues. Please handle them within the "
                "limits, reply to the firms, and report how it was done. Whoever cannot keep a limit applies for an "
                "extension before it expires.",
                day=day._display_title(), date=day._written_date(), count=len(issues),
            )  # fmt: skip
            documents.append(
                Official(
                    title=_("Order of the %s", day._display_title()),
                    number=day.minutes_number,
                    recipient=department.name,
                    body=(Paragraph(opening), Grid(titles, list(day._order_rows(issues)), (1.5, 4, 6, 4.5, 3, 3.8))),
                    signer=day.company_id.name,
                    signed_on=day._written_date(),
                )
            )
        return documents

    def _order_rows(self, issues):
        limits = issues._close_limits()
        for place, issue in enumerate(issues, 1):
            due_on, provisional = limits.get(issue.id, (None, False))
            yield (
                str(place),
                issue.sudo().enterprise_id.name,  # sudo: the name of a firm at the table
                issue.detail or issue.name,
                issue.table_measure or "",
                "、".join(issue.help_department_ids.mapped("name")),
                " ".join(filter(None, (due_on and str(due_on), provisional and self.env._("(provisional)")))),
            )

    # -- sheets

    def _orders_sheet(self, day):
        """Return all orders in one workbook sheet, sorted by department."""
        _ = self.env._
        limited = day._captured_issues().filtered(lambda issue: issue.service_day_outcome == "limited")
        columns = [
            Column(_("Department"), width=20), Column(_("No."), "count", 6), Column(_("Firm"), width=26),
            Column(_("Problem"), width=40), Column(_("Measure"), width=34), Column(_("Helping departments"), width=18),
            Column(_("To be done by"), "date", 13), Column(_("Remarks"), width=14),
        ]  # fmt: skip
        limits = limited._close_limits()
        rows = []
        for department, issues in limited.grouped("lead_department_id").items():
            for place, issue in enumerate(issues, 1):
                due_on, provisional = limits.get(issue.id, (None, False))
                firm = issue.sudo().enterprise_id.name  # sudo: the name of a firm at the table
                rows.append(
                    (
                        department.name, place, firm, issue.detail or issue.name, issue.table_measure or "",
                        "、".join(issue.help_department_ids.mapped("name")), due_on,
                        _("Limit provisional") if provisional else "",
                    )
                )  # fmt: skip
        return day._sheet(_("Orders of the %s", day._display_title()), columns, rows, limited)

    def _attendees_sheet(self, day):
        """Return who takes part, to sign on; telephones as the reader sees them."""
        _ = self.env._
        kinds = dict(day.attendee_ids._fields["kind"]._description_selection(self.env))
        columns = [
            Column(_("No."), "count", 6), Column(_("Group"), width=8), Column(_("Unit"), width=28),
            Column(_("Full name"), width=12), Column(_("Position"), width=16), Column(_("Telephone"), width=16),
            Column(_("Number plate"), width=12), Column(_("Signature"), width=18),
        ]  # fmt: skip
        rows = [
            (
                place, kinds[person.kind], person.unit, person.name, person.title or "", person.phone or "",
                person.plate or "", _("excused") if person.is_absent else "",
            )
            for place, person in enumerate(day.attendee_ids, 1)
        ]  # fmt: skip
        subtitle = " · ".join(filter(None, (day._written_date(), clock(day.starts_at), day.place)))
        title = _("Attendance of the %s", day._display_title())
        return Sheet(title, self.env["park.workday"].today(day.company_id), columns, rows, subtitle=subtitle)

    # -- pages of a layout of their own

    def _pdf_page(self, key):
        if key == "briefings":
            return self.firm_ids._pdf_page("briefing")
        if key != "cards":
            return super()._pdf_page(key)
        cards = [
            {"name": person.name, "unit": person.unit or person.title or ""}
            for person in self.attendee_ids
            if not person.is_absent
        ]
        # sudo: the names of the firms at the table
        seated = self.attendee_ids.sudo().enterprise_id
        cards += [{"name": firm.name, "unit": ""} for firm in self.firm_ids.sudo().enterprise_id - seated]
        values = {"cards": cards, "html_lang": self.env["park.document"]._html_lang()}
        return self.env["ir.qweb"]._render("park_service_day.table_cards", values)
