from odoo.tests import tagged

from .common import IssueCase


@tagged("post_install", "-at_install")
class TestIssueHandover(IssueCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["park.department.member"].create(
            {"department_id": cls.roads.id, "user_id": cls.manager.id, "date_from": "2020-01-01"}
        )
        cls.manager.group_ids += cls.env.ref("park_guard.group_park_handler")

    def signed_by_manager(self, **vals):
        issue = self.issue("assigned", **vals)
        self.lead(issue).with_user(self.manager).action_sign()
        return issue

    def test_open_issues_and_clocks_of_the_officer_go_along_and_closed_ones_stay(self):
        with self.on("2026-03-10"):
            issue, closed = self.signed_by_manager(), self.signed_by_manager()
            closed.with_user(self.manager).action_reply("Mended.")
            closed.with_user(self.manager).action_close("solved", "All mended.")
            handled = self.issue("doing")
            todo = issue.activity_schedule("mail.mail_activity_data_todo", user_id=self.manager.id)
            self.mine._park_change_officer(self.manager, self.colleague, "Moves to the tax office")
        self.assertEqual((issue.owner_id, self.lead(issue).handler_id), (self.colleague, self.colleague))
        self.assertEqual(self.lead(issue).signed_by_id, self.manager, "who signed stays on record")
        self.assertEqual(issue.deadline_ids.filtered(lambda clock: clock.state == "running").owner_id, self.colleague)
        self.assertEqual((closed.owner_id, handled.owner_id), (self.manager, self.handler))
        self.assertEqual(closed.deadline_ids.owner_id, self.manager)
        self.assertEqual(todo.user_id, self.colleague)
        issue._sync_deadlines()
        self.assertNotIn(self.manager, issue.deadline_ids.filtered(lambda clock: clock.state == "running").owner_id)

    def test_more_issues_take_no_more_statements(self):
        def statements(count):
            firm = self.firms("Firm of many")
            firm._park_appoint(self.manager, "officer")
            for _number in range(count):
                self.signed_by_manager(firm=firm)
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            firm._park_transfer_open_items(self.manager, self.colleague)
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        statements(1)
        self.assertLessEqual(statements(5), statements(1) + 2)

    def test_the_handover_lists_open_issues_as_the_signer_may_read_them(self):
        issue, closed = self.issue("doing"), self.issue("closed")
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
        rows = handover.line_ids.filtered(lambda line: line.kind == "issue")
        self.assertEqual(rows.mapped("res_id"), issue.ids)
        self.assertNotIn(closed.id, rows.mapped("res_id"))
        self.assertEqual((rows.title, rows.due_on), (issue.display_name, issue.due_on))
