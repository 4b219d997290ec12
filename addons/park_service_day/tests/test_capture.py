from datetime import date
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import freeze_time, tagged

from .common import TODAY, ServiceDayCase


@tagged("post_install", "-at_install")
@freeze_time(TODAY)
class TestCapture(ServiceDayCase):
    """Lines written at the table become issues, each exactly once."""

    def test_a_line_solved_on_the_spot_is_closed_with_its_answer(self):
        [answer] = self.capture(self.line(text="No water\nsince Monday"))
        issue = self.issues()
        self.assertEqual((answer["status"], answer["number"], answer["issue_id"]), ("stored", issue.number, issue.id))
        self.assertEqual((issue.state, issue.reply_public, issue.closure_kind), ("closed", "Answer 1", "solved"))
        self.assertEqual((issue.name, issue.detail), ("No water", "No water\nsince Monday"))
        self.assertEqual((issue.source, issue.service_day_outcome), ("service_day", "on_spot"))
        self.assertFalse(issue.is_solved, "solved is for the firm to say")
        self.assertEqual((issue.create_uid, issue.closed_by_id), (self.manager, self.manager))

    def test_a_limited_line_is_dispatched_with_its_limit(self):
        [answer] = self.capture(self.limited(workdays=5, answer="Second pump"))
        issue = self.issues()
        self.assertEqual((issue.state, issue.lead_department_id, issue.promised_workdays), ("assigned", self.water, 5))
        self.assertEqual(issue.reply_internal, "Second pump")
        self.assertFalse(issue.reply_public)
        clock = issue.deadline_ids.filtered(lambda c: c.kind == "issue_close" and c.state == "running")
        self.assertEqual(clock.due_on, date(2026, 11, 30))
        self.assertEqual((answer["line"]["due_on"], answer["line"]["is_provisional"]), ("2026-11-30", False))

    def test_a_limit_beyond_the_published_calendar_is_provisional(self):
        [answer] = self.capture(self.limited(workdays=60))
        self.assertTrue(answer["line"]["is_provisional"])

    def test_the_limit_shown_before_saving_is_the_one_that_is_given(self):
        cases = [
            ("on its day", date(2026, 11, 23), TODAY),
            ("entered two days late", date(2026, 11, 23), "2026-11-25 02:00:00"),
            ("before its day", date(2026, 11, 27), TODAY),
            ("on a Saturday", date(2026, 11, 21), TODAY),
        ]
        for place, (case, date_on, now) in enumerate(cases):
            with self.subTest(case), freeze_time(now):
                self.day.sudo().date_on = date_on
                shown = self.day.with_env(self._as(self.manager)).board()["due_dates"]
                [answer] = self.capture(self.limited(f"shown {place}", workdays=5))
                self.assertEqual(answer["line"]["due_on"], shown[5][0])

    def test_helpers_get_their_part(self):
        self.capture(self.limited(helper_ids=self.roads.ids))
        self.assertEqual(self.issues().help_department_ids, self.roads)

    def test_the_same_line_again_answers_with_the_same_number(self):
        [first] = self.capture(self.line())
        [again] = self.capture(self.line(text="Changed on the way"))
        self.assertEqual((again["status"], again["number"]), ("duplicate", first["number"]))
        self.assertEqual(self.issues().detail, "Problem 1")

    def test_twice_in_one_call_is_once(self):
        first, second = self.capture(self.line(), self.line())
        self.assertEqual((first["status"], second["status"]), ("stored", "duplicate"))
        self.assertEqual(first["number"], second["number"])
        self.assertEqual(len(self.issues()), 1)

    def test_a_wrong_line_does_not_hold_up_the_others(self):
        answers = self.capture(self.line(1), self.line(2, text=""), self.limited(3), "nonsense")
        self.assertEqual([answer["status"] for answer in answers], ["stored", "error", "stored", "error"])
        self.assertEqual([answer["field"] for answer in answers], ["", "text", "", "line"])
        self.assertEqual(len(self.issues()), 2)

    def test_what_a_line_names_must_fit_the_day(self):
        elsewhere = self.env["park.department"].create(
            {"name": "Elsewhere", "company_id": self.env["res.company"].create({"name": "South Zone"}).id}
        )
        closed = self.env["park.department"].create({"name": "Closed", "company_id": self.zone.id, "active": False})
        cases = [
            ("a firm that is not at the table", self.line(enterprise_id=self.firms[2].id), "enterprise_id"),
            ("a category that does not exist", self.line(category_id=2**31 - 1), "category_id"),
            ("a category of the supervising unit", self.line(category_id=self.restricted.id), "category_id"),
            ("a department of another zone", self.limited(department_id=elsewhere.id), "department_id"),
            ("a department that was closed", self.limited(department_id=closed.id), "department_id"),
            ("a helper of another zone", self.limited(helper_ids=elsewhere.ids), "helper_ids"),
        ]
        for case, line, field in cases:
            with self.subTest(case):
                [answer] = self.capture(line)
                self.assertEqual((answer["status"], answer["field"]), ("error", field))
                self.assertTrue(answer["error"])
        self.assertFalse(self.issues())

    def test_a_finished_day_takes_nothing_new_but_knows_what_it_has(self):
        self.capture(self.line(1))
        self.day.action_finish()
        known, new = self.capture(self.line(1), self.line(2))
        self.assertEqual((known["status"], new["status"]), ("duplicate", "error"))
        self.day.action_reopen()
        [now] = self.capture(self.line(2))
        self.assertEqual(now["status"], "stored")

    def test_an_identifier_of_another_record_gives_nothing_away(self):
        other = self.day.copy(
            {"date_on": date(2026, 11, 24), "firm_ids": [(0, 0, {"enterprise_id": self.firms[0].id})]}
        )
        other.action_open()
        self.capture(self.line(), day=other)
        [answer] = self.capture(self.line())
        self.assertEqual((answer["status"], answer["number"], answer["field"]), ("error", "", "uuid"))

    def test_at_most_two_hundred_lines_in_a_list(self):
        with self.assertRaises(ValidationError):
            self.capture(*[self.line(tag) for tag in range(201)])
        with self.assertRaises(ValidationError):
            self.day.with_env(self._as(self.manager)).capture({"uuid": "x"})
        self.assertEqual(self.capture(), [])

    def test_a_line_refused_late_leaves_the_others_stored(self):
        issues = type(self.env["park.issue"])
        solve, reason = issues._solve_on_spot, "Not today."

        def moody(records, answer, kind):
            if any("Problem 2" in (record.detail or "") for record in records):
                raise UserError(reason)
            return solve(records, answer, kind)

        with patch.object(issues, "_solve_on_spot", moody):
            answers = self.capture(self.line(1), self.line(2), self.line(3))
        self.assertEqual([answer["status"] for answer in answers], ["stored", "error", "stored"])
        self.assertEqual(answers[1]["error"], reason)
        self.assertEqual(self.issues().mapped("detail"), ["Problem 1", "Problem 3"])

    def test_who_may_capture(self):
        cases = [(self.manager, True), (self.centre, True), (self.other_manager, False), (self.handler, False)]
        cases += [(self.leader, False), (self.plain, False)]
        for place, (user, is_allowed) in enumerate(cases):
            with self.subTest(user.login):
                if is_allowed:
                    self.assertEqual(self.capture(self.line(f"who {place}"), user=user)[0]["status"], "stored")
                else:
                    with self.assertRaises(AccessError):
                        self.capture(self.line(f"who {place}"), user=user)

    def test_capture_is_on_record(self):
        [answer] = self.capture(self.line())
        entries = self.env["park.audit"].search([("model", "=", "park.issue"), ("res_id", "=", answer["issue_id"])])
        self.assertIn("capture", entries.mapped("action"))
        self.assertEqual(entries.user_id, self.manager)
