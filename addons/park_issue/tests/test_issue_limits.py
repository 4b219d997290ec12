from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import IssueCase


@tagged("post_install", "-at_install")
class TestIssueLimits(IssueCase):
    """Channel, category, nature and complexity of an issue choose its limits."""

    def accepted(self, **vals):
        with self.on("2026-09-07"):
            return self.issue("accepted", received_on="2026-09-07", **vals)

    def closing(self, issue):
        return issue.sudo().deadline_ids.filtered(lambda clock: clock.kind == "issue_close")

    def choose(self, key, **conditions):
        profile = self.env.ref(f"park_deadline.park_sla_profile_{key}")
        return self.env["park.sla.choice"].create({"profile_id": profile.id, "company_id": self.zone.id, **conditions})

    def test_the_complexity_chooses_the_limit_and_is_fixed_from_acceptance(self):
        for complexity, due in ((False, "2026-09-16"), ("general", "2026-09-16"), ("complex", "2026-09-28")):
            with self.subTest(complexity):
                issue = self.accepted(complexity=complexity)
                self.assertEqual(str(self.closing(issue).due_on), due)
        with self.assertRaises(UserError):
            issue.with_user(self.centre).complexity = "major"

    def test_a_category_that_is_complex_by_nature_says_so_once(self):
        land = self.env["park.issue.category"].create({"name": "Land", "complexity": "major"})
        issue = self.accepted(category_id=land.id)
        self.assertEqual((issue.complexity, self.closing(issue).amount), ("major", 30))
        self.assertEqual(self.accepted(category_id=land.id, complexity="general").complexity, "general")

    def test_the_channel_and_the_nearest_category_choose_the_profile(self):
        above = self.env["park.issue.category"].create({"name": "Supplies"})
        below = self.env["park.issue.category"].create({"name": "Water", "parent_id": above.id})
        self.choose("weifang_12345_2021", channel="hotline")
        self.choose("xuchang_2011", category_id=above.id)
        self.choose("anyang_2021", category_id=below.id)
        self.choose("zhongshan", channel="hotline", category_id=above.id)
        cases = [
            ({"source": "visit"}, "standard"),
            ({"source": "hotline"}, "weifang_12345_2021"),
            ({"source": "visit", "category_id": above.id}, "xuchang_2011"),
            ({"source": "visit", "category_id": below.id}, "anyang_2021"),
            ({"source": "hotline", "category_id": below.id}, "zhongshan"),
        ]
        for vals, key in cases:
            with self.subTest(**vals):
                clock = self.closing(self.accepted(**vals))
                self.assertEqual(clock.profile_id, self.env.ref(f"park_deadline.park_sla_profile_{key}"))
                self.assertEqual(bool(clock.limit_note), key != "standard")

    def test_a_second_handling_keeps_the_unit_of_the_limit(self):
        self.choose("henan_2020")
        with self.on("2026-09-07"):
            issue = self.issue("closed", received_on="2026-09-07")
            issue.with_user(self.manager).action_reopen("Still dark.")
        again = self.closing(issue).sorted("id")[-1]
        self.assertEqual((again.amount, again.unit, str(again.due_on)), (30, "calendar_day", "2026-10-08"))
        self.assertFalse(issue.promised_workdays)
