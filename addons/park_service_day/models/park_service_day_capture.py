import logging

from odoo import models
from odoo.exceptions import UserError, ValidationError

from ..core import MAX_LINES, LineError, parse_line, summary

CLOSED_AS = {"on_spot": "solved", "explained": "explained"}
_logger = logging.getLogger(__name__)


class ParkServiceDayCapture(models.Model):
    """Problems written down at the table become issues, each exactly once."""

    _inherit = "park.service.day"

    def capture(self, lines):
        """Store the lines of one call and return an answer for each, in their order.

        ``lines`` are dictionaries as ``core/capture.py`` reads them, at most 200. An answer is
        ``{"uuid", "status", "number", "issue_id", "error", "field", "line"}`` with status "stored",
        "duplicate" (this uuid is stored already: same number as the first time) or "error" (nothing
        stored, ``error`` says what to do about ``field``). A wrong line does not hold up the others.
        A line with ``issue_id`` and ``version`` corrects a stored one (``_correct``); where somebody else
        changed that meanwhile the status is "conflict" and ``line`` is how it stands now.
        """
        self.ensure_one()
        self.check_access("write")
        if not isinstance(lines, (list, tuple)):
            raise ValidationError(self.env._("Send the captured lines as a list."))
        if len(lines) > MAX_LINES:
            raise ValidationError(self.env._("At most %s lines can be sent at once. Send them in parts.", MAX_LINES))
        state = self._lock_for_capture()
        answers = {}  # {position: answer}
        parsed = self._parse_lines(lines, answers)
        lists = self._capture_lists()
        corrections = {position: parsed.pop(position) for position, line in [*parsed.items()] if line.issue_id}
        answers.update(self._correct(corrections, state, lists))
        known = self._known_lines(parsed.values())
        fresh = {}  # {uuid: line}; the same uuid twice in one call is one line
        for position, line in parsed.items():
            if line.uuid not in known and line.uuid not in fresh:
                try:
                    self._check_line(line, state, lists)
                    fresh[line.uuid] = line
                except LineError as problem:
                    answers[position] = self._error_answer(line.uuid, problem)
        stored, failed = self._store_lines(list(fresh.values()))
        shown = self._board_lines(self._own_issues(known | stored))
        for position, line in parsed.items():
            if position not in answers:
                answers[position] = self._answer(line, known, stored, failed, shown)
        return [answers[position] for position in range(len(lines))]

    def _lock_for_capture(self):
        """Return the state of the day, which nobody finishes while this call runs; others may capture."""
        self.flush_recordset(["state"])
        self.env.cr.execute("SELECT state FROM park_service_day WHERE id = %s FOR SHARE", [self.id])
        return self.env.cr.fetchone()[0]

    def _parse_lines(self, lines, answers):
        """Return ``{position: line}`` of what can be read; answer for the rest."""
        parsed = {}
        for position, raw in enumerate(lines):
            try:
                parsed[position] = parse_line(raw)
            except LineError as problem:
                uuid = raw.get("uuid") if isinstance(raw, dict) else None
                answers[position] = self._error_answer(uuid if isinstance(uuid, str) else "", problem)
        return parsed

    def _known_lines(self, lines):
        """Return ``{uuid: issue}`` of the lines that the zone has stored before, from wherever."""
        # sudo: whether a line has arrived already does not depend on who may read its issue
        issues_sudo = (
            self.env["park.issue"]
            .sudo()
            .search([("company_id", "=", self.company_id.id), ("client_uuid", "in", [line.uuid for line in lines])])
        )
        return {issue_sudo.client_uuid: issue_sudo for issue_sudo in issues_sudo}

    def _own_issues(self, by_uuid):
        """Return those of the issues that came from this day."""
        issues_sudo = self.env["park.issue"].sudo().concat(*by_uuid.values())  # sudo: see _known_lines
        return issues_sudo.filtered(lambda issue: (issue.origin_model, issue.origin_id) == (self._name, self.id))

    def _check_line(self, line, state, lists):
        """Raise LineError unless the line fits this day: its firms, and what the zone has."""
        if state != "open":
            raise LineError("line", "closed")
        if line.enterprise_id not in lists["firms"]:
            raise LineError("enterprise_id", "not_listed")
        if line.category_id not in lists["categories"]:
            raise LineError("category_id", "not_found")
        if line.kind == "limited" and line.department_id not in lists["departments"]:
            raise LineError("department_id", "not_found")
        if not set(line.helper_ids) <= lists["departments"]:
            raise LineError("helper_ids", "not_found")

    def _capture_lists(self):
        """Return the ids that a line of this day may name."""
        return {
            "firms": set(self.firm_ids.enterprise_id.ids),
            "categories": set(self._board_categories().ids),
            "departments": set(self._board_departments().ids),
        }

    def _board_categories(self):
        """Return what a problem can be about; complaints about enforcement go to the supervising unit."""
        return self.env["park.issue.category"].search([("is_restricted", "=", False)])

    def _board_departments(self):
        """Return the departments that can be given a limit: those of the zone."""
        return self.env["park.department"].search([("company_id", "=", self.company_id.id)])

    def _store_lines(self, lines):
        """Store checked lines; return ``({uuid: issue}, {uuid: what went wrong})``.

        All at once; only when that is refused, one by one, so that what can be stored is.
        """
        if not lines:
            return {}, {}
        try:
            with self.env.cr.savepoint():
                return self._store_batch(lines), {}
        except UserError as error:
            if len(lines) == 1:
                return {}, {lines[0].uuid: str(error)}
        stored, failed = {}, {}
        for line in lines:
            good, bad = self._store_lines([line])
            stored.update(good)
            failed.update(bad)
        _logger.info("service day %s: %s of %s lines stored one by one", self.id, len(stored), len(lines))
        return stored, failed

    def _store_batch(self, lines):
        """Create the issues of the lines and do with them what the table decided."""
        # sudo: who may capture on this day may record problems of the firms on its list, and only those;
        # firms, categories and departments have been checked one by one
        issues_sudo = self.env["park.issue"].sudo()._capture([self._prepare_issue_vals(line) for line in lines])
        pairs = list(zip(lines, issues_sudo, strict=True))
        for outcome, closure_kind in CLOSED_AS.items():
            answers = {issue.id: line.answer for line, issue in pairs if line.kind == outcome}
            if answers:
                issues_sudo.browse(answers)._solve_on_spot(answers, closure_kind)
        limited = {}  # {(department, workdays, helpers): issue ids}
        for line, issue in pairs:
            if line.kind == "limited":
                limited.setdefault((line.department_id, line.workdays, line.helper_ids), []).append(issue.id)
        for (department_id, workdays, helper_ids), issue_ids in limited.items():
            issues_sudo.browse(issue_ids)._dispatch(department_id, workdays, list(helper_ids) or None)
        issues_sudo.flush_recordset()
        return {line.uuid: issue for line, issue in pairs}

    def _prepare_issue_vals(self, line):
        return {
            "enterprise_id": line.enterprise_id,
            "category_id": line.category_id,
            "name": summary(line.text),
            "detail": line.text,
            **self._measure_vals(line),
            "received_on": self._table_day(),
            "source": "service_day",
            "service_day_outcome": line.kind,
            "client_uuid": line.uuid,
            "origin_model": self._name,
            "origin_id": self.id,
        }

    def _measure_vals(self, line):
        """Return what is kept of the measure that was named: as promised, and as the beginning of the answer."""
        measure = (line.kind == "limited" and line.answer) or False
        return {"table_measure": measure, "reply_internal": measure}

    def _table_day(self):
        """Return the day the table decides on: its date, or today where it sits before its date."""
        return min(self.date_on, self.env["park.workday"].today(self.company_id))

    # -- answers

    def _answer(self, line, known, stored, failed, shown):
        issue = known.get(line.uuid) or stored.get(line.uuid)
        if not issue:
            return self._error_answer(line.uuid, LineError("line", "refused"), failed.get(line.uuid))
        if issue.id not in shown:
            return self._error_answer(line.uuid, LineError("uuid", "elsewhere"))
        first = stored.pop(line.uuid, None)  # a second line with this uuid is a duplicate
        if first:
            known[line.uuid] = first
        return {
            "uuid": line.uuid,
            "status": "stored" if first else "duplicate",
            "number": issue.number,
            "issue_id": issue.id,
            "error": "",
            "field": "",
            "line": shown[issue.id],
        }

    def _error_answer(self, uuid, problem, message=None):
        return {
            "uuid": uuid,
            "status": "error",
            "number": "",
            "issue_id": False,
            "error": message or self._say_problem(problem),
            "field": problem.field,
            "line": False,
        }

    def _say_problem(self, problem):
        """Return what is wrong with a line and what to do about it, in the words of the user."""
        _ = self.env._
        label = self._line_labels()[problem.field]
        length, most = problem.values.get("length"), problem.values.get("most")
        sentences = {
            "closed": _("The day is not open for capture. Open it (or open it again), then send the line once more."),
            "uuid": _("The line has no valid identifier. Reload the page and write it again."),
            "elsewhere": _("This identifier belongs to another record. Write the line again."),
            "required": _("%(field)s is missing. Fill it in.", field=label),
            "type": _("%(field)s has a form that cannot be read. Choose or write it again.", field=label),
            "choice": _("Choose whether the problem is solved on the spot, gets a limit or is explained."),
            "moved_on": _("The department has gone on with it. Open the issue and go on there."),
            "other_firm": _("The firm of a stored line stays. Withdraw its issue with a reason and write a new line."),
            "length": _(
                "%(field)s is too long (%(length)s, at most %(most)s). Shorten it.",
                field=label,
                length=length,
                most=most,
            ),
            "range": _("A limit takes 1 to %s working days. For longer work, record it as long-term.", most),
            "not_listed": _("The firm is not on the list of this day. Add it to the day first."),
            "not_found": _(
                "%(field)s does not exist in this zone, or is not open to you. Choose another.", field=label
            ),
            "refused": _("The line could not be stored. Check it and send it again."),
        }
        return sentences[problem.problem]

    def _line_labels(self):
        """Return ``{field of a line: its name on the board}``."""
        _ = self.env._
        return {
            "line": _("Line"),
            "uuid": _("Identifier"),
            "enterprise_id": _("Firm"),
            "text": _("Problem"),
            "category_id": _("Category"),
            "kind": _("Decision"),
            "answer": _("Answer"),
            "department_id": _("Department"),
            "workdays": _("Working days"),
            "helper_ids": _("Helping departments"),
        }
