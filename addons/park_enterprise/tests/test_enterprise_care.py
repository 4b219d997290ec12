"""Risk, objectives, quiet firms and questions for figures."""

from datetime import datetime

from freezegun import freeze_time
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import EnterpriseCase


@tagged("post_install", "-at_install")
class TestEnterpriseCare(EnterpriseCase):
    def judge(self, level, day, firm=None, user=None):
        risks = self.env["park.risk"].with_user(user or self.manager)
        vals = {"level": level, "signal": "cash", "reason": "Wages came late", "judged_on": day}
        return risks.create({"enterprise_id": (firm or self.mine).id, **vals})

    def test_the_latest_judgement_holds_and_none_is_changed(self):
        self.assertFalse(self.mine.risk_level)
        later = self.judge("high", "2026-03-02")
        self.judge("low", "2026-02-01")
        self.mine.invalidate_recordset(["risk_level"])
        self.assertEqual(self.mine.risk_level, "high")
        firms = self.env["res.partner"]
        self.assertEqual(
            firms.search([("risk_level", "=", "high"), ("id", "in", (self.mine | self.others).ids)]), self.mine
        )
        self.assertIn(self.others, firms.search([("risk_level", "=", False)]))
        self.assertEqual(later.judged_by_id, self.manager)
        with self.assertRaises(UserError):
            later.sudo().reason = "Other"
        with self.assertRaises(AccessError):
            later.with_user(self.admin).unlink()
        with self.assertRaises(AccessError):
            self.judge("low", "2026-03-03", user=self.colleague)

    def test_an_objective_is_blocked_by_something(self):
        objective = (
            self.env["park.objective"]
            .with_user(self.manager)
            .create({"enterprise_id": self.mine.id, "name": "First overseas order", "year": 2026})
        )
        with self.assertRaises(UserError):
            objective.action_block()
        objective.blocker = "No licence for export"
        objective.action_block()
        objective.action_reach()
        self.assertEqual(objective.state, "reached")

    def test_the_days_until_quiet_are_set_for_the_own_zone_on_the_settings_screen(self):
        settings = self.env["res.config.settings"].with_company(self.zone).create({"park_quiet_days_b": 45})
        settings.execute()
        self.assertEqual((self.zone.park_quiet_days_b, self.other_zone.park_quiet_days_b), (45, 90))
        self.assertIn("park_quiet_days_b", settings.get_view(view_type="form")["arch"])

    def test_a_firm_is_quiet_by_its_tier_and_its_last_contact(self):
        self.mine.tier = "a"
        self.others.tier = False
        with freeze_time("2026-03-01 02:00:00"):
            self.mine.message_post(body="Telephoned", message_type="comment")
        for day, quiet in (("2026-03-31", False), ("2026-04-01", True)):
            with self.on(day):
                (self.mine | self.others).invalidate_recordset(["is_quiet", "last_contact_on"])
                self.assertEqual((self.mine.is_quiet, f"{self.mine.last_contact_on}"), (quiet, "2026-03-01"), day)
                self.assertFalse(self.others.is_quiet)
                found = self.env["res.partner"].search([("is_quiet", "=", True)])
                self.assertEqual(self.mine in found, quiet, day)
                self.assertNotIn(self.others, found)

    def test_lists_cost_the_same_statements_for_more_firms(self):
        firms = self.firms(*(f"Quiet {number}" for number in range(40)), tier="a")
        counts = []
        for some in (firms[:5], firms):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            some.read(["is_quiet", "last_contact_on", "risk_level", "qualification_text"])
            counts.append(self.cr.sql_log_count - before)
        self.assertEqual(*counts)

    def test_the_answer_to_a_question_becomes_a_figure_with_its_source(self):
        key = self.env.ref("park_enterprise.indicator_sales_wan")
        question = (
            self.env["park.enterprise.question"]
            .with_user(self.manager)
            .create({"enterprise_id": self.mine.id, "text": "Sales of 2025?", "indicator_key_id": key.id, "year": 2025})
        )
        for unclear in (False, "about a lot"):
            question.answer = unclear
            with self.subTest(unclear), self.assertRaises(UserError), self.cr.savepoint():
                question.action_answer()
        question.answer = "1.2亿元"
        with freeze_time("2026-03-02 01:00:00"):
            question.action_answer()
        figure = self.mine.indicator_ids
        self.assertEqual((figure.value, figure.source, figure.entered_by_id), (12000, "firm", self.manager))
        self.assertEqual((question.state, question.answered_at), ("answered", datetime(2026, 3, 2, 1)))
        self.mine.invalidate_recordset(["last_contact_on"])
        self.assertEqual(f"{self.mine.last_contact_on}", "2026-03-02")
