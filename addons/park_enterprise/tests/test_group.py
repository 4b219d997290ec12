from datetime import date

from odoo.exceptions import ValidationError
from odoo.tests import tagged

from .common import EnterpriseCase


@tagged("post_install", "-at_install")
class TestGroup(EnterpriseCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.head = cls.firms("Group Head Ltd")
        cls.daughters = cls.firms(*(f"Subsidiary {number:02}" for number in range(27)), group_parent_id=cls.head.id)
        cls.below = cls.firms("Below a Subsidiary", group_parent_id=cls.daughters[0].id)
        cls.group = cls.head | cls.daughters | cls.below

    def test_each_firm_of_a_group_sees_the_others(self):
        for firm in (self.head, self.daughters[3], self.below):
            firm = firm.with_user(self.manager)
            self.assertEqual(firm.group_member_ids, self.group - firm, firm.name)
            self.assertEqual(set(firm.action_park_group()["domain"][0][2]), set(self.group.ids))
        self.assertFalse(self.others.group_member_ids)

    def test_firms_that_the_reader_may_not_see_are_left_out(self):
        far = self.firms("Far Head", "Far Subsidiary", zone=self.other_zone)
        far[1].group_parent_id = far[0]
        self.assertEqual(self.head.with_user(self.leader).group_member_ids, self.group - self.head)
        self.assertFalse(far[0].with_user(self.leader).sudo().with_context().group_member_ids & self.group)

    def test_what_they_are_to_each_other(self):
        seen_from = {
            self.head: {"below"},
            self.daughters[0]: {"head", "beside", "below"},
            self.below: {"head", "above", "beside"},
        }
        for firm, relations in seen_from.items():
            others = (self.group - firm).with_context(park_group_of=firm.id)
            self.assertEqual(set(others.mapped("group_relation")), relations, firm.name)
        asked = self.daughters[0].web_read(
            {"group_member_ids": {"fields": {"group_relation": {}}, "context": {"park_group_of": self.daughters[0].id}}}
        )
        relations = {row["id"]: row["group_relation"] for row in asked[0]["group_member_ids"]}
        self.assertEqual((relations[self.head.id], relations[self.below.id]), ("head", "below"))
        self.assertEqual(relations[self.daughters[1].id], "beside")

    def test_what_is_open_is_counted_for_the_whole_group_at_once(self):
        self.env["park.enterprise.question"].create(
            [{"enterprise_id": self.daughters[2].id, "text": text} for text in ("Staff?", "Land?")]
        )
        self.assertEqual(self.daughters[2].group_open_text, "Open questions 2")
        self.assertFalse(self.daughters[1].group_open_text)
        counts = []
        for firms in (self.daughters[:3], self.group):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            firms.mapped("group_open_text")
            firms.group_member_ids.mapped("name")
            counts.append(self.cr.sql_log_count - before)
        self.assertEqual(*counts)

    def test_no_firm_stands_above_itself(self):
        with self.assertRaises(ValidationError), self.cr.savepoint():
            self.head.group_parent_id = self.below

    def test_one_verb_serves_the_whole_group(self):
        firms = self.head.with_user(self.centre)._park_group_firms()
        firms._park_appoint(self.colleague, "officer", date(2026, 1, 1))
        self.assertEqual(self.group.officer_id, self.colleague)
