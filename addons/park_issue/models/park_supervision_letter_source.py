from odoo import models
from odoo.exceptions import UserError


class ParkDeadlineLetter(models.Model):
    """A letter is drafted from the clock it is about; what is known stands in it already."""

    _inherit = "park.deadline"

    def action_draft_letter(self):
        """Open the draft of a letter about the clock; the context's ``park_letter`` says of which kind."""
        self.ensure_one()
        self.check_access("read")
        letters = self.env["park.supervision.letter"]
        letters.check_access("create")
        kind = self.env.context.get("park_letter", "letter")
        return {
            "type": "ir.actions.act_window",
            "name": dict(letters._fields["kind"]._description_selection(self.env)).get(kind),
            "res_model": letters._name,
            "views": [(False, "form")],
            "context": {
                "default_kind": kind,
                "default_deadline_id": self.id,
                "default_department_id": self.department_id.id,
                "default_title": self.title,
                "default_facts": self._letter_facts(),
            },
        }

    def _letter_facts(self):
        """Return what the clock knows of the matter, in sentences."""
        _ = self.env._
        firm = self.sudo().enterprise_id.name  # sudo: the name, as in the clock
        chasers = self.event_ids.filtered(lambda event: event.state in ("sent", "delivered"))
        facts = [
            _("The matter “%s” was to be handled by your department.", self.title),
            firm and _("It was raised by %s.", firm),
            _("The limit began on %(start)s and ended on %(due)s.", start=self.started_on, due=self.due_on)
            if self.is_overdue
            else _("The limit began on %(start)s and ends on %(due)s.", start=self.started_on, due=self.due_on),
            self.is_overdue and _("It is overdue by %s working days.", -self.days_left),
            chasers and _("It was chased %s times.", len(set(chasers.mapped("at")))),
        ]
        return " ".join(filter(None, facts))


class ParkIssueLetter(models.Model):
    """A letter about an issue is about the limit of it that ends first."""

    _inherit = "park.issue"

    def action_draft_letter(self):
        """Open the draft of a letter about the running limit of the issue that ends first."""
        self.ensure_one()
        self.check_access("read")
        # sudo: of an issue one reads; which of its clocks one reads is asked next
        clocks = self._deadlines_sudo(None, ("running",)).sudo(self.env.su)._filtered_access("read")
        if not clocks:
            raise UserError(self.env._("Nothing runs here that a letter could be about."))
        return clocks.sorted("due_on")[0].action_draft_letter()
