from io import BytesIO

from odoo import api, fields, models
from odoo.exceptions import AccessError, ConcurrencyError, UserError
from odoo.tools import SQL
from psycopg2 import errors

KINDS = [("letter", "Supervision Letter"), ("order", "Order to Handle")]
STATES = [
    ("draft", "Draft"),
    ("asked", "Waiting for Approval"),
    ("issued", "Issued"),
    ("received", "Received"),
    ("answered", "Answered"),
    ("withdrawn", "Withdrawn"),
]
# what an approver signs: fixed from the moment it is asked for
CONTENT = {"kind", "deadline_id", "department_id", "title", "facts", "request", "answer_days"}
APPROVERS = ("park_guard.group_park_leader", "park_guard.group_park_supervisor")
DRAFTERS = ("park_guard.group_park_service_centre", "park_guard.group_park_supervisor")


class ParkSupervisionLetter(models.Model):
    """A letter of supervision (督办函) or an order to handle (交办单), about one clock, to one department.

    Drafted by service centre or supervisor, issued by a leader or another supervisor under a number of the zone and
    year; what was issued is kept as PDF and docx, and the time for its answer is a clock of its own.
    """

    _name = "park.supervision.letter"
    _description = "Supervision Letter"
    _inherit = ["park.guard.mixin", "park.sheet.source", "park.deadline.mixin", "mail.thread"]
    _order = "id desc"
    _rec_name = "title"
    _guard_protected = (
        "state", "year", "ordinal", "number", "approved_by_id", "issued_on", "delivered_on", "received_on",
        "answered_on", "attachment_ids",
    )  # fmt: skip

    kind = fields.Selection(KINDS, required=True, default="letter")
    deadline_id = fields.Many2one("park.deadline", "Limit", required=True, index=True, ondelete="restrict")
    company_id = fields.Many2one(related="deadline_id.company_id", store=True, related_sudo=False, index=True)
    enterprise_id = fields.Many2one(related="deadline_id.enterprise_id", store=True, related_sudo=False)
    is_restricted = fields.Boolean(related="deadline_id.is_restricted", store=True, related_sudo=False)
    department_id = fields.Many2one("park.department", "To", required=True, index=True, check_company=True)
    title = fields.Char("Subject", required=True)
    facts = fields.Text("What Happened", required=True)
    request = fields.Text("What is Required", required=True)
    answer_days = fields.Integer("Answer Within", required=True, default=3, help="Working days after it is issued.")
    state = fields.Selection(STATES, required=True, readonly=True, default="draft", tracking=True, copy=False)
    year = fields.Integer(readonly=True, copy=False)
    ordinal = fields.Integer(readonly=True, copy=False)
    number = fields.Char("Document Number", readonly=True, copy=False)
    approved_by_id = fields.Many2one("res.users", "Issued by", readonly=True, copy=False, ondelete="restrict")
    issued_on = fields.Date("Issued", readonly=True, copy=False)
    delivered_how = fields.Char("Delivery", copy=False, help="For example: by hand, in the office system.")
    delivered_on = fields.Date("Delivered", readonly=True, copy=False)
    received_by = fields.Char("Received by", copy=False, help="Who signed for it at the department.")
    received_on = fields.Date("Received", readonly=True, copy=False)
    answer = fields.Text(copy=False)
    answered_on = fields.Date("Answered", readonly=True, copy=False)
    attachment_ids = fields.Many2many("ir.attachment", string="As Issued", readonly=True, copy=False)
    may_issue = fields.Boolean(compute="_compute_may_issue")

    _number_uniq = models.UniqueIndex(
        "(company_id, kind, year, ordinal) WHERE ordinal > 0", "This number is given already."
    )
    _answer_days = models.Constraint("CHECK (answer_days > 0)", "Leave at least one working day for the answer.")

    @api.depends("state")
    @api.depends_context("uid")
    def _compute_may_issue(self):
        approver = any(map(self.env.user.has_group, APPROVERS))
        for letter in self:
            letter.may_issue = letter.state == "asked" and approver and letter.create_uid != self.env.user

    def write(self, vals):
        """Refuse to change the words once somebody is asked to sign them."""
        if not self._is_unlocked() and CONTENT & vals.keys():
            self._require_state("draft")
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _only_drafts(self):
        self._require_state("draft")

    def _deadline_values(self):
        return {
            letter.id: {
                "title": f"{letter.number or ''} {letter.title}".strip(),
                "company_id": letter.company_id.id,
                "enterprise_id": letter.enterprise_id.id,
                "department_id": not letter.is_restricted and letter.department_id.id,
                "is_restricted": letter.is_restricted,
            }
            for letter in self
        }

    # -- verbs

    def action_ask_approval(self):
        """Hand drafts to who signs; from here on their words are fixed."""
        self._begin("write", "draft")
        self._transition({"state": "asked"}, "letter.ask")

    def action_return(self):
        """Give letters back to who drafted them; by who may issue them, or who drafted them."""
        self._begin("read", "asked")
        for letter in self:
            if not (letter.may_issue or letter.create_uid == self.env.user):
                raise AccessError(self.env._("A leader, another supervisor or who drafted it gives it back."))
        self.sudo()._transition({"state": "draft"}, "letter.return")  # sudo: leaders decide and write nothing else

    def action_issue(self):
        """Sign letters: number them, start the clock of the answer, keep them as PDF and docx."""
        self._begin("read", "asked")
        for letter in self:
            if not letter.may_issue:
                raise AccessError(self.env._("A leader or a supervisor issues it, and never who drafted it."))
        for letter in self:
            # sudo: leaders decide and write nothing else
            letter.sudo()._issue()

    def _issue(self):
        today = self.env["park.workday"].today(self.company_id)
        vals = {"state": "issued", "issued_on": today, "approved_by_id": self.env.uid, **self._next_number(today.year)}
        try:
            with self.env.cr.savepoint():
                self._transition(vals, "letter.issue")
                self.flush_recordset()
        except errors.UniqueViolation as violation:
            raise ConcurrencyError("the number is being given to another letter") from violation
        self._start_deadlines("letter_answer", start=today, amount=self.answer_days, unit="workday")
        self._unlocked().attachment_ids = self._keep_files()

    def _next_number(self, year):
        """Return year, ordinal and number of the next letter of the kind; no number is left out."""
        self.flush_model(["company_id", "kind", "year", "ordinal"])
        [(last,)] = self.env.execute_query(
            SQL(
                "SELECT COALESCE(max(ordinal), 0) FROM park_supervision_letter"
                " WHERE company_id = %s AND kind = %s AND year = %s",
                self.company_id.id, self.kind, year,
            )
        )  # fmt: skip
        return {"year": year, "ordinal": last + 1, "number": self._written_number(year, last + 1)}

    def _keep_files(self):
        """Return the letter as it is now as PDF and docx, attached to itself."""
        files = []
        for fmt in ("pdf", "docx"):
            stream = BytesIO()
            self.env["park.document"]._write_documents(stream, self._documents("letter"), fmt)
            name = f"{self._sheet_filename('letter')}.{fmt}"
            files.append({"name": name, "raw": stream.getvalue(), "res_model": self._name, "res_id": self.id})
        return self.env["ir.attachment"].create(files)

    def action_deliver(self):
        """Note that letters were handed over, and how."""
        self._note("delivered_how", "delivered_on", {}, self.env._("Say how it was delivered."), "issued")

    def action_receive(self):
        """Note who signed for letters at the department."""
        self._note("received_by", "received_on", {"state": "received"}, self.env._("Say who signed for it."), "issued")

    def action_answer(self):
        """Note the answer; the clock of the answer ends."""
        asked = self.env._("Write down the answer first.")
        self._note("answer", "answered_on", {"state": "answered"}, asked, "issued", "received")
        self._meet_deadlines()

    def action_withdraw(self):
        """Take letters back; a number that was given stays with them."""
        self._begin("write", "draft", "asked", "issued", "received")
        self._transition({"state": "withdrawn"}, "letter.withdraw")
        self._void_deadlines()

    def _note(self, name, day, vals, missing, *states):
        self._begin("write", *states)
        if not all(letter[name] for letter in self):
            raise UserError(missing)
        today = {letter.id: {day: self.env["park.workday"].today(letter.company_id), **vals} for letter in self}
        self._transition_each(today, f"letter.{day}")

    def _begin(self, operation, *states):
        self.check_access(operation)
        self._require_state(*states)
