from odoo import api, fields, models
from odoo.addons.park_sheet.core.sheet import Column, Sheet

from ..core.briefing import Part
from .park_service_day import OPEN_ISSUE_STATES


class ParkServiceDayBriefing(models.Model):
    """The briefing page of a firm: on screen, on the board, on paper."""

    _name = "park.service.day.firm"
    _inherit = ["park.service.day.firm", "park.sheet.source"]
    _sheet_keys = ("briefing",)

    briefing_page = fields.Html(compute="_compute_briefing_page", sanitize=False, help="Rendered from records; a page.")

    @api.depends("enterprise_id", "briefing")
    @api.depends_context("uid", "lang")
    def _compute_briefing_page(self):
        parts = self._origin._briefing_parts()
        for firm in self:
            values = {"firm": firm._briefing_head(), "parts": parts, "line_id": firm._origin.id}
            firm.briefing_page = self.env["ir.qweb"]._render("park_service_day.briefing_of_firm", values)

    def _briefing_head(self):
        # sudo: the table sees the basics of the firms on its list
        return {
            "name": self.sudo().enterprise_id.name,
            "representative": self.representative or "",
            "slot": self.service_day_id._clock_text(self.slot) if self.slot else "",
            "briefing": self.briefing or "",
        }

    def _briefing_parts(self):
        """Return the parts of the page for all lines in self, set-based; each addon adds its own.

        A part is a ``core.briefing.Part``. Read with ``_reading(model)``: who prepares a day reads all of its
        firms, everybody else their own reach.
        """
        return [self._briefing_facts(), self._briefing_issues(), self._briefing_last_day(), self._briefing_questions()]

    def _reading(self, model):
        """Return the model with the rights of a briefing: elevated for who keeps all of these days."""
        may_all = len(self.service_day_id._filtered_access("write")) == len(self.service_day_id)
        return self.env[model].sudo(
            may_all
        )  # sudo: who keeps the day prepares the table; restricted issues are left out

    def _by_line(self, records, rows):
        """Return ``{line id: rows}`` from records with ``enterprise_id`` and a row for each."""
        by_firm = {}
        for record, row in zip(records, rows, strict=True):
            by_firm.setdefault(record.enterprise_id.id, []).append(row)
        return {line.id: by_firm.get(line.enterprise_id.id, []) for line in self}

    def _briefing_facts(self):
        _ = self.env._
        tiers = dict(self.env["res.partner"]._fields["tier"]._description_selection(self.env))
        rows = {}
        for line in self:
            firm = line.sudo().enterprise_id  # sudo: the basics of a firm at the table; no personal data
            rows[line.id] = [
                (label, value)
                for label, value in (
                    (_("Tier"), tiers.get(firm.tier)),
                    (_("Industry"), firm.industry_id.name),
                    (_("Served by"), firm.officer_id.name),
                    (_("Last contact"), firm.last_contact_on and str(firm.last_contact_on)),
                )
                if value
            ]
        return Part(_("The firm"), (), rows, _("Nothing is recorded of the firm."))

    def _briefing_issues(self):
        _ = self.env._
        issues = self._reading("park.issue").search(
            [
                ("enterprise_id", "in", self.enterprise_id.ids),
                ("state", "in", ("new", *OPEN_ISSUE_STATES)),
                ("is_restricted", "=", False),
                "|", ("origin_model", "!=", "park.service.day"), ("origin_id", "not in", self.service_day_id.ids),
            ],
            order="due_on, id",
        )  # fmt: skip
        states = dict(issues._fields["state"]._description_selection(self.env))
        lamps = dict(issues._fields["lamp"]._description_selection(self.env))
        limits = issues._close_limits()
        rows = [
            (
                issue.number or "—",
                issue.name,
                issue.lead_department_id.name or "—",
                str(limits[issue.id][0]) if issue.id in limits else "—",
                " · ".join(filter(None, (states[issue.state], issue.due_on and lamps.get(issue.lamp)))),
            )
            for issue in issues
        ]
        titles = (_("Number"), _("Problem"), _("Department"), _("To be closed by"), _("State"))
        return Part(_("Open issues"), titles, self._by_line(issues, rows), _("No open issue."))

    def _briefing_last_day(self):
        """Return what the last day the firm sat at decided, and what became of it."""
        _ = self.env._
        days, rows = self._last_days(), {}
        for day, lines in days.items():
            by_firm = {}
            issues = self._reading("park.issue").search(day._issue_domain(), order="id")
            for entry in day._lookback_entries(issues):
                by_firm.setdefault(entry["enterprise_id"], []).append(
                    (entry["number"], entry["problem"], entry["promised"], entry["done"], entry["says"])
                )
            for line in lines:
                rows[line.id] = by_firm.get(line.enterprise_id.id, [])
        titles = (_("Number"), _("Problem"), _("Promised"), _("Done"), _("The firm says"))
        title = _("Last service day")
        if len(days) == 1:
            title = _("Last service day (%s)", next(iter(days)).number)
        return Part(title, titles, rows, _("The firm has not sat at a table before, or raised nothing there."))

    def _last_days(self):
        """Return ``{day: lines}``: the last day before theirs at which each firm sat."""
        # sudo: which days were held in the zone
        seats = self.sudo().search(
            [
                ("enterprise_id", "in", self.enterprise_id.ids),
                ("company_id", "in", self.company_id.ids),
                ("service_day_id.state", "in", ("open", "finished")),
                ("service_day_id", "not in", self.service_day_id.ids),
            ]
        )
        found = {}
        for line in self:
            held = seats.filtered(
                lambda seat, line=line: (
                    seat.enterprise_id == line.enterprise_id
                    and seat.service_day_id.date_on <= line.service_day_id.date_on
                )
            ).service_day_id
            if held:
                day = max(held, key=lambda day: (day.date_on, day.id)).sudo(False)
                found[day] = found.get(day, self.browse()) | line
        return found

    def _briefing_questions(self):
        _ = self.env._
        questions = self._reading("park.enterprise.question").search(
            [("enterprise_id", "in", self.enterprise_id.ids), ("state", "=", "open")], order="id"
        )
        rows = [(question.display_name,) for question in questions]
        return Part(_("To be asked"), (_("Question"),), self._by_line(questions, rows), _("Nothing to be asked."))

    # -- on paper

    def _sheet_filename(self, key):
        _ = self.env._
        if len(self) == 1:
            return _("Briefing %s", self.sudo().enterprise_id.name)  # sudo: the name of a firm at the table
        return _("Briefings %s", self.service_day_id[:1].display_name)

    def _pdf_page(self, key):
        """Return the briefing pages, one firm a page."""
        parts = self._briefing_parts()
        values = {
            "pages": [(line._briefing_head(), line.id) for line in self],
            "parts": parts,
            "heading": self.service_day_id[:1]._display_title(),
            "html_lang": self.env["park.document"]._html_lang(),
        }
        return self.env["ir.qweb"]._render("park_service_day.briefing_pages", values)

    def _sheets(self, key):
        """Return the open issues of all firms as a sheet, for who works on with them."""
        _ = self.env._
        part = self._briefing_issues()
        columns = [Column(_("Firm"), width=28), *(Column(title, width=20) for title in part.titles)]
        rows = [(line.sudo().enterprise_id.name, *row) for line in self for row in part.of(line.id)]
        zone = self.company_id[:1] or self.env.company
        return [Sheet(part.title, self.env["park.workday"].today(zone), columns, rows)]
