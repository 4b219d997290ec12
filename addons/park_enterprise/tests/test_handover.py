from datetime import date
from io import BytesIO

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged

from .common import EnterpriseCase


@tagged("post_install", "-at_install")
class TestHandover(EnterpriseCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.second = cls.firms("Second Ltd")
        cls.second._park_appoint(cls.manager, "officer", date(2020, 1, 1))
        cls.env["res.partner"].create({"name": "Ms Li", "function": "Director", "parent_id": cls.mine.id})
        cls.env["park.enterprise.question"].create({"enterprise_id": cls.mine.id, "text": "How many people?"})

    def change(self, firms, takers, **values):
        """Return the wizard as the service centre fills it in from the list."""
        wizard = self.env["park.officer.change"].with_user(self.centre)
        with Form(wizard.with_context(active_model="res.partner", active_ids=firms.ids)) as form:
            for taker in takers:
                form.taker_ids.add(taker)
            form.reason = "Transferred to the tax office"
            for name, value in values.items():
                setattr(form, name, value)
        return form.record

    def handovers(self, firms, takers):
        wizard = self.change(firms, takers)
        return self.env["park.handover"].search(wizard.action_apply()["domain"])

    def test_both_sign_and_the_firms_go_over(self):
        with self.on("2026-03-10"):
            handover = self.handovers(self.mine, self.colleague)
            handover.with_user(self.manager).action_give()
            self.assertEqual(self.mine.officer_id, self.manager, "one signature changes nothing")
            handover.with_user(self.colleague).action_take()
            self.assertEqual((handover.state, self.mine.officer_id), ("done", self.colleague))
            self.assertEqual(self.second.officer_id, self.manager)
            ended, begun = self.mine.officer_ids.sorted("date_from")
            self.assertEqual((ended.date_to, ended.end_reason), (date(2026, 3, 9), "Transferred to the tax office"))
            self.assertEqual(
                (begun.user_id, begun.role, begun.date_from), (self.colleague, "officer", date(2026, 3, 10))
            )
            self.assertFalse(self.mine.with_user(self.manager).is_my_enterprise)
            self.mine.with_user(self.colleague).tier = "a"

    def test_rows_are_frozen_when_the_giver_signs(self):
        handover = self.handovers(self.mine, self.colleague)
        handover.with_user(self.manager).action_give()
        rows = {(row.kind, row.title, row.detail) for row in handover.line_ids}
        self.assertLessEqual(
            {("firm", "Mine Ltd", ""), ("contact", "Ms Li", "Director"), ("question", "How many people?", "")}, rows
        )
        self.mine.question_ids.action_answer()
        self.mine.name = "Renamed Ltd"
        self.assertEqual({(row.kind, row.title, row.detail) for row in handover.line_ids}, rows)
        with self.assertRaises(UserError):
            handover.with_user(self.centre).enterprise_ids = self.second
        with self.assertRaises(UserError):
            handover.with_user(self.centre).action_prepare()

    def test_nobody_signs_for_another(self):
        handover = self.handovers(self.mine, self.colleague)
        for user in (self.colleague, self.handler, self.leader):
            with self.subTest(user.login), self.assertRaises(AccessError):
                handover.with_user(user).action_give()
        handover.with_user(self.manager).action_give()
        for user in (self.manager, self.centre, self.admin):
            with self.subTest(user.login), self.assertRaises(AccessError):
                handover.with_user(user).action_take()
        with self.assertRaises(AccessError):
            handover.with_user(self.colleague).write({"reason": "mine"})

    def test_the_centre_signs_for_who_has_left_and_says_why(self):
        handover = self.handovers(self.mine, self.colleague)
        self.manager.active = False
        with self.assertRaises(UserError):
            handover.with_user(self.centre).action_give()
        handover.with_user(self.centre).absence_reason = "Has left on 1 March"
        handover.with_user(self.centre).action_give()
        handover.with_user(self.colleague).action_take()
        self.assertEqual((handover.given_uid, self.mine.officer_id), (self.centre, self.colleague))

    def test_open_work_goes_along(self):
        activity = self.mine.activity_schedule(summary="Call back", user_id=self.manager.id)
        handover = self.handovers(self.mine, self.colleague)
        handover.with_user(self.manager).action_give()
        self.assertIn("activity", handover.line_ids.mapped("kind"))
        handover.with_user(self.colleague).action_take()
        self.assertEqual(activity.user_id, self.colleague)

    def test_firms_are_shared_out_to_who_serves_fewest(self):
        many = self.firms(*(f"Firm {number}" for number in range(5)))
        many._park_appoint(self.manager, "officer", date(2020, 1, 1))
        self.others._park_appoint(self.colleague, "deputy", date(2020, 1, 1))
        helper = self.person("ent_helper", "account_manager")
        wizard = self.change(many, self.colleague | helper, with_handover=False)
        self.assertIn("1", wizard.load_text)
        wizard.action_apply()
        served = [
            len(many.filtered(lambda firm, user=user: firm.officer_id == user)) for user in (self.colleague, helper)
        ]
        self.assertEqual(served, [2, 3])

    def test_all_firms_of_a_person_in_one_go(self):
        wizard = self.change(self.mine, self.colleague, with_handover=False)
        wizard.enterprise_ids = False
        wizard.action_apply()
        self.assertEqual((self.mine | self.second).officer_id, self.colleague)

    def test_a_firm_has_one_account_manager_at_a_time(self):
        with self.assertRaises(ValidationError):
            self.mine._park_appoint(self.colleague, "officer")
        self.mine._park_appoint(self.colleague, "deputy")

    def test_who_may_change_officers(self):
        for user in (self.manager, self.handler, self.leader):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.env["park.officer.change"].with_user(user).create(
                    {"giver_id": self.manager.id, "taker_ids": [(6, 0, user.ids)], "reason": "mine"}
                )

    def test_the_list_goes_out_as_a_workbook_and_as_paper(self):
        handover = self.handovers(self.mine, self.colleague).with_user(self.manager)
        handover.action_give()
        (sheet,) = handover._sheets("handover")
        self.assertEqual(len(list(sheet.rows)), len(handover.line_ids) + 2)
        for fmt, start in (("xlsx", b"PK"), ("pdf", b"%PDF")):
            stream = BytesIO()
            self.env["park.document"]._write_sheets(stream, handover._sheets("handover"), fmt)
            self.assertTrue(stream.getvalue().startswith(start))

    def test_statements_do_not_follow_the_firms(self):
        def cost(number):
            firms = self.firms(*(f"Bulk {number}-{place}" for place in range(number)))
            firms._park_appoint(self.manager, "officer", date(2020, 1, 1))
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            firms._park_change_officer(self.manager, self.colleague, "Left")
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        cost(1)
        self.assertAlmostEqual(cost(2), cost(60), delta=4)
