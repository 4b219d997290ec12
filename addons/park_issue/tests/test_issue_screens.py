from odoo import Command
from odoo.tests import Form, HttpCase, freeze_time, tagged

from .common import IssueCase


@tagged("post_install", "-at_install")
class TestIssueScreens(IssueCase):
    """What each role finds on its screens."""

    def test_a_handler_signs_answers_and_replies(self):
        issue = self.issue("assigned").with_user(self.handler)
        self.assertIn("|sign|", issue.part_verbs)
        issue.action_sign()
        self.assertEqual((issue.state, issue.owner_id), ("doing", self.handler))
        self.assertIn("|answer|", issue.part_verbs)
        self.dialog(issue, "answer", "The contractor comes on Friday.").action_apply()
        self.assertEqual(self.lead(issue).state, "answered")
        reply = self.dialog(issue, "reply")
        self.assertEqual(reply.text, "The contractor comes on Friday.", "the internal answer is offered")
        reply.text = "Mended by Friday."
        reply.action_apply()
        self.assertEqual((issue.state, issue.reply_public), ("replied", "Mended by Friday."))

    def dialog(self, issue, verb, text=None):
        action = issue.with_context(park_verb=verb).action_open_step()
        form = Form(self.env[action["res_model"]].with_user(issue.env.user).with_context(**action["context"]))
        if text:
            form.text = text
        return form.save()

    def test_the_centre_signs_and_answers_for_a_department_without_log_in(self):
        issue = self.issue("accepted")
        issue.with_user(self.centre).action_assign(self.power)
        part = self.lead(issue).with_user(self.centre)
        part.action_sign()
        self.assertEqual((part.signed_by_id, part.handler_id.id), (self.centre, False))
        part.action_answer("By telephone: next week.")
        self.assertEqual(part.answered_by_id, self.centre)
        self.assertIn(self.centre.id, issue._handler_ids())

    def test_every_dialog_reaches_its_verb(self):
        for state, verb, vals, reached in (
            (
                "new",
                "reject",
                {"text": "Go to court.", "refusal_id": self.env.ref("park_issue.refusal_settled").id},
                "rejected",
            ),
            ("doing", "reassign", {"department_id": self.power.id, "text": "It is the cable."}, "assigned"),
            ("accepted", "assign", {"department_id": self.roads.id, "workdays": 5}, "assigned"),
            ("doing", "reply", {"text": "Mended."}, "replied"),
            ("replied", "close", {"closure_kind": "partly", "text": "Half of them."}, "closed"),
            ("closed", "record_callback", {"is_solved": "yes", "satisfaction": "4"}, "closed"),
            ("doing", "longterm", {"text": "Needs a cable.", "taskforce_lead_id": self.handler.id}, "longterm"),
            ("closed", "reopen", {"text": "Dark again."}, "doing"),
            ("new", "withdraw", {"text": "No longer needed."}, "withdrawn"),
            ("new", "solve_on_spot", {"text": "Window 3."}, "closed"),
        ):
            with self.subTest(verb=verb):
                issue = self.issue(state)
                step = self.env["park.issue.step"].with_user(self.centre)
                step.create({"verb": verb, "issue_ids": [Command.set(issue.ids)], **vals}).action_apply()
                self.assertEqual(issue.state, reached)

    def test_the_progress_bar_counts_lamps_in_a_handful_of_statements(self):
        with self.on("2026-09-07"):
            self.issue("accepted")
            self.issue("doing")
        with self.on("2026-09-21"):
            bar = {"field": "lamp", "colors": {"green": "success", "yellow": "warning", "red": "danger"}}
            issues = self.env["park.issue"].with_user(self.centre)
            counts = issues.read_progress_bar([("company_id", "=", self.zone.id)], "state", bar)
        self.assertEqual({state: lamps["red"] for state, lamps in counts.items()}, {"accepted": 1, "doing": 1})

    def test_the_firm_counts_and_tells_its_issues(self):
        self.issue("accepted")
        self.assertEqual(self.mine.with_user(self.manager).issue_count, 1)
        self.assertEqual(self.mine.with_user(self.colleague).issue_count, 0)
        self.assertEqual(self.mine.with_user(self.people["admin"]).issue_count, 0)
        timeline = self.mine.with_user(self.manager).park_timeline(kinds=["issue"])
        self.assertIn("Street lamps", str(timeline))

    def test_similar_open_issues_are_shown(self):
        first, second, closed = self.issue("accepted"), self.issue("doing"), self.issue("closed")
        self.assertEqual(first.with_user(self.manager).similar_ids, second)
        self.assertEqual(closed.similar_ids, first + second)

    def test_due_this_week_runs_from_monday_to_sunday(self):
        week = [("due_on", ">=", "today =monday"), ("due_on", "<", "today =monday +7d")]
        arch = self.env.ref("park_issue.park_issue_view_search").arch
        self.assertIn(str(week[0][2]), arch)
        found = {}
        with self.on("2026-09-07"):
            for day in ("2026-09-06", "2026-09-07", "2026-09-13", "2026-09-14"):
                issue = self.issue()
                self.env.cr.execute("UPDATE park_issue SET due_on = %s WHERE id = %s", (day, issue.id))
                found[issue.id] = day
        self.env.invalidate_all()
        for today in ("2026-09-07 04:00:00", "2026-09-10 04:00:00", "2026-09-13 04:00:00"):
            with self.subTest(today=today), freeze_time(today):
                issues = self.env["park.issue"].search([("id", "in", list(found)), *week])
                self.assertEqual([found[issue.id] for issue in issues], ["2026-09-07", "2026-09-13"])


@tagged("post_install", "-at_install")
class TestIssueClient(IssueCase, HttpCase):
    def test_list_and_form_open_without_an_error(self):
        issue = self.issue("doing")
        for path, ready in (
            ("/odoo/issues", ".o_data_row [name=lamp]"),
            (f"/odoo/issues/{issue.id}", ".o_form_view .o_field_widget[name=due_on]"),
        ):
            with self.subTest(path=path):
                self.browser_js(
                    path,
                    "console.log('test successful')",
                    f"!!document.querySelector('{ready}')",
                    login="iss_handler",
                )
