from datetime import date

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..core import filed_until, gaps, longest
from .park_deadline import OPEN
from .park_deadline_request import ASKED


class ParkDeadlineExtension(models.Model):
    """A request for a later due day: asked in time, decided by another person, kept whatever the answer."""

    _name = "park.deadline.extension"
    _description = "Extension Request"
    _inherit = ["park.deadline.request"]

    ordinal = fields.Integer("Which Extension", readonly=True, required=True)
    due_from = fields.Date("Due When Asked", readonly=True, required=True)
    due_to = fields.Date("New Due Day", readonly=True, required=True)
    firm_informed_on = fields.Date("Firm Informed", readonly=True)
    firm_informed_by_id = fields.Many2one("res.users", "Informed by", readonly=True)
    is_firm_to_inform = fields.Boolean(
        "Firm to Be Informed", compute="_compute_is_firm_to_inform", search="_search_is_firm_to_inform"
    )

    _one_open = models.UniqueIndex("(deadline_id) WHERE state = 'asked'", "An extension has been asked for already.")
    _later = models.Constraint("CHECK (due_to > due_from)", "An extension ends later than the present limit.")
    _state_idx = models.Index("(company_id, state)")

    @api.depends("state", "firm_informed_on")
    def _compute_is_firm_to_inform(self):
        for extension in self:
            extension.is_firm_to_inform = extension.state == "approved" and not extension.firm_informed_on

    @api.model
    def _search_is_firm_to_inform(self, operator, value):
        if operator != "in":
            return NotImplemented
        due = Domain("state", "=", "approved") & Domain("firm_informed_on", "=", False)
        answers = {True: due, False: ~due}
        return Domain.OR(answers[bool(item)] for item in value)

    def action_inform_firm(self):
        """Record that the firm has been told of the new limit; by who may ask for extensions."""
        self.check_access("read")
        self._locked("approved")
        self.deadline_id._require_applicant()
        self.sudo()._transition(  # sudo: requests are written by these verbs alone
            {"firm_informed_on": self.env["park.workday"].today(), "firm_informed_by_id": self.env.uid},
            "deadline.firm_informed",
        )

    def _granted(self):
        """Move the due day; one call for all clocks of a kind that get the same day."""
        alike = self.grouped(lambda asked: (asked.deadline_id.res_model, asked.deadline_id.kind, asked.due_to))
        for (model, kind, due_to), extensions in alike.items():
            # sudo: the approver need not reach the subject; the clock's verb records who did it
            subjects_sudo = self.env[model].sudo().browse(extensions.deadline_id.mapped("res_id"))
            reasons = self.env._(", ").join(dict.fromkeys(extensions.reason_id.mapped("display_name")))
            subjects_sudo._extend_deadlines(kind, due_to, reasons)
            subjects_sudo._deadline_extended(extensions)


class ParkDeadlineExtended(models.Model):
    """Extensions of a clock: its chain, and asking for one."""

    _inherit = "park.deadline"

    extension_ids = fields.One2many("park.deadline.extension", "deadline_id", "Extension Requests", readonly=True)
    may_ask = fields.Boolean(compute="_compute_may_ask", help="The user may ask for an extension or a pause.")

    @api.depends("state", "owner_id", "department_id", "is_restricted")
    @api.depends_context("uid")
    def _compute_may_ask(self):
        for deadline in self:
            deadline.may_ask = deadline.state in OPEN and deadline._is_applicant()

    def action_ask(self):
        """Open the dialog that asks for what the context's ``park_verb`` says: extend, pause or resume."""
        self.ensure_one()
        self.check_access("read")
        return self.env["park.deadline.ask"]._open(self.env.context.get("park_verb", "extend"), self)

    def _is_applicant(self):
        """Return whether the user may ask: the one responsible, the department's handlers, the service centre."""
        user = self.env.user
        if self.is_restricted:
            return user.has_group("park_guard.group_park_supervisor")
        return (
            self.owner_id == user
            or user.has_group("park_guard.group_park_service_centre")
            or (user.has_group("park_guard.group_park_handler") and self.department_id in user.park_department_ids)
        )

    def _require_applicant(self):
        for deadline in self:
            if not self.env.su and not deadline._is_applicant():
                raise UserError(
                    self.env._(
                        "“%s” is asked for by who is responsible, by handlers of its department or by the "
                        "service centre.",
                        deadline.title,
                    )
                )

    def _ask_extension(self, due_on, reason, text):
        """Ask for a later due day for each clock; return the requests.

        Refused to who may not ask, for an ended or overdue clock, without reason or words, and where
        the limits set count, length, notice or a working day against it.
        """
        self.check_access("read")
        self._require_applicant()
        text = self._require_reason(reason, "extension", text)
        self.sudo()._lock()  # sudo: nobody writes clocks; locked so that no end comes between
        self._require_extendable(due_on)
        return self.env["park.deadline.extension"]._ask(
            self,
            reason,
            text,
            {
                clock.id: {
                    "ordinal": clock.extension_count + 1,
                    "due_from": clock.due_on,
                    "due_to": due_on,
                    "approver": clock._extension_rule().approver,
                }
                for clock in self
            },
        )

    def _require_reason(self, reason, usage, text):
        """Return the words without surrounding blanks; refused without a reason of the pick list or words."""
        text = (text or "").strip()
        for zone in self.company_id:
            if not reason or reason not in reason._offered(usage, zone):
                raise UserError(self.env._("Choose a reason from the list."))
        if not text:
            raise UserError(self.env._("Say in a sentence why."))
        return text

    def _extension_rule(self):
        """Return the rule for the next extension of one clock; empty where the limits provide for none."""
        self.ensure_one()
        clock_sudo = self.sudo()  # sudo: limits are no secret
        rules = clock_sudo.profile_id.extension_rule_ids
        if clock_sudo.step_id and not clock_sudo.step_id.is_extendable:
            return rules.browse()
        return rules.filtered(lambda rule: rule.ordinal == self.extension_count + 1)

    def _require_extendable(self, due_on):
        workday = self.env["park.workday"]
        for clock in self:
            if clock.state not in OPEN or clock.is_overdue:
                raise UserError(
                    self.env._("The limit of “%s” has ended: an extension is asked for before that.", clock.title)
                )
            if not isinstance(due_on, date):
                raise UserError(self.env._("Say until which day."))
            if clock.sudo().extension_ids.filtered(lambda extension: extension.state == ASKED):  # sudo: one for all
                raise UserError(self.env._("An extension of “%s” has been asked for already.", clock.title))
            calendar = workday._zone_calendar(clock.company_id)
            rule = clock._extension_rule()._as_core()
            found = gaps(clock.due_on, due_on, rule, workday.today(clock.company_id), calendar)
            if found:
                raise UserError(clock._say_gaps(found, due_on, rule, calendar))

    def _say_gaps(self, found, due_on, rule, calendar):
        """Return one sentence for each thing that stands against an extension, with the day that would do."""
        _ = self.env._
        sentences = {
            "count": lambda: _("its limits provide for no further extension"),
            "late": lambda: _("it had to be asked for by %s", filed_until(self.due_on, rule, calendar)),
            "not_later": lambda: _("it is due on %s already: a new limit ends later", self.due_on),
            "too_long": lambda: _("the latest possible day is %s", longest(self.due_on, rule, calendar)),
            "day_off": lambda: _(
                "%(day)s is not worked: %(next)s is", day=due_on, next=calendar.add_workdays(due_on, 1)[0]
            ),
        }
        return _(
            "“%(title)s” cannot be extended to %(day)s:\n%(gaps)s",
            title=self.title,
            day=due_on,
            gaps="\n".join(f"– {sentences[gap]()}" for gap in found),
        )

    def _finish(self, state, on=None):
        result = super()._finish(state, on)
        self.env["park.deadline.extension"]._lapse(self)
        return result
