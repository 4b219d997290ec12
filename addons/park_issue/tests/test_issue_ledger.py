from datetime import date

from odoo.tests import tagged

from .common import IssueCase


@tagged("post_install", "-at_install")
class TestIssueLedger(IssueCase):
    """The ledger says what is known and leaves empty what is not."""

    def rows(self, issues):
        [sheet] = issues._sheets("ledger")
        titles = [column.title for column in sheet.columns]
        return [dict(zip(titles, row, strict=True)) for row in sheet.rows]

    def test_a_row_from_receipt_to_signing_off(self):
        with self.on("2026-09-07"):
            issue = self.issue("signed_off", detail="All lamps in the north are out.", source="hotline")
            [row] = self.rows(issue)
        self.assertEqual(row["Number"], issue.number)
        self.assertEqual((row["Received"], row["Source"]), (date(2026, 9, 7), "Hotline 12345"))
        self.assertEqual((row["Firm"], row["What the firm says"]), ("Mine Ltd", "All lamps in the north are out."))
        self.assertEqual((row["Lead department"], row["Helping departments"]), ("Roads Bureau", "Power Supply"))
        self.assertEqual(row["Handled by"], self.handler.name)
        self.assertEqual((row["Due"], row["Working days left"]), (date(2026, 9, 16), None))
        self.assertEqual((row["Progress"], row["Lamp"], row["Closed as"]), ("Signed Off", "grey", "Solved"))
        self.assertEqual((row["Solved, says the firm"], row["Satisfaction"]), ("Yes", "Very satisfied"))
        self.assertEqual((row["Closed on"], row["Signed off"]), (date(2026, 9, 7),) * 2)

    def test_days_left_are_working_days_and_negative_when_overdue(self):
        with self.on("2026-09-07"):
            issues = self.issue("doing") + self.issue("new")
            running, waiting = self.rows(issues)
            self.assertEqual((running["Working days left"], waiting["Working days left"]), (7, None))
            self.assertEqual((waiting["Due"], waiting["Satisfaction"], waiting["Closed on"]), (None, "", None))
        with self.on("2026-09-18"):
            issues.invalidate_recordset()
            self.assertEqual(self.rows(issues)[0]["Working days left"], -2)
            self.assertEqual(self.rows(issues)[0]["Lamp"], "red")

    def test_a_limit_in_a_year_without_a_list_is_marked(self):
        with self.on("2035-12-28"):
            issue = self.issue("accepted", received_on="2035-12-28")
            self.assertTrue(issue.is_due_provisional)
            self.assertIn("provisional", self.rows(issue)[0]["Remarks"])
            self.assertIn("not published", issue._sheets("ledger")[0].notes[0])
            self.assertEqual((issue.due_is_provisional, issue.due_mark), (True, "provisional"))
        with self.on("2026-09-07"):
            issue = self.issue("accepted")
            self.assertFalse(issue._sheets("ledger")[0].notes)
            self.assertEqual((issue.due_is_provisional, issue.due_mark), (False, False))

    def test_eighty_rows_cost_as_many_statements_as_ten(self):
        lines = [{"name": f"Issue {at}", "enterprise_id": self.mine.id} for at in range(81)]
        issues = self.env["park.issue"]._capture(lines)
        issues[1:]._dispatch(self.roads, 5)
        self.rows(issues[:1])
        costs = []
        for batch in (issues[:10], issues):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.rows(batch)
            costs.append(self.env.cr.sql_log_count - before)
        self.assertEqual(costs[0], costs[1], costs)
