from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from .common import TODAY, ServiceDayCase


@tagged("post_install", "-at_install")
@freeze_time(TODAY)
class TestCorrect(ServiceDayCase):
    """A stored line is corrected at the table; who did not see the last change is told."""

    def stored(self, line, user=None):
        [answer] = self.capture(line, user=user)
        self.assertEqual(answer["status"], "stored", answer)
        return answer["line"]

    def correct(self, shown, user=None, **values):
        """Send a shown line back with other values and return the answer."""
        names = ("issue_id", "version", "enterprise_id", "text", "category_id", "kind", "answer")
        limited = ("department_id", "workdays", "helper_ids") if shown["kind"] == "limited" else ()
        raw = {name: shown[name] for name in (*names, *limited)}
        [answer] = self.capture({**raw, "uuid": self.line(str(values))["uuid"], **values}, user=user)
        return answer

    def test_other_words_keep_number_limit_and_department(self):
        shown = self.stored(self.limited(workdays=5))
        before = self.issues().deadline_ids
        answer = self.correct(shown, text="No water\nat all", answer="Second pump")
        issue = self.issues()
        self.assertEqual((answer["status"], answer["number"]), ("stored", shown["number"]))
        self.assertEqual((issue.name, issue.table_measure), ("No water", "Second pump"))
        self.assertEqual(issue.reply_internal, "Second pump")
        self.assertEqual(issue.deadline_ids, before)
        self.assertEqual(issue.deadline_ids.filtered(lambda c: c.state == "running")[:1].title, issue.display_name)

    def test_the_second_of_two_is_told_and_nothing_is_lost(self):
        shown = self.stored(self.line())
        self.assertEqual(self.correct(shown, text="First wording")["status"], "stored")
        answer = self.correct(shown, text="Second wording", user=self.centre)
        self.assertEqual((answer["status"], answer["line"]["text"]), ("conflict", "First wording"))
        self.assertIn(self.manager.name, answer["error"])
        self.assertRegex(answer["error"], r"\b\d\d:\d\d\b")
        self.assertEqual(self.issues().detail, "First wording")
        again = self.correct(answer["line"], text="Second wording", user=self.centre)
        self.assertEqual((again["status"], self.issues().detail), ("stored", "Second wording"))

    def test_a_change_on_the_issue_counts_as_one_too(self):
        shown = self.stored(self.line())
        self.issues().detail = "Changed on the issue"
        self.assertEqual(self.correct(shown, text="From the table")["status"], "conflict")

    def test_what_was_sent_twice_is_no_conflict(self):
        shown = self.stored(self.line())
        self.correct(shown, text="Better")
        self.assertEqual(self.correct(shown, text="Better")["status"], "duplicate")

    def test_a_department_that_signs_meanwhile_is_no_conflict(self):
        shown = self.stored(self.limited())
        self.issues().assignment_ids.action_sign()
        self.assertEqual(self.correct(shown, text="Better")["status"], "stored")
        self.assertEqual(self.issues().assignment_ids.state, "signed")

    def test_a_decision_is_taken_back_and_made_anew(self):
        shown = self.stored(self.line())
        answer = self.correct(shown, kind="limited", answer="", department_id=self.roads.id, workdays=3)
        issue = self.issues()
        self.assertEqual((issue.state, issue.lead_department_id, issue.closed_on), ("assigned", self.roads, False))
        self.assertEqual((issue.reply_public, issue.service_day_outcome), (False, "limited"))
        self.assertEqual(answer["line"]["due_on"], "2026-11-26")
        answer = self.correct(answer["line"], department_id=self.water.id, workdays=5)
        self.assertEqual((issue.assignment_ids.department_id, issue.assignment_ids.role), (self.water, "lead"))
        running = issue.deadline_ids.filtered(lambda clock: clock.state == "running")
        self.assertEqual(running.mapped("kind"), ["issue_close"])
        self.assertEqual(answer["line"]["due_on"], "2026-11-30")
        self.correct(answer["line"], kind="explained", answer="No legal basis")
        self.assertEqual((issue.state, issue.closure_kind, issue.lead_department_id.id), ("closed", "explained", False))
        self.assertFalse(issue.deadline_ids.filtered(lambda clock: clock.state == "running"))
        trail = self.env["park.audit"].search([("model", "=", "park.issue"), ("res_id", "=", issue.id)])
        self.assertEqual(trail.mapped("action").count("correct"), 3)

    def test_an_acceptance_falls_with_its_decision(self):
        shown = self.stored(self.limited())
        self.day.with_env(self._as(self.manager)).accept(shown["issue_id"], "Ms Zhou")
        answer = self.correct(shown, workdays=7)
        self.assertEqual((answer["line"]["acceptance"], answer["line"]["accepted_by"]), ("waiting", ""))

    def test_who_has_gone_on_is_not_overtaken(self):
        shown = self.stored(self.limited())
        self.issues().assignment_ids.action_sign()
        self.issues().assignment_ids.action_answer("Done")
        answer = self.correct(shown, text="Late")
        self.assertEqual((answer["status"], answer["field"]), ("error", "line"))
        self.assertFalse(self.day.with_env(self._as(self.manager)).board()["lines"][0]["can_correct"])

    def test_what_a_correction_may_not_do(self):
        shown = self.stored(self.line())
        other = self.day.copy({"firm_ids": [(0, 0, {"enterprise_id": self.firms[0].id})], "date_on": "2026-11-24"})
        other.action_open()
        cases = [
            ("another firm", {"enterprise_id": self.firms[1].id}, "enterprise_id"),
            ("a line of another day", {"issue_id": self.capture(self.line(7), day=other)[0]["issue_id"]}, "line"),
            ("a line that does not exist", {"issue_id": 2**31 - 1}, "line"),
            ("without a version", {"version": ""}, "line"),
            ("a category of the supervising unit", {"category_id": self.restricted.id}, "category_id"),
        ]
        for case, values, field in cases:
            with self.subTest(case):
                answer = self.correct(shown, text="Other", **values)
                self.assertEqual((answer["status"], answer["field"]), ("error", field))
        self.day.action_finish()
        self.assertEqual(self.correct(shown, text="Too late")["status"], "error")
        self.assertEqual(self.issues().detail, "Problem 1")

    def test_explained_is_closed_but_not_solved(self):
        self.stored(self.line(kind="explained", answer="The law says no"))
        issue = self.issues()
        self.assertEqual(
            (issue.state, issue.closure_kind, issue.reply_public), ("closed", "explained", "The law says no")
        )
        self.assertFalse(issue.is_solved)
        self.assertEqual((self.day.explained_count, self.day.on_spot_count), (1, 0))


@tagged("post_install", "-at_install")
@freeze_time(TODAY)
class TestAccept(ServiceDayCase):
    """Departments accept at the table."""

    def accept(self, user, name=""):
        return self.day.with_env(self._as(user)).accept(self.issues().id, name)

    def test_a_handler_signs_on_the_own_device(self):
        self.capture(self.limited())
        line = self.accept(self.handler)
        part = self.issues().assignment_ids
        self.assertEqual(
            (part.state, part.handler_id, part.table_accepted_by), ("signed", self.handler, self.handler.name)
        )
        self.assertEqual((line["acceptance"], line["accepted_by"]), ("accepted", self.handler.name))
        self.assertEqual(self.issues().state, "doing")

    def test_the_recorder_notes_who_accepted(self):
        self.capture(self.limited(department_id=self.roads.id))
        with self.assertRaises(UserError):
            self.accept(self.manager, "  ")
        self.accept(self.manager, "Mr Qin")
        part = self.issues().assignment_ids
        self.assertEqual(
            (part.table_accepted_by, part.signed_by_id, part.handler_id.id), ("Mr Qin", self.manager, False)
        )
        self.accept(self.manager, "Somebody else")
        self.assertEqual(part.table_accepted_by, "Mr Qin", "accepted once")

    def test_nobody_accepts_for_others(self):
        self.capture(self.limited(department_id=self.roads.id))
        for user, error in ((self.other_manager, UserError), (self.leader, AccessError), (self.plain, AccessError)):
            with self.subTest(user.login), self.assertRaises(error):
                self.accept(user, "Mr Qin")
        with self.assertRaises(UserError, msg="a department sees its own lines only"):
            self.accept(self.handler, "Mr Qin")
        self.assertEqual(self.issues().assignment_ids.state, "waiting")

    def test_after_the_day_the_own_queue_is_the_place(self):
        self.capture(self.limited())
        self.day.action_finish()
        with self.assertRaises(UserError):
            self.accept(self.handler)


@tagged("post_install", "-at_install")
@freeze_time(TODAY)
class TestPulse(ServiceDayCase):
    """Boards that are open at the same time."""

    def pulse(self, user, known=None, client="client-of-", **writing):
        day = self.day.with_env(self._as(user))
        return day.pulse(f"{client}{user.id}", known or {}, **writing)

    def test_only_what_changed_is_sent(self):
        self.capture(self.line(1), self.limited(2))
        first = self.pulse(self.manager)
        self.assertEqual(len(first["lines"]), 2)
        known = {str(line["issue_id"]): line["stamp"] for line in first["lines"]}
        self.assertEqual(self.pulse(self.manager, known)["lines"], [])
        self.issues()[1].assignment_ids.with_user(self.handler).action_sign()
        [line] = self.pulse(self.manager, known)["lines"]
        self.assertEqual((line["issue_id"], line["acceptance"]), (self.issues()[1].id, "accepted"))

    def test_what_left_the_board_is_named(self):
        self.capture(self.line(1))
        known = {str(self.issues().id): "x", "999999": "y", "no id": "z"}
        self.assertEqual(self.pulse(self.manager, known)["gone"], [999999])

    def test_who_writes_what_is_shown_to_the_others(self):
        self.capture(self.line(1))
        self.pulse(self.centre, issue_id=self.issues().id, enterprise_id=self.firms[0].id)
        [other] = self.pulse(self.manager)["recorders"]
        self.assertEqual((other["name"], other["issue_id"]), (self.centre.name, self.issues().id))
        self.assertEqual([r["name"] for r in self.pulse(self.centre)["recorders"]], [self.manager.name])
        with freeze_time("2026-11-23 02:01:00"):
            self.assertEqual(self.pulse(self.centre)["recorders"], [], "gone after twenty seconds")

    def test_a_reader_leaves_no_trace(self):
        self.pulse(self.leader)
        self.assertFalse(self.env["park.service.day.recorder"].search([]))
        with self.assertRaises(AccessError):
            self.pulse(self.plain)

    def test_nobody_writes_for_firms_and_lines_of_elsewhere(self):
        self.pulse(self.manager, issue_id=2**31 - 1, enterprise_id=self.firms[2].id)
        recorder = self.env["park.service.day.recorder"].search([])
        self.assertEqual((recorder.issue_id.id, recorder.enterprise_id.id), (False, False))
