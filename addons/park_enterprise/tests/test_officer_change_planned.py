from datetime import date

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import EnterpriseCase

TODAY, EVE, DAY, AFTER = "2026-03-10", "2026-03-31", "2026-04-01", "2026-04-02"


@tagged("post_install", "-at_install")
class TestOfficerChangePlanned(EnterpriseCase):
    """A change for a later day: rights and work go over on that day, not when it is planned."""

    def clock(self, firm, kind="planned"):
        days = dict.fromkeys(("started_on", "due_on", "yellow_on", "original_due_on"), "2026-05-01")
        return self.env["park.deadline"].create(
            {
                "res_model": "res.partner",
                "res_id": firm.id,
                "title": "Clock",
                "company_id": firm.company_id.id,
                "enterprise_id": firm.id,
                "owner_id": self.manager.id,
                "kind": kind,
                "amount": 5,
                "unit": "workday",
                **days,
            }
        )

    def plan(self, giver=None, taker=None, day=DAY):
        self.mine._park_change_officer(
            giver or self.manager, taker or self.colleague, "Moves on", date.fromisoformat(day)
        )

    def run_job(self, day):
        with self.on(day):
            self.env["park.enterprise.officer"]._cron_refresh_main_officers()
        self.env.invalidate_all()

    def test_nothing_goes_over_before_the_day(self):
        clock = self.clock(self.mine)
        todo = self.mine.activity_schedule("mail.mail_activity_data_todo", user_id=self.manager.id)
        with self.on(TODAY):
            self.plan()
        self.assertEqual((clock.owner_id, todo.user_id, self.mine.officer_id), (self.manager,) * 3)
        self.run_job(EVE)
        self.assertEqual((clock.owner_id, todo.user_id, self.mine.officer_id), (self.manager,) * 3)
        self.run_job(DAY)
        self.assertEqual((clock.owner_id, todo.user_id, self.mine.officer_id), (self.colleague,) * 3)

    def test_what_begins_between_plan_and_day_goes_over_too(self):
        with self.on(TODAY):
            self.plan()
        clock = self.clock(self.mine)
        self.run_job(DAY)
        self.assertEqual(clock.owner_id, self.colleague)

    def test_the_job_is_safe_to_repeat_and_catches_up_when_it_comes_late(self):
        with self.on(TODAY):
            self.plan()
        clock = self.clock(self.mine)
        self.run_job(AFTER)
        self.assertEqual(clock.owner_id, self.colleague)
        given_back = self.clock(self.mine, "given_back")  # the centre gives the former officer a task on purpose
        self.run_job(AFTER)
        self.assertEqual(given_back.owner_id, self.manager, "handed over once, not every night")

    def test_a_change_of_today_goes_over_at_once_and_the_job_finds_nothing_left(self):
        clock = self.clock(self.mine)
        with self.on(TODAY):
            self.plan(day=TODAY)
            self.assertEqual((clock.owner_id, self.mine.officer_id), (self.colleague, self.colleague))
        given_back = self.clock(self.mine, "given_back")
        self.run_job(DAY)
        self.assertEqual(given_back.owner_id, self.manager)

    def test_a_plan_replaced_before_its_day_leads_to_the_last_taker(self):
        clock = self.clock(self.mine)
        with self.on(TODAY):
            self.plan()
            self.plan(self.colleague, self.leader, "2026-03-20")
        services = self.mine.officer_ids.sorted("date_from")
        self.assertEqual(services.user_id, self.manager | self.leader)
        self.assertEqual((services[0].date_to, services[1].date_from), (date(2026, 3, 31), date(2026, 4, 1)))
        self.run_job(DAY)
        self.assertEqual((clock.owner_id, self.mine.officer_id), (self.leader, self.leader))

    def test_a_taker_who_serves_no_more_on_the_day_gets_nothing(self):
        clock = self.clock(self.mine)
        with self.on(TODAY):
            self.plan()
        self.mine.officer_ids.filtered(lambda one: one.user_id == self.colleague).date_to = DAY
        self.run_job(AFTER)
        self.assertEqual(clock.owner_id, self.manager)

    def test_a_planned_change_cannot_be_planned_twice(self):
        with self.on(TODAY):
            self.plan()
            with self.assertRaises(UserError):
                self.plan(day="2026-05-01")
