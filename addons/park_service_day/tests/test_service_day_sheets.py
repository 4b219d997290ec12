from datetime import date

from odoo.tests import HttpCase, freeze_time, tagged

from .common import TODAY, ServiceDayCase


@tagged("post_install", "-at_install")
@freeze_time(TODAY)
class TestServiceDaySheets(ServiceDayCase):
    """What is handed out after the day."""

    def sheet(self, key, user=None):
        [sheet] = self.day.with_env(self._as(user or self.manager))._sheets(key)
        return sheet

    def test_the_worklist_holds_what_was_given_a_limit(self):
        self.water.head_id = self.handler
        self.capture(
            self.line(1), self.limited(2, answer="Second pump"), self.limited(3, workdays=60, helper_ids=self.roads.ids)
        )
        sheet = self.sheet("worklist")
        head = self.handler.name
        self.assertEqual([column.kind for column in sheet.columns][10], "date")
        self.assertEqual(
            [row[:11] for row in sheet.rows],
            [
                (1, "Alpha Works", "Problem 2", "Water supply", "Within a limit", "Second pump", "Water Bureau", head,
                 head, "", date(2026, 11, 30)),
                (2, "Alpha Works", "Problem 3", "Water supply", "Within a limit", "", "Water Bureau", head,
                 head, "Roads Bureau", date(2027, 2, 15)),
            ],
        )  # fmt: skip
        self.assertEqual([row[12] for row in sheet.rows], ["not begun", "not begun"])
        self.assertEqual([bool(row[15]) for row in sheet.rows], [False, True])
        self.assertEqual((sheet.as_of, len(sheet.notes)), (date(2026, 11, 23), 1))
        self.assertIn("North Zone", sheet.title)
        self.assertIn("Hall 1", sheet.subtitle)

    def test_the_issue_list_holds_everything_with_its_answer(self):
        self.capture(self.line(1), self.limited(2))
        sheet = self.sheet("issues")
        first, second = sheet.rows
        self.assertEqual(
            (first[3], first[5], first[6], first[9]), ("Problem 1", "Solved on the spot", "Answer 1", None)
        )
        self.assertEqual((second[5], second[7], second[9]), ("Within a limit", "Water Bureau", date(2026, 11, 30)))
        self.assertEqual((second[11], first[11]), ("green", None))

    def test_a_limit_that_has_passed_is_counted(self):
        self.capture(self.limited(1, workdays=1))
        with freeze_time("2026-11-26 02:00:00"):
            self.env.invalidate_all()
            [row] = self.sheet("worklist").rows
        self.assertEqual(row[10], date(2026, 11, 24))
        self.assertIn("2", row[11])

    def test_a_met_limit_keeps_its_date(self):
        self.capture(self.limited(1))
        issue = self.issues()
        issue.assignment_ids.action_sign()
        issue.assignment_ids.action_answer("Pump runs")
        issue.action_reply("The pump runs")
        issue.action_close("solved", "The pump runs")
        [row] = self.sheet("worklist").rows
        self.assertEqual((row[5], row[10], row[12]), ("The pump runs", date(2026, 11, 30), "done"))

    def test_rows_do_not_cost_statements(self):
        costs = []
        for size in (3, 23):
            self.capture(*[self.limited(f"{size} {place}") for place in range(size)])
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.sheet("worklist")
            costs.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(costs[1], costs[0] + 1)


@tagged("post_install", "-at_install")
class TestServiceDayDownload(HttpCase, ServiceDayCase):
    """The buttons of the form lead to files."""

    def test_every_document_comes_in_every_format(self):
        self.capture(self.line(1), self.limited(2), self.line(3, kind="explained"))
        self.day.action_draft_agenda()
        self.manager.password = "service-day-9"
        self.authenticate(self.manager.login, "service-day-9")
        for key in sorted(self.day._all_sheet_keys()):
            for fmt, start in (("xlsx", b"PK"), ("pdf", b"%PDF"), ("docx", b"PK")):
                with self.subTest(f"{key}.{fmt}"):
                    day = self.day.with_context(sheet_key=key, sheet_format=fmt)
                    answer = self.url_open(day.action_sheet()["url"])
                    self.assertEqual(answer.status_code, 200)
                    self.assertTrue(answer.content.startswith(start))
