"""Work orders from a file: previewed, imported once, told apart from what is kept."""

import csv
import io
from base64 import b64encode
from datetime import datetime, timedelta
from pathlib import Path
from unittest import skipUnless

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import IssueCase

SAMPLE = Path(__file__).resolve().parents[4] / "shared" / "data" / "requests_sf311_sample.csv"
TITLES = "工单编号,标题,诉求内容,企业名称,统一社会信用代码,诉求类别,承办单位,状态,受理时间,办理时限,办结时间"
ROWS = (
    "A1,Lamps,Dark street,Mine Ltd,,道路,Roads,办理中,2026-09-07 10:00,2026-09-14,",
    "A2,Noise,,Nobody Ltd,,噪声,Roads,办理中,2026/9/7,,",
    "A3,Water,,Mine Ltd,,道路,Water,已办结,2026年9月1日,2026-09-08,2026-09-08 17:00",
    "A4,Late,,Mine Ltd,,道路,Water,已办结,2026-09-01,2026-09-08 12:00,2026-09-08 17:00",
    "A5,Odd,,Mine Ltd,,道路,Water,挂起中,2026-09-01,,",
)


class WorkCase(IssueCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.source = cls.env["park.work.source"].create(
            {"name": "Hotline", "code": "hotline", "company_id": cls.zone.id, "limit_workdays": 5}
        )

    def batch(self, text, person=None, **vals):
        batches = self.env["park.work.import"].with_user(person or self.centre)
        data = text if isinstance(text, bytes) else text.encode()
        vals = {"file": b64encode(data), "filename": "orders.csv", "source_id": self.source.id, **vals}
        return batches.create(vals)

    def imported(self, *rows, titles=TITLES, person=None):
        batch = self.batch("\n".join((titles, *rows)), person)
        batch.action_preview()
        batch.action_import()
        return batch

    def order(self, number):
        return self.env["park.work.order"].search([("source_id", "=", self.source.id), ("number", "=", number)])

    @staticmethod
    def counts(batch):
        return (batch.created_count, batch.unchanged_count, batch.differs_count, batch.refused_count)


@tagged("post_install", "-at_install")
class TestWorkImport(WorkCase):
    def test_the_preview_counts_and_writes_no_work_order(self):
        batch = self.batch("\n".join((TITLES, *ROWS)))
        batch.action_preview()
        self.assertEqual(self.counts(batch), (5, 0, 0, 0))
        self.assertEqual(
            (batch.issue_count, batch.no_firm_count, batch.untriaged_count, batch.no_meaning_count), (1, 1, 5, 1)
        )
        self.assertFalse(self.source.order_ids)

    def test_open_ones_of_a_known_firm_become_issues_and_the_others_wait(self):
        self.imported(*ROWS)
        orders = {number: self.order(number) for number in ("A1", "A2", "A3", "A4", "A5")}
        issue = orders["A1"].issue_id
        self.assertEqual(
            (issue.state, issue.source, str(issue.received_on), issue.detail, issue.enterprise_id),
            ("new", "hotline", "2026-09-07", "Dark street", self.mine),
        )
        self.assertTrue(issue.number)
        self.assertEqual(str(issue.received_at), "2026-09-07 02:00:00")
        self.assertFalse(orders["A2"].enterprise_id or orders["A2"].issue_id)
        self.assertFalse(orders["A3"].issue_id or orders["A5"].issue_id)
        self.assertEqual((orders["A3"].state, orders["A5"].state), ("closed", False))

    def test_in_time_or_late_follows_from_the_dates_of_the_source(self):
        self.imported(*ROWS)
        expected = {"A1": "open", "A2": "open", "A3": "on_time", "A4": "late", "A5": "open"}
        self.assertEqual({number: self.order(number).verdict for number in expected}, expected)
        self.assertEqual(str(self.order("A2").limit_on), "2026-09-14")  # the usual limit: none is named

    def test_a_second_import_creates_nothing(self):
        self.imported(*ROWS)
        self.assertEqual(self.counts(self.imported(*ROWS)), (0, 5, 0, 0))
        self.assertEqual(self.env["park.issue"].search_count([("company_id", "=", self.zone.id)]), 1)

    def test_what_differs_stands_for_decision_and_overwrites_nothing(self):
        self.imported(*ROWS)
        changed = "A2,Noise,,Nobody Ltd,,噪声,Roads,已办结,2026/9/7,,2026-09-10"
        self.assertEqual(self.counts(self.imported(changed)), (0, 0, 1, 0))
        order = self.order("A2")
        self.assertEqual((order.state_text, order.closed_on), ("办理中", False))
        self.assertEqual(set(order.difference_ids.mapped("field")), {"state", "closed"})
        self.assertEqual(self.counts(self.imported(changed)), (0, 1, 0, 0))  # said before, not put up twice
        order.difference_ids.with_user(self.centre).action_take()
        self.assertEqual((order.state_text, str(order.closed_on), order.state), ("已办结", "2026-09-10", "closed"))
        self.assertEqual(order.verdict, "on_time")
        self.assertEqual(self.counts(self.imported(changed)), (0, 1, 0, 0))
        with self.assertRaisesRegex(UserError, "already"):
            order.difference_ids.with_user(self.centre).action_keep()
        back = self.imported(ROWS[1])  # the source goes back to what it said first: that is news again
        self.assertEqual(self.counts(back), (0, 0, 1, 0))
        order.difference_ids.filtered(lambda line: not line.decision).with_user(self.centre).action_keep()
        self.assertEqual(self.counts(self.imported(ROWS[1])), (0, 1, 0, 0))

    def test_refused_rows_name_row_field_and_remedy(self):
        rows = (
            ",No number,,,,,,,2026-09-07,,",
            "B2,,,,,,,,2026-09-07,,",
            "B3,Bad day,,,,,,,soon,,",
            "B4,Early,,,,,,,2026-09-07,2026-09-01,",
            "B5,Fine,,,,,,,2026-09-07,,",
            "B5,Again,,,,,,,2026-09-07,,",
            "B6,Formula,,,,,,,#N/A,,",
            f"{'9' * 101},Long,,,,,,,2026-09-07,,",
        )
        batch = self.imported(*rows)
        self.assertEqual(self.counts(batch), (1, 0, 0, 7))
        told = {line.row: (line.problems[0][0], line.problems[0][1]) for line in batch.problem_ids}
        self.assertEqual(
            told,
            {
                2: ("number", "missing"),
                3: ("summary", "missing"),
                4: ("received", "moment"),
                5: ("due", "before_receipt"),
                7: ("number", "repeated"),
                8: ("received", "broken"),
                9: ("number", "long"),
            },
        )
        for line in batch.problem_ids:
            self.assertRegex(line.reason, r"^[A-Z].+: .+[.?]$")

    def test_the_columns_of_a_source_are_remembered(self):
        titles, row = "No,Heading,Came,Firm's name", "C1,Lamps,2026-09-07,Mine Ltd"
        batch = self.batch(f"{titles}\n{row}")
        with self.assertRaisesRegex(UserError, "Choose the columns"):
            batch.action_preview()
        for column, name in zip(batch.column_ids, ("number", "summary", "received", "firm"), strict=True):
            column.field = name
        batch.action_preview()
        again = self.batch(f"{titles}\n{row}")
        self.assertEqual(again.column_ids.mapped("field"), ["number", "summary", "received", "firm"])

    def test_a_code_decides_and_a_name_of_two_firms_does_not(self):
        coded, twin, _other = self.firms("Coded Ltd", "Twin Ltd", "Twin Ltd")
        coded.uscc = "91350211M000100Y43"
        self.imported(
            "D1,By code,,Some spelling,91350211M000100Y43,,,办理中,2026-09-07,,",
            f"D2,Two of a name,,{twin.name},,,,办理中,2026-09-07,,",
            "D3,Name with a foreign code,,Coded Ltd,91350100M000100Y43,,,办理中,2026-09-07,,",
            "D4,Elsewhere,,Foreign Ltd,,,,办理中,2026-09-07,,",
        )
        self.assertEqual(self.order("D1").enterprise_id, coded)
        for number in ("D2", "D3", "D4"):
            self.assertFalse(self.order(number).enterprise_id, number)

    def test_states_and_categories_follow_the_table_of_the_source(self):
        self.imported(*ROWS)
        words = self.source.word_ids
        words.filtered(lambda word: word.word == "挂起中").with_user(self.centre).state = "open"
        roads = self.env.ref("park_issue.category_roads")
        words.filtered(lambda word: word.word == "道路").with_user(self.centre).category_id = roads
        self.assertEqual((self.order("A5").state, self.order("A5").category_id), ("open", roads))
        self.order("A5").with_user(self.centre).action_take_up()
        self.assertEqual(self.order("A5").issue_id.category_id, roads)
        with self.assertRaisesRegex(UserError, "already"):
            self.order("A5").with_user(self.centre).action_take_up()
        with self.assertRaisesRegex(UserError, "choose the enterprise"):
            self.order("A2").with_user(self.centre).action_take_up()

    def test_complaints_about_enforcement_are_for_the_supervising_unit(self):
        complaint = self.env["park.issue.category"].search([("is_restricted", "=", True)], limit=1)
        self.env["park.work.word"].create(
            {"source_id": self.source.id, "kind": "category", "word": "涉企执法", "category_id": complaint.id}
        )
        row = "E1,Fined,,Mine Ltd,,涉企执法,Roads,办理中,2026-09-07,,"
        self.assertEqual(self.counts(self.imported(row)), (0, 0, 0, 1))
        self.assertEqual(self.counts(self.imported(row, person=self.supervisor)), (1, 0, 0, 0))
        self.assertTrue(self.order("E1").is_restricted and self.order("E1").issue_id.is_restricted)
        self.assertEqual(self.counts(self.imported(row)), (0, 0, 0, 1))
        with self.assertRaises(AccessError):
            self.order("E1").with_user(self.centre).read(["name"])

    def test_a_zone_that_changed_since_the_preview_is_shown_anew(self):
        batch = self.batch("\n".join((TITLES, ROWS[1])))
        batch.action_preview()
        self.firms("Nobody Ltd")
        self.assertEqual(batch.action_import()["tag"], "display_notification")
        self.assertEqual((batch.state, batch.issue_count), ("previewed", 1))
        batch.action_import()
        self.assertTrue(self.order("A2").issue_id)

    def test_others_import_nothing_and_what_was_imported_stays(self):
        for role in ("account_manager", "handler", "leader", "auditor", "admin"):
            with self.assertRaises(AccessError, msg=role):
                self.batch("\n".join((TITLES, *ROWS)), self.people[role])
        batch = self.imported(*ROWS)
        with self.assertRaises(UserError):
            batch.unlink()
        order = self.order("A1").with_user(self.centre)
        order.write({"number": "X", "closed_on": "2026-09-08", "state": "closed"})
        self.assertEqual((order.number, order.closed_on, order.state), ("A1", False, "open"))

    def test_a_thousand_rows_cost_no_more_statements_than_ten(self):
        def rows(count, first):
            return [f"F{at},Noise,,Nobody,,噪声,Roads,办理中,2026-09-07,," for at in range(first, first + count)]

        self.imported(*rows(2, 0))
        costs = []
        for count, first in ((10, 100), (1000, 1000)):
            batch = self.batch("\n".join((TITLES, *rows(count, first))))
            batch.action_preview()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            batch.action_import()
            self.env.flush_all()
            costs.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(costs[1], costs[0] + 5, costs)

    @skipUnless(SAMPLE.exists(), f"the shared table {SAMPLE.name} is not beside the project")
    def test_the_sample_of_a_real_hotline_comes_in_once_and_its_verdicts_can_be_recomputed(self):
        data = SAMPLE.read_bytes()
        for expected in ((998, 0, 0, 0), (0, 998, 0, 0)):
            batch = self.batch(data)
            batch.action_preview()
            batch.action_import()
            self.assertEqual(self.counts(batch), expected)
        orders = {order.number: order for order in self.source.order_ids}
        workday = self.env["park.workday"]
        verdicts = []
        for row in csv.DictReader(io.StringIO(data.decode("utf-8"))):
            received, closed = (row[name] and datetime.fromisoformat(row[name]) for name in ("created", "closed"))
            limit, left = received.date(), 5
            while left:
                limit += timedelta(days=1)
                left -= workday.is_workday(limit, self.zone)
            verdict = "open" if not closed else "on_time" if closed.date() <= limit else "late"
            self.assertEqual(orders[row["request_id"]].verdict, verdict, row)
            verdicts.append(verdict)
        self.assertTrue(set(verdicts) == {"open", "on_time", "late"}, set(verdicts))
