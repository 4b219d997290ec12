"""The clocks of the special tracks, each with the rule it comes from, over National Day 2026 (10 October is worked)."""

from odoo.addons.park_deadline.core import longest
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common import IssueCase


@tagged("post_install", "-at_install")
class TestIssueTracks(IssueCase):
    def taken(self, category, day="2026-09-30", state="accepted", **vals):
        with self.on(day):
            return self.issue(state, category_id=self.env.ref(f"park_issue.category_{category}").id, **vals)

    def test_each_clock_of_a_track_counts_as_its_rule_says(self):
        arrears, labour, none = "arrears", "unpaid_wages", "roads"
        cases = [  # (rule, category, what happens, on which day, clock, due)
            # Regulations on payments to small and medium enterprises, 2025: transfer within 10 working days
            ("transfer, 10 wd", arrears, None, None, "arrears_transfer", ("running", "2026-10-20")),
            # the same: a result within 30 days, calendar days
            ("result, 30 cd", arrears, None, None, "issue_close", ("running", "2026-10-30")),
            ("transferred in time", arrears, "transferred_on", "2026-10-12", "arrears_transfer", ("met", "2026-10-20")),
            ("transferred late", arrears, "transferred_on", "2026-10-21", "arrears_transfer", ("missed", "2026-10-20")),
            # practice of labour inspection offices: 5 working days to open a case
            ("open a case, 5 wd", labour, None, None, "labour_open", ("running", "2026-10-13")),
            ("opened in time", labour, "case_opened_on", "2026-10-13", "labour_open", ("met", "2026-10-13")),
            ("opened late", labour, "case_opened_on", "2026-10-14", "labour_open", ("missed", "2026-10-13")),
            # Regulations on labour security inspection, art. 17: 60 working days from opening the case
            ("decide, 60 wd", labour, "case_opened_on", "2026-10-13", "issue_close", ("running", "2027-01-05")),
            ("no case, no limit", labour, None, None, "issue_close", None),
            ("what has no track keeps the usual limit", none, None, None, "issue_close", ("running", "2026-10-15")),
        ]
        for rule, category, fact, day, kind, expected in cases:
            with self.subTest(rule):
                issue = self.taken(category)
                if fact:
                    with self.on(day):
                        issue.with_user(self.centre).write({"facts": {fact: day}})
                self.assertEqual(self.clocks(issue).get(kind), expected)

    def test_dispatch_ends_the_clock_of_transfer(self):
        issue = self.taken("arrears")
        with self.on("2026-10-12"):
            issue.with_user(self.centre).action_assign(self.roads)
        self.assertEqual(self.clocks(issue)["arrears_transfer"], ("met", "2026-10-20"))

    def test_extensions_go_as_far_as_the_law_and_no_further(self):
        cases = [("arrears", {}, "2026-12-29"), ("unpaid_wages", {"case_opened_on": "2026-10-13"}, "2027-02-16")]
        for category, facts, last in cases:
            with self.subTest(category), self.on("2026-10-13"):
                issue = self.taken(category)
                if facts:
                    issue.with_user(self.centre).write({"facts": facts})
                clock = issue.sudo().deadline_ids.filtered(lambda clock: clock.kind == "issue_close")
                [rule] = clock.profile_id.extension_rule_ids
                calendar = self.env["park.workday"]._zone_calendar(self.zone)
                self.assertEqual(str(longest(clock.due_on, rule._as_core(), calendar)), last)

    def test_a_corrected_day_moves_the_clock_and_a_day_taken_back_ends_it(self):
        issue = self.taken("unpaid_wages")
        with self.on("2026-10-14"):
            acting = issue.with_user(self.centre)
            acting.write({"facts": {"case_opened_on": "2026-10-12"}})
            self.assertEqual(self.clocks(issue)["issue_close"], ("running", "2027-01-04"))
            acting.write({"facts": {"case_opened_on": "2026-10-13"}})
            self.assertEqual(self.clocks(issue)["issue_close"], ("running", "2027-01-05"))
            acting.write({"facts": {}})
            self.assertEqual(self.clocks(issue)["issue_close"][0], "void")
        lines = self.env["park.audit"].search([("model", "=", "park.issue"), ("action", "=", "facts")])
        self.assertEqual(len(lines.filtered(lambda line: line.res_id == issue.id)), 3)

    def test_what_was_known_before_acceptance_counts_from_its_day(self):
        with self.on("2026-10-14"):
            issue = self.issue("new", category_id=self.env.ref("park_issue.category_unpaid_wages").id)
            issue.with_user(self.centre).facts = {"case_opened_on": "2026-10-13"}
            self.assertFalse(self.clocks(issue))
            issue.with_user(self.centre).action_accept()
        clocks = self.clocks(issue)
        self.assertEqual(clocks["issue_close"], ("running", "2027-01-05"))
        self.assertEqual(clocks["labour_open"][0], "met")

    def test_a_day_to_come_is_refused(self):
        issue = self.taken("unpaid_wages").with_user(self.centre)
        with self.on("2026-10-13"), self.assertRaisesRegex(UserError, "future"):
            issue.write({"facts": {"case_opened_on": "2026-10-14"}})

    def test_closing_asks_for_the_evidence_of_the_track(self):
        issue = self.taken("unpaid_wages", state="replied").with_user(self.handler)
        with self.on("2026-10-13"):
            with self.assertRaisesRegex(UserError, "People concerned, Amount concerned, 立案日期"):
                issue.action_close("solved", "All paid.")
            issue.write({"heads": 67, "amount": 501800, "facts": {"case_opened_on": "2026-10-09"}})
            issue.action_close("solved", "All paid.")
            with self.assertRaisesRegex(UserError, "fixed"):
                issue.write({"facts": {}})
        self.assertEqual((issue.state, issue.heads, issue.amount), ("closed", 67, 501800))

    def test_who_cannot_be_reached_closes_without_evidence(self):
        issue = self.taken("arrears", state="replied").with_user(self.handler)
        for day in ("2026-09-07", "2026-09-08", "2026-09-09"):
            with self.on(day):
                issue.action_record_attempt("no_answer")
        issue.action_close("unreachable", "Three calls, nobody answered.")
        self.assertEqual(issue.state, "closed")

    def test_a_complaint_about_enforcement_needs_a_file(self):
        issue = (
            self.env["park.issue"]
            .with_user(self.supervisor)
            .create(
                {
                    "name": "Fees without a receipt",
                    "enterprise_id": self.mine.id,
                    "category_id": self.env.ref("park_issue.category_unlawful_fees").id,
                }
            )
        )
        self.assertEqual((issue.type_id.code, issue.is_restricted), ("enforcement", True))
        with self.assertRaisesRegex(UserError, "a file"):
            issue.action_solve_on_spot("Paid back.")
        self.env["ir.attachment"].with_user(self.supervisor).create(
            {"name": "receipt.txt", "raw": b"paid back", "res_model": "park.issue", "res_id": issue.id}
        )
        issue.action_solve_on_spot("Paid back.")
        self.assertEqual(issue.state, "closed")

    def test_a_track_of_the_zone_s_own_making_works_without_code(self):
        track = self.env["park.issue.type"].create(
            {
                "name": "Noise",
                "code": "noise",
                "facts_definition": [{"name": "measured_on", "string": "Measured on", "type": "date"}],
                "closing_facts": "measured_on",
                "clock_ids": [(0, 0, {"kind": "issue_reply", "starts_on": "measured_on", "ends_on": "closed"})],
            }
        )
        category = self.env["park.issue.category"].create({"name": "Noise", "type_id": track.id})
        below = self.env["park.issue.category"].create({"name": "Trains", "parent_id": category.id})
        with self.on("2026-09-07"):
            issue = self.issue("accepted", category_id=below.id)
            self.assertEqual(issue.type_id, track)
            self.assertNotIn("issue_reply", self.clocks(issue))
            issue.with_user(self.centre).facts = {"measured_on": "2026-09-07"}
        self.assertEqual(self.clocks(issue)["issue_reply"], ("running", "2026-09-10"))
        with self.assertRaises(ValidationError):
            track.closing_facts = "loudness"
        with self.assertRaises(ValidationError):
            track.clock_ids.starts_on = "loudness"

    def test_the_track_is_fixed_from_acceptance_and_administrators_alone_change_tracks(self):
        issue = self.taken("arrears")
        issue.with_user(self.centre).category_id = self.env.ref("park_issue.category_roads")
        self.assertEqual(issue.type_id.code, "arrears")
        with self.assertRaises(AccessError):
            issue.type_id.with_user(self.centre).closing_facts = False
        definition = issue.with_user(self.centre).read(["facts"])[0]["facts"]
        forged = [{**fact, "string": "Forged", "definition_changed": True} for fact in definition]
        with self.assertRaises(AccessError):
            issue.with_user(self.centre).write({"facts": forged})
