from odoo import models
from odoo.tools import SQL

from ..core import AT_ONCE, Line, LineError, fingerprint, summary
from .park_service_day_capture import CLOSED_AS

# What the table decided and takes back before it decides anew.
DECIDED = (
    "lead_department_id", "assigned_on", "promised_workdays", "owner_id", "reply_public", "reply_internal",
    "replied_on", "replied_by_id", "closure_kind", "closure_result", "closed_on", "closed_by_id",
    "service_day_outcome",
)  # fmt: skip


class ParkServiceDayCorrect(models.Model):
    """Lines that are stored already are corrected at the table, never over somebody else's words."""

    _inherit = "park.service.day"

    def _correct(self, corrections, state, lists):
        """Store ``{position: line}`` of corrections; return ``{position: answer}``."""
        # sudo: who may capture on this day corrects what was captured there, and only that
        issues = self._captured_issues().sudo()
        issues = issues.browse(line.issue_id for line in corrections.values() if line.issue_id in issues.ids)
        self._await_lines(issues)
        answers = {}
        for position, line in corrections.items():
            issue = issues.filtered(lambda issue, line=line: issue.id == line.issue_id)
            try:
                self._check_correction(line, issue, state, lists)
            except LineError as problem:
                answers[position] = self._error_answer(line.uuid, problem)
                continue
            now = self._line_of(issue)
            answer = {"uuid": line.uuid, "status": "stored", "issue_id": issue.id, "error": "", "field": ""}
            if fingerprint(now) == fingerprint(line):
                answer["status"] = "duplicate"  # sent again, or both wrote the same
            elif fingerprint(now) != line.version:
                answer.update(status="conflict", error=self._say_conflict(issue), field="line")
            else:
                self._correct_line(issue, now, line)
            answers[position] = answer | {"number": issue.number, "line": self._board_lines(issue)[issue.id]}
        return answers

    def _await_lines(self, issues):
        """Lock the issues, after whoever holds them now: then the transaction runs again, and sees what was written."""
        if issues:
            self.env.execute_query(
                SQL("SELECT id FROM park_issue WHERE id IN %s ORDER BY id FOR NO KEY UPDATE", tuple(issues.ids))
            )

    def _check_correction(self, line, issue, state, lists):
        if not issue:
            raise LineError("line", "not_found")
        if line.enterprise_id != issue.enterprise_id.id:
            raise LineError("enterprise_id", "other_firm")
        if not self._is_correctable(issue):
            raise LineError("line", "moved_on")
        self._check_line(line, state, lists)

    def _is_correctable(self, issue):
        """Return whether the table may still change a line: nobody has gone on with it since."""
        if issue.service_day_outcome in AT_ONCE:
            return issue.state == "closed" and not issue.callback_on
        parts = set(issue.assignment_ids.mapped("state"))
        return issue.state in ("accepted", "assigned", "doing") and parts <= {"waiting", "signed"}

    def _line_of(self, issue):
        """Return an issue as the line that a recorder would write for it now."""
        kind = issue.service_day_outcome or "limited"
        decided = {}
        if kind == "limited":
            decided = {
                "department_id": issue.lead_department_id.id,
                "workdays": issue.promised_workdays,
                "helper_ids": tuple(issue.help_department_ids.ids),
            }
        return Line(
            uuid=issue.client_uuid or "",
            enterprise_id=issue.enterprise_id.id,
            text=issue.detail or issue.name,
            category_id=issue.category_id.id,
            kind=kind,
            answer=(issue.table_measure if kind == "limited" else issue.reply_public) or "",
            **decided,
        )

    def _correct_line(self, issue_sudo, now, line):
        """Write what differs; a decision that changed is taken back and made anew, with its limit."""
        issue_sudo.write({"name": summary(line.text), "detail": line.text, "category_id": line.category_id})
        decision = ("kind", "department_id", "workdays")
        is_same = all(getattr(now, name) == getattr(line, name) for name in decision)
        if is_same and set(now.helper_ids) == set(line.helper_ids):
            self._reword(issue_sudo, line)
        else:
            self._take_back(issue_sudo)
            issue_sudo._unlocked().write({"service_day_outcome": line.kind, **self._measure_vals(line)})
            if line.kind in AT_ONCE:
                issue_sudo._solve_on_spot(line.answer, CLOSED_AS[line.kind])
            else:
                issue_sudo._dispatch(line.department_id, line.workdays, list(line.helper_ids) or None)
        issue_sudo._sync_deadlines()
        issue_sudo.flush_recordset()

    def _reword(self, issue_sudo, line):
        """Write other words of the same decision."""
        if line.kind == "limited":
            issue_sudo._transition(self._measure_vals(line), "correct")
        elif line.answer != issue_sudo.reply_public:
            issue_sudo._transition({"reply_public": line.answer, "closure_result": line.answer}, "correct")

    def _take_back(self, issue_sudo):
        """Make an issue undecided again: its limits and the departments' parts go, and are on record.

        An acceptance falls with the part: the department accepted another decision.
        """
        parts_sudo = issue_sudo.assignment_ids
        issue_sudo._void_deadlines()
        taken = [{"department": part.department_id.id, "role": part.role, "state": part.state} for part in parts_sudo]
        parts_sudo.unlink()
        issue_sudo._transition({"state": "accepted", **dict.fromkeys(DECIDED, False)}, "correct", {"parts": taken})
        issue_sudo._start_acceptance_clocks()

    def _say_conflict(self, issue):
        """Return who changed the line meanwhile, and what to do."""
        at = self.env["park.workday"].local(issue.write_date, self.company_id)
        return self.env._(
            "%(person)s changed this line at %(time)s, while you were writing. Compare, then save again or leave it.",
            person=issue.write_uid.name,
            time=f"{at:%H:%M}",
        )
