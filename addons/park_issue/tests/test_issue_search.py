from odoo.tests import tagged
from odoo.tools import SQL

from .common import IssueCase


@tagged("post_install", "-at_install")
class TestIssueSearch(IssueCase):
    """Issues are found by any part of title or number, from two characters on."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.power, cls.road, cls.odd = cls.env["park.issue"].create(
            [
                {"name": "三号厂房 氢能设备供电不足", "enterprise_id": cls.mine.id},
                {"name": "北门道路积水", "enterprise_id": cls.mine.id},
                {"name": "100%_停电 ＡＢＣ～#", "enterprise_id": cls.mine.id},
            ]
        )
        cls.road.with_user(cls.centre).action_submit()

    def found(self, typed):
        issues = self.env["park.issue"].with_user(self.manager).search([("park_search", "ilike", typed)])
        return issues & (self.power | self.road | self.odd)

    def test_what_is_typed_and_what_is_found(self):
        for typed, expected in (
            ("氢能", self.power),
            ("能设备供", self.power),
            ("厂房氢能", self.power),
            ("氢能 供电", self.power),
            ("氢能 道路", self.env["park.issue"]),
            ("积", self.road),
            (self.road.number, self.road),
            (self.road.number[-4:], self.road),
            ("电", self.power | self.odd),
            ("%_停", self.odd),
            ("100%", self.odd),
            ("abc", self.odd),
            ("电能", self.env["park.issue"]),
            ("#", self.odd),
        ):
            with self.subTest(typed=typed):
                self.assertEqual(self.found(typed), expected)

    def test_where_an_issue_is_chosen_it_is_found_the_same_way(self):
        names = self.env["park.issue"].with_user(self.manager).name_search("氢能")
        self.assertEqual([record_id for record_id, _name in names], self.power.ids)

    def test_a_search_reads_the_index(self):
        query = self.env["park.issue"]._search([("park_search", "ilike", "氢能设备")])
        self.env.cr.execute("SET LOCAL enable_seqscan = off")
        plan = self.env.execute_query(SQL("EXPLAIN %s", query.select()))
        self.assertIn("park_issue_park_search_idx", str(plan))
