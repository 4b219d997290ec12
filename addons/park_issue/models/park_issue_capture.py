from odoo import fields, models
from odoo.exceptions import ConcurrencyError, UserError
from psycopg2 import errors


class ParkIssueCapture(models.Model):
    """What a service day does with many issues at once, in a constant number of steps."""

    _inherit = "park.issue"

    def _capture(self, vals_list):
        """Create, submit and accept issues; return one issue for each entry, in the same order.

        Whatever carries a ``client_uuid`` that the zone has stored already is not created again: the
        stored issue is returned in its place. Runs with the user's own rights.
        """
        self.check_access("create")
        vals_list = [self._prepare_capture_vals(vals) for vals in vals_list]
        known = self._known_uuids(vals_list)
        fresh = {}  # (company, uuid) or the position of an entry without uuid -> values
        for position, vals in enumerate(vals_list):
            key = self._capture_key(vals, position)
            if key not in known:
                fresh.setdefault(key, vals)
        known.update(self._create_captured(fresh))
        return self.browse(known[self._capture_key(vals, at)].id for at, vals in enumerate(vals_list))

    def _prepare_capture_vals(self, vals):
        firm = self.env["res.partner"].browse(vals["enterprise_id"])
        if not firm.company_id:
            raise UserError(self.env._("%s belongs to no zone.", firm.display_name))
        today = self._today(firm.company_id)
        received_on = fields.Date.to_date(vals.get("received_on")) or today
        return {
            "source": "service_day",
            **vals,
            "received_on": received_on,
            "company_id": firm.company_id.id,
            "client_uuid": vals.get("client_uuid") or False,
            "accepted_on": today,
            "contacted_on": received_on,  # the firm sits at the table
            "state": "accepted",
        }

    def _capture_key(self, vals, position):
        return (vals["company_id"], vals["client_uuid"]) if vals["client_uuid"] else position

    def _known_uuids(self, vals_list):
        """Return ``{(company id, uuid): issue}`` of what has been stored before."""
        uuids = [vals["client_uuid"] for vals in vals_list if vals["client_uuid"]]
        companies = {vals["company_id"] for vals in vals_list}
        stored = self.search([("company_id", "in", companies), ("client_uuid", "in", uuids)]) if uuids else self
        return {(issue.company_id.id, issue.client_uuid): issue for issue in stored}

    def _create_captured(self, fresh):
        """Create the issues of ``{key: values}``, number them and start their clocks."""
        if not fresh:
            return {}
        quiet = self._unlocked().with_context(
            mail_create_nolog=True, mail_create_nosubscribe=True, tracking_disable=True
        )
        try:
            with self.env.cr.savepoint():
                issues = self.browse(quiet.create(list(fresh.values())).ids)
                issues.flush_recordset()
        except errors.UniqueViolation as violation:
            if "client_uuid" not in (violation.diag.constraint_name or ""):
                raise
            # Another request stores the same uuid at this moment: run again, and find it.
            raise ConcurrencyError("issue with this client_uuid is being stored") from violation
        issues._give_numbers()
        issues._start_acceptance_clocks()
        issues._audit("capture")
        return dict(zip(fresh, issues, strict=True))

    def _solve_on_spot(self, answer, kind="solved"):
        """Reply to and close issues at once; ``answer`` is one text, or ``{issue id: text}``.

        ``kind`` is what they are closed as: solved, or explained where the answer is why it cannot be.
        """
        answers = answer if isinstance(answer, dict) else dict.fromkeys(self.ids, answer)
        asked = self.env._("Write what was answered on the spot.")
        answers = {issue.id: issue._said(answers.get(issue.id), asked) for issue in self}
        self._begin("solve_on_spot")
        drafts = self.filtered(lambda issue: issue.state == "draft")
        drafts._give_numbers()
        early = self.filtered(lambda issue: issue.state in ("draft", "new"))
        for issues, today in early._per_zone():
            issues._unlocked().write({"accepted_on": today})
        early._start_acceptance_clocks()
        days = self._days_of_answer()
        self._solved(answers, days, kind)
        for day, issues in self.grouped(lambda issue: days[issue.id]).items():
            issues._meet_deadlines(on=day)
        self._end_parts()

    def _days_of_answer(self):
        """Return ``{issue id: day}``: today, or the day of the table for what it decided."""
        at_table = self._from_the_table()
        return {
            issue.id: issue.received_on if issue in at_table else today
            for issues, today in self._per_zone()
            for issue in issues
        }

    def _solved(self, answers, days, kind):
        """Reply and close with ``{issue id: text}`` and ``{issue id: day}``, in one step for all."""
        self._check_closing("solved")
        vals_by_id = {
            issue.id: {
                "state": "closed",
                "contacted_on": issue.contacted_on or days[issue.id],
                "reply_public": answers[issue.id],
                "replied_on": days[issue.id],
                "replied_by_id": self.env.uid,
                "closure_kind": kind,
                "closure_result": answers[issue.id],
                "closed_on": days[issue.id],
                "closed_by_id": self.env.uid,
            }
            for issue in self
        }
        self._transition_each(vals_by_id, "solve_on_spot")

    def _dispatch(self, department, workdays, helpers=None):
        """Give accepted issues to a department, as the round table decides.

        Where the line of the table is entered now, its limit is the only one there ever was, for the reply
        too (the firm heard it at the table), and counts from the day of the table; else the limit
        in working days counts from today.
        """
        self._begin("dispatch")
        self._assign(department, helpers, workdays, "dispatch")
        if workdays:
            at_table = self._from_the_table()
            at_table._void_deadlines(["issue_reply", "issue_close"])
            at_table._restart_close_clock(workdays, from_receipt=True)
            (self - at_table)._restart_close_clock(workdays)
