from lxml import etree
from odoo.addons.web.models.models import Base
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import IssueCase

COLUMNS = {
    "number": {}, "name": {}, "state": {}, "source": {}, "received_on": {}, "due_on": {}, "reopened_count": {},
    "is_restricted": {}, "detail": {}, "lamp": {}, "days_left": {}, "is_solved": {}, "write_date": {},
    "close_due_on": {}, "is_due_provisional": {}, "heads": {}, "amount": {}, "currency_id": {"fields": {}},
    "enterprise_id": {"fields": {"display_name": {}}},
    "category_id": {"fields": {"display_name": {}}},
    "lead_department_id": {"fields": {"display_name": {}}},
    "owner_id": {"fields": {"display_name": {}}},
}  # fmt: skip


@tagged("post_install", "-at_install")
class TestIssueReading(IssueCase):
    """Lists and kanbans are read by one statement; every answer is the one core would have given."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.issues = cls.env["park.issue"].create(
            [
                {
                    "name": f"Issue {place}",
                    "enterprise_id": cls.mine.id,
                    "detail": place and f"line\n{place}",
                    "amount": place * 100.5,
                }
                for place in range(5)
            ]
        )
        cls.issues[:4].with_user(cls.centre).action_submit()
        cls.issues[:3].with_user(cls.centre).action_accept()
        cls.issues[:2].with_user(cls.centre).action_assign(cls.roads)
        cls.hidden = cls.env["park.issue"].create({"name": "Of another firm", "enterprise_id": cls.others.id})

    def asked(self, user=None, **kwargs):
        """Return our answer and core's to the same request, each from a cold cache."""
        issues = self.env["park.issue"].with_user(user or self.manager)
        answers = []
        for ask in (type(issues).web_search_read, Base.web_search_read):
            self.env.invalidate_all()
            answers.append(ask(issues, specification=COLUMNS, **kwargs))
        return answers

    def test_a_list_is_what_core_would_answer(self):
        for case in (
            {"domain": []},
            {"domain": [], "order": "received_on desc, id desc"},
            {"domain": [], "order": "enterprise_id, id"},
            {"domain": [("lamp", "=", "green")]},
            {"domain": [("name", "ilike", "Issue 3")]},
            {"domain": [("id", "=", 0)]},
            {"domain": [], "limit": 2},
            {"domain": [], "limit": 2, "offset": 2, "count_limit": 3},
            {"domain": [], "limit": 2, "count_limit": 1},
            {"domain": [], "limit": 80, "offset": 100},
        ):
            with self.subTest(**case):
                ours, core = self.asked(**case)
                self.assertEqual(ours, core)

    def test_each_role_finds_what_core_lets_it_find(self):
        for role, user in self.people.items():
            if not self.env["park.issue"].with_user(user).has_access("read"):
                continue
            with self.subTest(role=role):
                ours, core = self.asked(user=user, domain=[])
                self.assertEqual(ours, core)

    def test_a_list_takes_few_statements(self):
        issues = self.env["park.issue"].with_user(self.manager)
        issues.web_search_read([], COLUMNS)
        self.env.invalidate_all()
        with self.assertQueryCount(9):  # rows, lamps, limits, and the names of categories and people
            issues.web_search_read([], COLUMNS)

    def test_the_shipped_list_is_read_as_one(self):
        """Also its columns that are folded away: the web client asks for them all the same."""
        issues = self.env["park.issue"].with_user(self.manager)
        arch = etree.fromstring(issues.get_view(view_type="list")["arch"])
        asked = {}
        for node in arch.xpath("//field"):
            names = {} if node.get("column_invisible") else {"display_name": {}}
            asked[node.get("name")] = {"fields": names} if issues._fields[node.get("name")].type == "many2one" else {}
        self.assertIn("close_due_on", asked)
        self.assertIsNotNone(issues._ledger_reading(asked))

    def test_the_form_costs_no_more_for_many_clocks_and_neighbours(self):
        issue = self.issue("assigned")
        form = {
            "allowed_verbs": {}, "part_verbs": {}, "may_ask_deadline": {}, "close_due_on": {},
            "deadline_ids": {"fields": {"lamp": {}, "due_on": {}, "step_id": {"fields": {"display_name": {}}}}},
            "similar_ids": {"fields": {"number": {}, "name": {}, "lamp": {}}},
        }  # fmt: skip
        costs = []
        for _more in range(2):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            issue.with_user(self.manager).web_read(form)
            costs.append(self.cr.sql_log_count - before)
            for _number in range(4):
                self.issue("accepted")
        self.assertLessEqual(costs[1], costs[0])
        self.assertLessEqual(costs[1], 26)

    def test_records_read_together_come_in_their_order(self):
        mine = self.issues.with_user(self.manager)[::-1]
        self.env.invalidate_all()
        self.assertEqual([values["id"] for values in mine.web_read({"name": {}, "lamp": {}})], mine.ids)

    def test_what_is_out_of_reach_is_refused_as_ever(self):
        both = (self.issues[:1] | self.hidden).with_user(self.manager)
        with self.assertRaises(AccessError):
            both.web_read({"name": {}, "state": {}})

    def test_a_deleted_record_is_left_out_as_ever(self):
        first, gone = self.issues[0], self.issues[4]
        gone.unlink()
        both = (first | gone).with_user(self.manager)
        asked = {"name": {}, "state": {}}
        self.assertEqual(both.web_read(asked), Base.web_read(both, asked))

    def test_a_field_without_right_is_refused_as_ever(self):
        field = self.env["park.issue"]._fields["detail"]
        self.patch(field, "groups", "base.group_system")
        with self.assertRaises(AccessError):
            self.env["park.issue"].with_user(self.manager).web_search_read([], {"name": {}, "detail": {}})
