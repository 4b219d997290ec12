from markupsafe import Markup
from odoo import api, fields, models
from odoo.addons.park_sheet.core.sheet import Column, Sheet

from ..core.lookback import Line, figures, standing


class ParkServiceDayLookback(models.Model):
    """A day opens with the last one (回头看): what was promised, what is done, what the firm says."""

    _inherit = "park.service.day"
    _sheet_keys = ("lookback",)

    previous_day_id = fields.Many2one("park.service.day", "Last day", compute="_compute_previous_day_id")
    lookback_page = fields.Html(compute="_compute_lookback_page", sanitize=False, help="Rendered from records.")

    @api.depends("date_on", "company_id")
    def _compute_previous_day_id(self):
        for day in self:
            # sudo: which days were held in the zone; their issues are read with the reader's rights
            held = self.sudo().search(
                [
                    ("company_id", "=", day.company_id.id),
                    ("state", "in", ("open", "finished")),
                    ("date_on", "<=", day.date_on),
                    ("id", "!=", day._origin.id),
                ],
                order="date_on desc, id desc",
                limit=1,
            )
            day.previous_day_id = held.id

    @api.depends("previous_day_id")
    @api.depends_context("uid", "lang")
    def _compute_lookback_page(self):
        for day in self:
            last = day.previous_day_id
            page = (
                last
                and last.has_access("read")
                and self.env["ir.qweb"]._render("park_service_day.lookback_of_day", day._lookback())
            )
            day.lookback_page = page or Markup("")

    def _lookback(self):
        """Return the look-back on the last day: its title, sentence, figures and entries, in words."""
        last = self.previous_day_id
        if not last or not last.has_access("read"):
            return {"title": "", "sentence": "", "figures": [], "entries": []}
        issues = last._lookback_issues(self)
        counted = figures(last._lookback_lines(issues), self.env["park.workday"].today(last.company_id))
        return {
            "title": last.display_name,
            "sentence": last._lookback_sentence(counted),
            "figures": last._lookback_figures(counted),
            "entries": last._lookback_entries(issues),
        }

    def _lookback_issues(self, day):
        """Return the issues of this day for the look-back of another one: all for who keeps that one."""
        issues = self._captured_issues()
        if day.has_access("write"):
            # sudo: who keeps the next day opens it with all of the last one's lines
            issues = self.env["park.issue"].sudo().search(self._issue_domain(), order="id")
        return issues

    def _lookback_lines(self, issues):
        limits = issues._close_limits()
        return [
            Line(
                outcome=issue.service_day_outcome or "limited",
                state=issue.state,
                due_on=limits.get(issue.id, (None, False))[0] if issue.service_day_outcome == "limited" else None,
                closed_on=issue.closed_on or None,
                is_solved=issue.is_solved or None,
            )
            for issue in issues
        ]

    def _standing_labels(self):
        _ = self.env._
        return {
            "at_once": _("Settled at the table"),
            "in_time": _("Done in time"),
            "late": _("Done late"),
            "running": _("Running"),
            "overdue": _("Overdue"),
            "longterm": _("Long-term"),
            "withdrawn": _("Withdrawn by the firm"),
        }

    def _lookback_figures(self, counted):
        """Return ``[(label, number)]`` of what there is; the parts add up."""
        labels = self._standing_labels()
        parts = [(labels[name], counted.by_standing[name]) for name in labels if counted.by_standing[name]]
        return [(self.env._("Issues"), counted.total), *parts]

    def _lookback_sentence(self, counted):
        """Return the figures as a sentence that can be read out."""
        return self.env._(
            "The last day (%(number)s, %(date)s) took on %(total)s issues: %(done)s are done, of these %(late)s late; "
            "%(overdue)s are overdue. Firms were asked about %(asked)s, and call %(solved)s solved.",
            number=self.number,
            date=self.date_on,
            total=counted.total,
            done=counted.done,
            late=counted.by_standing["late"],
            overdue=counted.by_standing["overdue"],
            asked=counted.asked,
            solved=counted.solved,
        )

    def _lookback_entries(self, issues):
        """Return a dictionary of words for each of the ``issues`` of this day."""
        today = self.env["park.workday"].today(self.company_id)
        labels = self._standing_labels()
        promises = self._promises_in_words(issues)
        entries = []
        for issue, line in zip(issues, self._lookback_lines(issues), strict=True):
            where = standing(line, today)
            entries.append(
                {
                    "issue_id": issue.id,
                    "enterprise_id": issue.enterprise_id.id,
                    "number": issue.number or "",
                    "firm": issue.sudo().enterprise_id.name,  # sudo: the name of a firm at the table
                    "problem": issue.name,
                    "promised": promises[issue.id],
                    "standing": where,
                    "standing_label": labels[where],
                    "done": self._done_in_words(issue, labels[where]),
                    "says": self._say_of_firm(issue),
                }
            )
        return entries

    def _promises_in_words(self, issues):
        """Return ``{issue id: what was promised}``: who, by when, first and as extended, and the measure."""
        _ = self.env._
        # sudo: a limit shown with its issue needs no further right
        clocks_sudo = issues.sudo()._deadlines_sudo(["issue_close"]).filtered(lambda clock: clock.state != "void")
        clocks = {clock.res_id: clock for clock in clocks_sudo.sorted("id")}
        words = {}
        for issue in issues:
            clock = clocks.get(issue.id)
            if issue.service_day_outcome != "limited":
                words[issue.id] = issue.reply_public or ""
                continue
            limit = clock and (
                _("by %(first)s, extended to %(due)s", first=clock.original_due_on, due=clock.due_on)
                if clock.due_on != clock.original_due_on
                else _("by %s", clock.due_on)
            )
            words[issue.id] = " · ".join(filter(None, (issue.lead_department_id.name, limit, issue.table_measure)))
        return words

    def _done_in_words(self, issue, label):
        when = issue.closed_on and self.env._("closed on %s", issue.closed_on)
        result = issue.closure_result if issue.service_day_outcome == "limited" else ""
        return " · ".join(filter(None, (label, when, result)))

    def _say_of_firm(self, issue):
        """Return what the firm said in the call-back; that it was not asked is said too."""
        _ = self.env._
        if not issue.callback_on:
            return _("not asked yet")
        words = {"yes": _("solved"), "no": _("not solved"), "unknown": _("not known")}
        satisfaction = dict(issue._fields["satisfaction"]._description_selection(self.env)).get(issue.satisfaction)
        return " · ".join(filter(None, (words.get(issue.is_solved), satisfaction, issue.callback_comment)))

    def _lookback_sheet(self):
        _ = self.env._
        look = self._lookback()
        columns = [
            Column(_("No."), "count", 6), Column(_("Number"), width=15), Column(_("Firm"), width=26),
            Column(_("Problem"), width=34), Column(_("Promised"), width=36), Column(_("Done"), width=34),
            Column(_("The firm says"), width=22),
        ]  # fmt: skip
        rows = [
            (place, entry["number"], entry["firm"], entry["problem"], entry["promised"], entry["done"], entry["says"])
            for place, entry in enumerate(look["entries"], 1)
        ]
        title = _("Looking back on the %s", self.previous_day_id._display_title() if self.previous_day_id else "")
        notes = [look["sentence"]] if look["sentence"] else []
        return Sheet(title, self.env["park.workday"].today(self.company_id), columns, rows, notes=notes)
