from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import IssueCase


@tagged("post_install", "-at_install")
class TestPromise(IssueCase):
    """What a firm was promised: its clock, its end, and who may end it how."""

    def promise(self, on="2026-09-07", promised_for="2026-09-30", person=None, **vals):
        vals = {
            "name": "The road is resurfaced",
            "enterprise_id": self.mine.id,
            "department_id": self.roads.id,
            "owner_id": self.handler.id,
            "promised_for": promised_for,
            **vals,
        }
        with self.on(on):
            return self.env["park.promise"].with_user(person or self.manager).create(vals | {"promised_on": on})

    def test_the_clock_ends_on_the_day_that_was_said_and_nobody_moves_it(self):
        promise = self.promise()
        self.assertEqual(self.clocks(promise), {"promise": ("running", "2026-09-30")})
        self.assertEqual(self.promise(promised_for="2026-10-03").due_on, date(2026, 10, 3), "a holiday stays as said")
        with self.assertRaisesRegex(UserError, "extension"):
            promise.promised_for = "2026-12-31"
        with self.on("2026-10-08"):
            promise.invalidate_recordset()
            self.assertEqual(promise.lamp, "red")

    def test_kept_late_and_kept_after_an_extension(self):
        kept, late, extended, entered = (self.promise(name=name) for name in ("A", "B", "C", "D"))
        with self.on("2026-09-30"):
            kept.with_user(self.handler).action_keep("Opened to traffic; photographs.")
            extended.sudo()._extend_deadlines("promise", date(2026, 10, 9), "Rain")
        with self.on("2026-10-08"):
            for promise in (late, extended):
                promise.with_user(self.handler).action_keep("Opened to traffic.")
            entered.with_user(self.handler).action_keep("Opened on the 29th, says the firm.", "2026-09-29")
        states = [promise.state for promise in (kept, late, extended, entered)]
        self.assertEqual(states, ["kept", "late", "kept", "kept"])
        self.assertEqual(self.clocks(late)["promise"][0], "missed")
        self.assertEqual(extended.promised_for, date(2026, 9, 30), "what was said stays")

    def test_kept_needs_evidence_and_no_day_to_come(self):
        promise = self.promise()
        with self.on("2026-09-10"):
            with self.assertRaisesRegex(UserError, "what shows it"):
                promise.action_keep(" ")
            for day in ("2026-09-11", "2026-09-06"):
                with self.assertRaisesRegex(UserError, "between"):
                    promise.action_keep("Done.", day)

    def test_nobody_releases_himself_and_a_broken_one_says_why(self):
        promise, own = self.promise(), self.promise(owner_id=self.centre.id, department_id=False)
        with self.assertRaisesRegex(UserError, "roles"):
            promise.with_user(self.handler).action_release("Too expensive.")
        with self.assertRaisesRegex(UserError, "someone else"):
            own.with_user(self.centre).action_release("Too expensive.")
        promise.with_user(self.centre).action_release("The firm moves away and agrees.")
        self.assertEqual((promise.state, promise.ended_by_id), ("released", self.centre))
        own.with_user(self.supervisor).action_break("No budget; the firm was told by telephone.")
        self.assertEqual((own.state, self.clocks(own)["promise"][0]), ("broken", "void"))
        with self.assertRaisesRegex(UserError, "not possible"):
            promise.with_user(self.centre).action_reopen("Still a bad road.")
        own.with_user(self.manager).action_reopen("The firm insists.")
        self.assertEqual((own.state, own.reopened_count, own.reason), ("open", 1, False))
        self.assertEqual(self.clocks(own)["promise"], ("running", "2026-09-30"))

    def test_access_follows_the_firm_the_department_and_the_restriction(self):
        promise = self.promise()
        for person in (self.manager, self.handler, self.centre, self.people["leader"], self.people["auditor"]):
            self.assertTrue(promise.with_user(person).name)
        with self.assertRaises(AccessError):
            promise.with_user(self.colleague).read(["name"])
        complaint = self.issue(category_id=self.env["park.issue.category"].search([("is_restricted", "=", True)])[0].id)
        complaint.with_user(self.supervisor).action_submit()
        complaint.with_user(self.supervisor).action_accept()
        hidden = complaint.with_user(self.supervisor).action_promise("An answer of the supervising unit", "2027-01-15")
        self.assertTrue(hidden.is_restricted and hidden.deadline_ids.is_restricted)
        with self.assertRaises(AccessError):
            hidden.with_user(self.manager).read(["name"])

    def test_an_answer_makes_promises_with_its_issue_once(self):
        issue = self.issue("doing")
        with self.on("2026-09-07"):
            promise = issue.with_user(self.handler).action_promise("Twelve lamps by Friday", "2026-09-11")
        self.assertEqual((promise.issue_id, promise.source, promise.owner_id), (issue, "answer", self.handler))
        self.assertEqual((promise.origin_model, promise.origin_id), ("park.issue", issue.id))
        line = {
            "name": "A visit",
            "enterprise_id": self.mine.id,
            "promised_for": "2030-01-04",
            "client_uuid": "u-1",
            "department_id": self.roads.id,
            "source": "visit",
        }
        first, again, other = (
            self.env["park.promise"].with_user(self.manager)._make([line, line, {**line, "client_uuid": "u-2"}])
        )
        self.assertEqual((first, first.source), (again, "visit"))
        self.assertNotEqual(first, other)
        self.assertEqual(self.env["park.promise"].with_user(self.manager)._make([line]), first)
        stranger = self.issue(firm=self.others)
        with self.assertRaises(AccessError):
            self.env["park.promise"].with_user(self.manager)._make([{**line, "client_uuid": "u-3"}], stranger)

    def test_promises_stand_on_the_timeline_and_go_along_with_the_officer(self):
        promise = self.promise(owner_id=self.manager.id)
        kept = self.promise(owner_id=self.manager.id, name="A second one")
        with self.on("2026-09-08"):
            kept.action_keep("Done.")
        timeline = self.mine.with_user(self.manager).park_timeline(kinds=["promise"])
        self.assertEqual({item["title"] for item in timeline["items"]}, {promise.name, kept.name})
        self.assertEqual(self.mine.with_user(self.manager).promise_open_count, 1)
        handover = self.env["park.handover"].create(
            {
                "company_id": self.zone.id,
                "giver_id": self.manager.id,
                "taker_id": self.colleague.id,
                "enterprise_ids": [(6, 0, self.mine.ids)],
                "reason": "Moves to the tax office",
            }
        )
        handover.with_user(self.manager).action_give()
        rows = handover.line_ids.filtered(lambda line: line.kind == "promise")
        self.assertEqual((rows.mapped("res_id"), rows.due_on), (promise.ids, date(2026, 9, 30)))
        handover.with_user(self.colleague).action_take()
        self.assertEqual((promise.owner_id, kept.owner_id), (self.colleague, self.manager))

    def test_the_ledger_shows_the_day_that_was_said_beside_the_limit(self):
        promise = self.promise()
        with self.on("2026-09-28"):
            promise.sudo()._extend_deadlines("promise", date(2026, 10, 9), "Rain")
            [sheet] = promise._sheets("promises")
            titles = [column.title for column in sheet.columns]
            row = dict(zip(titles, next(iter(sheet.rows)), strict=True))
        self.assertEqual(
            (row["Promised for"], row["Limit, as extended"], row["State"], row["Ended on"]),
            (date(2026, 9, 30), date(2026, 10, 9), "Open", None),
        )

    def test_making_and_keeping_many_cost_no_more_statements(self):
        def cost(count):
            lines = [
                {"name": f"P{at}", "enterprise_id": self.mine.id, "promised_for": "2030-01-04"} for at in range(count)
            ]
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            promises = self.env["park.promise"].with_user(self.manager)._make(lines)
            promises.action_keep("All done.")
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        cost(2)
        self.assertLessEqual(cost(30), cost(3) + 3)


@tagged("post_install", "-at_install")
class TestIssueAction(IssueCase):
    """The plan of long-term work: steps with an owner and a day, and no closing over open ones."""

    def plan(self, issue, *names, department=None, **vals):
        return (
            self.env["park.issue.action"]
            .with_user(self.centre)
            .create(
                [
                    {
                        "issue_id": issue.id,
                        "name": name,
                        "department_id": (department or self.roads).id,
                        "planned_for": "2030-03-01",
                        **vals,
                    }
                    for name in names
                ]
            )
        )

    def test_an_issue_is_not_closed_over_open_steps(self):
        issue = self.issue("longterm")
        survey, cable = self.plan(issue, "Survey", "Cable")
        self.assertEqual(self.clocks(survey), {"issue_action": ("running", "2030-03-01")})
        survey.with_user(self.handler).action_start()
        survey.with_user(self.handler).action_done("Report No. 4.")
        self.attach(issue)
        with self.assertRaisesRegex(UserError, "Cable"):
            issue.with_user(self.centre).action_close("solved", "All done.")
        with self.assertRaisesRegex(UserError, "dropped by"):
            cable.with_user(self.handler).action_drop("No money.")
        cable.with_user(self.centre).action_drop("The grid company lays it anyway.")
        issue.with_user(self.centre).action_close("solved", "All done.")
        self.assertEqual((survey.state, cable.state, issue.state), ("done", "dropped", "closed"))
        self.assertEqual(self.clocks(cable)["issue_action"][0], "void")
        with self.assertRaisesRegex(UserError, "is over"):
            self.plan(issue, "One more")

    def test_progress_counts_what_was_not_dropped_and_what_others_do(self):
        issue = self.issue("longterm")
        self.assertEqual((issue.action_count, issue.action_progress), (0, 0))
        steps = self.plan(issue, "A", "B", "C", department=self.power)
        steps[0].with_user(self.centre).action_done("Done.")
        steps[1].with_user(self.centre).action_drop("Not needed.")
        seen = issue.with_user(self.manager)
        seen.invalidate_recordset()
        self.assertEqual((seen.action_count, seen.action_done_count, seen.action_progress), (2, 1, 50))

    def test_a_department_works_on_its_own_steps_also_of_issues_of_others(self):
        issue = self.issue("accepted", firm=self.others)
        issue.with_user(self.centre).action_assign(self.power)
        step = self.plan(issue, "Pavement")
        with self.assertRaises(AccessError):
            issue.with_user(self.handler).read(["name"])
        step.with_user(self.handler).action_done("Paved.")
        self.assertEqual(step.ended_by_id, self.handler)
        other = self.plan(issue, "Cable", department=self.power)
        with self.assertRaises(AccessError):
            other.with_user(self.handler).action_done("Not mine.")
        with self.assertRaises(AccessError):
            other.with_user(self.manager).read(["name"])

    def test_a_withdrawn_issue_takes_its_plan_along(self):
        issue = self.issue("longterm")
        step = self.plan(issue, "Survey")
        issue.with_user(self.centre).action_withdraw("The firm moved away.")
        self.assertEqual((step.state, step.reason), ("dropped", "The firm moved away."))

    def test_the_breakdown_on_paper(self):
        issue = self.issue("longterm")
        [sheet] = self.plan(issue, "Survey")._sheets("actions")
        titles = [column.title for column in sheet.columns]
        row = dict(zip(titles, next(iter(sheet.rows)), strict=True))
        self.assertEqual((row["Step"], row["Department"], row["State"]), ("Survey", "Roads Bureau", "Not started"))
