from odoo import models
from odoo.addons.park_sheet.core.official import Grid, Official, Paragraph, written_date
from odoo.addons.park_sheet.core.sheet import Column, Sheet

WIDTHS = (1, 3)  # of the two columns of a work order


class ParkIssueWindowSheets(models.Model):
    """What a case of the window is on paper: receipt, work order, notice, and the ledger of cases."""

    _inherit = "park.issue.window"
    _sheet_keys = ("receipt", "work_order", "notice", "window_ledger")

    def _sheet_filename(self, key):
        titles = self._paper_titles()
        which = self.number if len(self) == 1 else self.env["park.issue"]._today()
        return f"{titles[key]} {which}" if key in titles else super()._sheet_filename(key)

    def _paper_titles(self):
        _ = self.env._
        return {
            "receipt": _("Receipt of the window"),
            "work_order": _("Work order of the window"),
            "notice": _("Notice of the right channel"),
            "window_ledger": _("Ledger of the window"),
        }

    def _documents(self, key):
        """Return one document for each case; the ledger is a table."""
        makers = {"receipt": self._receipt, "work_order": self._work_order, "notice": self._notice}
        if key not in makers:
            return super()._documents(key)
        make = makers[key]
        return [make.__func__(case) for case in self]

    def _sheets(self, key):
        """Return the ledger, or the lines of each case below one another."""
        if key not in self._paper_titles():
            return super()._sheets(key)
        zone = self.company_id[:1] or self.env.company
        as_of = self.env["park.issue"]._today(zone)
        title = self._paper_titles()[key]
        if key == "window_ledger":
            columns = [Column(self.env._("No."), "count"), *self._window_columns()]
            rows = [(place, *case._window_row()) for place, case in enumerate(self, 1)]
            return [Sheet(title, as_of, columns, rows)]
        columns = [Column(self.env._("Item"), width=18), Column(self.env._("Content"), width=60)]
        rows = [line for case in self for line in (case._receipt_lines() if key == "receipt" else case._order_lines())]
        return [Sheet(title, as_of, columns, rows, landscape=False)]

    # -- documents

    def _receipt(self):
        """Return what the applicant takes home: number, matter, who answers by when, whom to call."""
        _ = self.env._
        tell = _("Please keep this receipt and name its number when you ask. You will be told the result.")
        body = (self._grid(self._receipt_lines()), Paragraph(tell))
        return self._official("receipt", body)

    def _work_order(self):
        return self._official("work_order", (self._grid(self._order_lines()),))

    def _notice(self):
        """Return why the matter is not one for the window, and the right channel, in words."""
        _ = self.env._
        told = _(
            "On %(day)s you reported “%(item)s” (number %(number)s). It is not a matter for this window: %(ground)s.",
            day=self._day(self.received_on),
            item=self.item_name,
            number=self.number,
            ground=self.refusal_id.name or "",
        )
        right = _("The right channel: %s", self.issue_id.right_channel or "")
        return self._official("notice", (Paragraph(told), Paragraph(right)), recipient=self._who())

    def _official(self, key, body, recipient=""):
        words = self.env["park.document"]._official_words()
        today = self.env["park.issue"]._today(self.company_id)
        return Official(
            title=self._paper_titles()[key],
            head_right=self.number,
            recipient=recipient,
            body=body,
            signer=self.company_id.name,
            signed_on=written_date(today, words),
        )

    def _grid(self, lines):
        return Grid((self.env._("Item"), self.env._("Content")), lines, WIDTHS)

    # -- lines

    def _receipt_lines(self):
        _ = self.env._
        issue = self.issue_id
        return [
            (_("Number"), f"{self.number} / {issue.number}"),
            (_("Reported on"), self._moment()),
            (_("Who reports"), self._who()),
            (_("What was to be done"), self.item_name),
            (_("Why it could not be done"), self.obstacle),
            (_("To be closed by"), self._due()),
            (_("Recorded by"), self.recorded_by_id.name or ""),
        ]

    def _order_lines(self):
        """Return the lines of the work order, unknown ones as a dash."""
        _ = self.env._
        issue = self.issue_id
        firm = self.enterprise_id
        lines = [
            (_("Number"), self.number),
            (_("Issue"), issue.number),
            (_("Reported on"), self._moment()),
            (_("How it came in"), self._label(issue, "source")),
            (_("Name of the person"), self.applicant),
            (_("Telephone"), self.phone),
            (_("Firm"), firm.name),
            (_("Credit code"), firm.uscc),
            (_("What was to be done"), self.item_name),
            (_("Code of the item"), self.item_code),
            (_("First applied on"), self._day(self.first_applied_on)),
            (_("Times tried"), str(self.attempt_count or "")),
            (_("Tried at"), " ".join(filter(None, (self.desk_department_id.name, self.desk)))),
            (_("Why it could not be done"), self.obstacle),
            (_("Judged as"), self.category_id.display_name),
            (_("Leader's instruction"), self._instructions()),
            (_("Lead department"), issue.lead_department_id.name),
            (_("Handled by"), issue.owner_id.name),
            (_("Dispatched"), self._day(issue.assigned_on)),
            (_("To be closed by"), self._due()),
            (_("Outcome"), self._label(self, "outcome")),
            (_("Procedure or obstacle"), self.reason),
            (_("Clause cited"), self.clause),
            (_("Decision"), self._decision()),
            (_("Result"), issue.closure_result),
            (_("A matter of rules"), _("Yes") if self.outcome == "barrier" else _("No") if self.outcome else ""),
            (_("What follows for similar matters"), self.lesson),
            (_("Replied on"), self._day(issue.replied_on)),
            (_("Satisfaction"), self._label(issue, "satisfaction")),
            (_("Called back by"), issue.callback_by_id.name),
            (_("Called back"), self._day(issue.callback_on)),
            (_("Filing number"), self.filing_no),
        ]
        return [(name, value or "—") for name, value in lines]

    def _window_columns(self):
        """Return the columns of the ledger: the lines of the work order, long ones wide."""
        wide = {self.env._("Why it could not be done"), self.env._("Result"), self.env._("Leader's instruction")}
        return [Column(name, width=24 if name in wide else None) for name, _value in self.browse()._order_lines()]

    def _window_row(self):
        return tuple(value for _name, value in self._order_lines())

    def _who(self):
        return " ".join(filter(None, (self.enterprise_id.name, self.applicant)))

    def _decision(self):
        parts = (
            self._label(self, "decision"),
            self.decided_by_id.name,
            self._day(self.decided_on),
            self.decision_note,
        )
        return " ".join(filter(None, parts))

    def _instructions(self):
        return "\n".join(
            " ".join(filter(None, (self._day(line.given_on), line.leader_id.name or line.leader_name, line.text)))
            for line in self.issue_id.instruction_ids.sorted("id")
        )

    def _due(self):
        issue = self.issue_id
        mark = self.env._("(provisional)") if issue.is_due_provisional else ""
        return f"{self._day(issue.close_due_on)}{mark}"

    def _moment(self):
        if not self.recorded_at:
            return ""
        return f"{self.env['park.workday'].local(self.recorded_at, self.company_id):%Y-%m-%d %H:%M}"

    def _day(self, day):
        return str(day) if day else ""

    def _label(self, record, name):
        return dict(record._fields[name]._description_selection(self.env)).get(record[name], "")
