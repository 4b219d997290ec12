from odoo import models
from odoo.addons.park_sheet.core.official import Grid, Official, Paragraph, document_number, lines, written_date
from odoo.addons.park_sheet.core.sheet import Column, Sheet


class ParkSupervisionLetterDocument(models.Model):
    """How letters of supervision and orders look on paper, and the list of those issued."""

    _inherit = "park.supervision.letter"
    _sheet_keys = ("letter", "letters")

    def _written_number(self, year, ordinal):
        """Return a number as documents write it: the code of the zone, year and ordinal."""
        zone_sudo = self.company_id.sudo()  # sudo: how the zone numbers its letters
        codes = {
            "letter": zone_sudo.park_letter_code or self.env._("Supervision"),
            "order": zone_sudo.park_order_code or self.env._("Order"),
        }
        return document_number(codes[self.kind], year, ordinal)

    def _sheet_filename(self, key):
        """Return the number, or what it is where there is none or several."""
        return self.number if len(self) == 1 and self.number else super()._sheet_filename(key)

    def _documents(self, key):
        if key != "letter":
            return super()._documents(key)
        makers = {"letter": "_letter_document", "order": "_order_document"}
        return [getattr(letter, makers[letter.kind])() for letter in self]

    def _letter_document(self):
        _ = self.env._
        closing = _(
            "Please answer in writing by %(day)s, with what was done and what proves it.", day=self._answer_until()
        )
        return Official(
            title=_("Letter of supervision on “%s”", self.title),
            body=tuple(Paragraph(line) for line in (*lines(self.facts), *lines(self.request), closing)),
            issuer=self.company_id.name,
            **self._ends(),
        )

    def _order_document(self):
        _ = self.env._
        rows = [
            (_("Matter"), self.title),
            (_("Enterprise"), self.sudo().enterprise_id.name or "—"),  # sudo: the name, as in the clock
            (_("What happened"), self.facts),
            (_("What is required"), self.request),
            (_("Handled by"), self.department_id.name),
            (_("Limit"), self._written(self.deadline_id.due_on)),
            (_("Answer by"), self._answer_until()),
            (_("Received by, on"), " "),
            (_("Result"), " "),
        ]
        grid = Grid((_("Item"), _("Content")), [tuple(" ".join(lines(t)) or t for t in row) for row in rows], (1, 4))
        return Official(title=_("Order to Handle"), body=(grid,), **self._ends())

    def _ends(self):
        """Return what stands above and below the text, the same for both kinds."""
        return {
            "number": self.number or "",
            "recipient": self.department_id.name,
            "signer": self.company_id.name,
            "signed_on": self._written(self.issued_on),
        }

    def _answer_until(self):
        """Return the last day for the answer in words; a draft says how many days there will be."""
        clock = self.sudo().deadline_ids.filtered(lambda clock: clock.kind == "letter_answer")[:1]  # sudo: its day
        if clock:
            return self._written(clock.due_on)
        return self.env._("the %s. working day after it is issued", self.answer_days)

    def _written(self, day):
        return written_date(day, self.env["park.document"]._official_words()) if day else ""

    def _sheets(self, key):
        """Return the list of the letters."""
        _ = self.env._
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        states = dict(self._fields["state"]._description_selection(self.env))
        columns = [
            Column(_("Document Number")), Column(_("Kind")), Column(_("Subject"), width=36), Column(_("To")),
            Column(_("Issued"), "date"), Column(_("Issued by")), Column(_("Delivered"), "date"),
            Column(_("Received"), "date"), Column(_("Received by")), Column(_("Answered"), "date"), Column(_("State")),
        ]  # fmt: skip
        rows = [
            (
                letter.number, kinds[letter.kind], letter.title, letter.department_id.name, letter.issued_on,
                letter.approved_by_id.name, letter.delivered_on, letter.received_on, letter.received_by,
                letter.answered_on, states[letter.state],
            )
            for letter in self.sorted(lambda letter: (letter.year, letter.kind, letter.ordinal))
        ]  # fmt: skip
        return [Sheet(_("Supervision Letters"), self.env["park.workday"].today(), columns, rows)]
