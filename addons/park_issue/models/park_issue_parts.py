from odoo import models

from ..core.parts import ACTIVE, DERIVED, working_state

# What a part forgets when it starts anew.
SIGNATURE = ("handler_id", "signed_at", "signed_by_id", "answered_at", "answered_by_id", "answer")


class ParkIssueParts(models.Model):
    """How an issue is placed with departments, moved between them, and follows its lead's part."""

    _inherit = "park.issue"

    def _lead_part(self):
        """Return the part of one issue's lead, also while it waits for a ruling on a return."""
        return self.assignment_ids.filtered(lambda part: part.role == "lead")

    def _follow_parts(self, action, detail=None):
        """Let the overall state of issues that are worked on follow the part of the lead."""
        vals_by_id = {}
        for issue in self.filtered(lambda issue: issue.state in DERIVED):
            lead = issue._lead_part()
            leads = lead.state in ACTIVE
            vals_by_id[issue.id] = {
                "state": working_state(lead.state or None),
                "lead_department_id": leads and lead.department_id.id,
                "owner_id": leads and lead.handler_id.id,
            }
        self.browse(vals_by_id)._transition_each(vals_by_id, action, detail)
        self._sync_deadlines()

    def _place_parts(self, lead, helpers):
        """Give issues to a lead and helpers: other leads are released, parts of before start anew.

        A department that had returned its part and gets it again is thereby ruled to be the right one.
        Helpers that are not named keep what they have.
        """
        # sudo: nobody may write parts but this verb, which has checked role, state and departments
        parts_sudo = self.sudo().assignment_ids
        parts_sudo.filtered(lambda part: part.role == "lead" and part.department_id != lead)._release()
        known = {(part.issue_id.id, part.department_id.id): part for part in parts_sudo}
        placed = new = self.env["park.issue.assignment"].sudo()
        vals_list = []
        for issue in self:
            for department in lead + helpers:
                role = "lead" if department == lead else "help"
                part = known.get((issue.id, department.id))
                if not part:
                    vals_list.append({"issue_id": issue.id, "department_id": department.id, "role": role})
                elif role == "lead" or part.state not in ACTIVE:
                    part._start_anew(role)
                    placed += part
        new = placed._unlocked().create(vals_list)
        (placed + new).sudo(self.env.su)._start_part_clocks()

    def _end_parts(self):
        """End the clocks of parts when their issue ends: late ones stay missed, the others no longer apply."""
        parts_sudo = self.sudo().assignment_ids  # sudo: a helper's part ends even where the user cannot see it
        late = parts_sudo.deadline_ids.filtered("is_overdue")
        for kind, clocks in late.grouped("kind").items():
            parts_sudo.browse(clocks.mapped("res_id"))._meet_deadlines([kind])
        parts_sudo._void_deadlines()

    def _restart_parts(self):
        """Let the clocks run again of parts that had not answered when their issue ended."""
        parts_sudo = self.sudo().assignment_ids  # sudo: as they were ended
        parts_sudo.filtered(lambda part: part.state == "waiting")._start_deadlines("assignment_sign")
        parts_sudo.filtered(lambda part: part.role == "help" and part.state in ("waiting", "signed"))._start_deadlines(
            "assignment_help"
        )


class ParkIssueAssignmentParts(models.Model):
    """How a part starts, starts anew and ends."""

    _inherit = "park.issue.assignment"

    def _start_part_clocks(self):
        """Start the clocks for signing and for a helper's answer; note until when a department may object."""
        self._start_deadlines("assignment_sign")
        self.filtered(lambda part: part.role == "help")._start_deadlines("assignment_help")
        until = self._prepare_deadline_vals("assignment_objection", None, None, None, None)
        for day in dict.fromkeys(vals["due_on"] for vals in until):
            ids = [entry["res_id"] for entry in until if entry["due_on"] == day]
            self.browse(ids).sudo()._unlocked().write({"objection_until": day})  # sudo: follows the dispatch just made

    def _start_anew(self, role):
        """Let a part wait for its signature again; who had returned it may not do so twice."""
        self.ensure_one()
        self._void_deadlines()
        vals = {
            "state": "waiting",
            "role": role,
            "is_confirmed": bool(self.returned_at),
            **dict.fromkeys(SIGNATURE, False),
        }
        self._transition(vals, "assign")

    def _release(self, note=None):
        """Take parts back from their departments; their clocks no longer apply."""
        if not self:
            return
        self._void_deadlines()
        self._transition({"state": "released", "role": "former"}, "release", note and {"note": note})
        self.flush_recordset(["role"])  # before another part becomes the lead
