from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2 import IntegrityError

from .common import IssueCase


@tagged("post_install", "-at_install")
class TestIssueNumbers(IssueCase):
    """One range for each zone and year."""

    def test_each_zone_and_year_counts_from_one(self):
        foreign = self.env["park.issue"].create({"name": "Elsewhere", "enterprise_id": self.foreign.id})
        with self.on("2026-12-31"):
            first, second = self.issue("new"), self.issue("new")
            foreign.action_submit()
        with self.on("2027-01-01"):
            third = self.issue("new")
        self.assertEqual(
            [issue.number for issue in (first, second, foreign, third)],
            ["SQ2026-00001", "SQ2026-00002", "SQ2026-00001", "SQ2027-00001"],
        )

    def test_the_database_refuses_a_double(self):
        first, second = self.issue("new"), self.issue("new")
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.cr.savepoint():
            second._unlocked().number = first.number
            second.flush_recordset()

    def test_a_uuid_is_kept_once_in_a_zone(self):
        first, second = self.issue(), self.issue()
        first._unlocked().client_uuid = "u-1"
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.cr.savepoint():
            second._unlocked().client_uuid = "u-1"
            second.flush_recordset()

    def test_a_draft_has_no_number_and_finds_itself_by_name(self):
        issue = self.issue()
        self.assertFalse(issue.number)
        self.assertEqual(issue.display_name, "Street lamps are out")
        issue.action_submit()
        self.assertIn((issue.id, issue.display_name), self.env["park.issue"].name_search(issue.number))
