from odoo import fields, models
from odoo.exceptions import AccessError, UserError


class ParkIssueAssignment(models.Model):
    """A department's part remembers who accepted it at the table."""

    _inherit = "park.issue.assignment"
    _guard_protected = ("table_accepted_by",)

    table_accepted_by = fields.Char("Accepted at the table by", readonly=True, copy=False)


class ParkServiceDayAccept(models.Model):
    """Departments accept at the table what they are given: on their own device, or by word of mouth."""

    _inherit = "park.service.day"

    def accept(self, issue_id, name=""):
        """Sign for a limited line in the name of its lead department, and return the line.

        A handler of the department signs on the own device. Who captures on this day notes who accepted for a
        department; ``name`` is then required.
        """
        self.ensure_one()
        self.check_access("read")
        if self._lock_for_capture() != "open":
            raise UserError(self.env._("The day is not open. The department signs for it in its own queue."))
        issue_sudo = self._captured_issues().sudo().filtered(lambda issue: issue.id == issue_id)
        part_sudo = issue_sudo.assignment_ids.filtered(lambda part: part.role == "lead")
        if not part_sudo:
            raise UserError(self.env._("This line has no department yet."))
        if part_sudo.state == "waiting":
            self._accept_part(part_sudo, (name or "").strip()[:120])
        return self._board_lines(issue_sudo)[issue_sudo.id]

    def _accept_part(self, part_sudo, name):
        own = part_sudo.sudo(False)
        if own._is_mine() and self.env.user.has_group("park_guard.group_park_handler"):
            own.action_sign()
            name = self.env.user.name
        elif not self.has_access("write"):
            raise AccessError(self.env._("The department itself or who captures on this day accepts this line."))
        elif not name:
            raise UserError(self.env._("Write who accepts for the department."))
        else:
            part_sudo.action_sign()
        part_sudo._unlocked().write({"table_accepted_by": name})
        part_sudo._audit("accept_at_table", {"name": name})

    def _acceptance_of(self, part):
        """Return where the acceptance of a part stands: "", "waiting", "mine" (the user may sign) or "accepted"."""
        if not part:
            return ""
        if part.state != "waiting":
            return "accepted"
        return "mine" if part._is_mine() and self.env.user.has_group("park_guard.group_park_handler") else "waiting"
