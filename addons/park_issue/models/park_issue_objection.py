from odoo import fields, models
from odoo.exceptions import UserError

from ..core.parts import Objection


class ParkIssueObjection(models.Model):
    """Return of a part for lack of competence (职责异议): once, in time, with a ground; the dispatcher rules."""

    _inherit = "park.issue.assignment"
    _guard_protected = (
        "objection_until", "return_reason", "return_ground", "returned_at", "returned_by_id", "is_confirmed",
        "ruling", "ruled_at", "ruled_by_id",
    )  # fmt: skip

    objection_until = fields.Date(
        "Objection until", readonly=True, help="The last day on which the part can be returned."
    )
    return_reason = fields.Text("Why it was returned", readonly=True)
    return_ground = fields.Char("Legal ground", readonly=True)
    returned_at = fields.Datetime("Returned at", readonly=True)
    returned_by_id = fields.Many2one("res.users", "Returned by", readonly=True)
    is_confirmed = fields.Boolean(
        "Ruled to stand",
        readonly=True,
        help="The dispatcher has ruled on the return: the part cannot be returned again.",
    )
    ruling = fields.Text(readonly=True)
    ruled_at = fields.Datetime("Ruled at", readonly=True)
    ruled_by_id = fields.Many2one("res.users", "Ruled by", readonly=True)

    def action_return(self, reason, ground):
        """Return parts for lack of competence; the lead's return puts the issue back to the dispatcher.

        Refused after the last day for objections, and where the dispatcher has ruled on one before. The limits
        of the issue run on: the firm does not wait for two departments to agree.
        """
        issues = self.env["park.issue"]
        reason = issues._said(reason, self.env._("Say why this is not your department's."))
        ground = issues._said(
            ground, self.env._("Name the rule that says whose it is: the list of powers, an article.")
        )
        self._begin("return")
        self._require_objection()
        self._void_deadlines()
        vals = {
            "state": "returned",
            "return_reason": reason,
            "return_ground": ground,
            "returned_at": fields.Datetime.now(),
            "returned_by_id": self.env.uid,
        }
        self._transition(vals, "return")
        led = self.filtered(lambda part: part.role == "lead").issue_id
        led._follow_parts("return")
        led._start_deadlines("issue_assign")

    def action_uphold(self, note):
        """Rule that the dispatch stands (指定承办): the department signs and cannot return it again."""
        note = self.env["park.issue"]._said(note, self.env._("Say why it stays with this department."))
        self._begin("uphold")
        self._ruled({"state": "waiting", "is_confirmed": True, "handler_id": False}, "uphold", note)
        self._start_part_clocks()
        led = self.filtered(lambda part: part.role == "lead").issue_id
        led._meet_deadlines(["issue_assign"])
        led._follow_parts("uphold")

    def action_release(self, note):
        """Take parts back: helpers that are not needed, or whose return was right; a lead only after its return."""
        note = self.env["park.issue"]._said(note, self.env._("Say why the department is released."))
        self._begin("release")
        for part in self.filtered(lambda part: part.role == "lead" and part.state != "returned")[:1]:
            raise UserError(self.env._("%s leads the issue: move it to another department instead.", part.display_name))
        self._ruled({}, "release", note)
        self._release(note)
        self.issue_id._follow_parts("release")

    def _ruled(self, vals, action, note):
        """Write down a ruling; one about parts that nobody had returned is a change like any other."""
        self._transition(
            {**vals, "ruling": note, "ruled_at": fields.Datetime.now(), "ruled_by_id": self.env.uid}, action
        )

    def _require_objection(self):
        for part in self:
            today = self.env["park.issue"]._today(part.company_id)
            match Objection(part.objection_until or None, part.is_confirmed).refused(today):
                case "confirmed":
                    raise UserError(
                        self.env._(
                            "%s: the dispatcher has ruled on this; it cannot be returned again.", part.display_name
                        )
                    )
                case "late":
                    raise UserError(
                        self.env._(
                            "%(department)s could object until %(until)s. Ask the service centre to move it.",
                            department=part.display_name,
                            until=part.objection_until,
                        )
                    )
