from datetime import date

from odoo.exceptions import UserError
from odoo.tests import Form, freeze_time, tagged

from .common import TODAY, ServiceDayCase


@tagged("post_install", "-at_install")
@freeze_time(TODAY)
class TestServiceDay(ServiceDayCase):
    """A day from plan to end."""

    def new_day(self, **values):
        return self._as(self.centre)["park.service.day"].create({"date_on": date(2026, 12, 1), **values})

    def test_days_are_numbered_by_zone_and_year(self):
        self.assertEqual(self.day.number, "2026-01")
        second, next_year = self.new_day(), self.new_day(date_on=date(2027, 1, 5))
        self.assertEqual((second.number, next_year.number), ("2026-02", "2027-01"))
        elsewhere = self.env["park.service.day"].create(
            {"company_id": self.env["res.company"].create({"name": "South"}).id, "date_on": date(2026, 12, 1)}
        )
        self.assertEqual(elsewhere.number, "2026-01")

    def test_a_caller_sets_neither_number_nor_state_nor_zone(self):
        other = self.env["res.company"].create({"name": "South"})
        day = self.new_day(number="2099-77", state="finished", company_id=other.id)
        self.assertEqual((day.number, day.state, day.company_id), ("2026-02", "planned", self.zone))
        day.write({"state": "open", "number": "x"})
        self.assertEqual((day.number, day.state), ("2026-02", "planned"))

    def test_a_day_without_firms_does_not_open(self):
        with self.assertRaises(UserError):
            self.new_day().action_open()

    def test_every_step_asks_for_the_state_before_it(self):
        day = self.new_day(firm_ids=[(0, 0, {"enterprise_id": self.firms[0].id})])
        for verb in ("action_finish", "action_reopen"):
            with self.subTest(verb), self.assertRaises(UserError):
                getattr(day, verb)()
        day.action_open()
        self.assertTrue(day.opened_at)
        with self.assertRaises(UserError):
            day.action_open()
        day.action_finish()
        with self.assertRaises(UserError):
            day.action_cancel()
        day.action_reopen()
        self.assertEqual((day.state, day.finished_at), ("open", False))
        day.action_cancel()
        self.assertEqual(day.state, "cancelled")
        actions = self.env["park.audit"].search([("model", "=", day._name), ("res_id", "=", day.id)]).mapped("action")
        self.assertEqual(set(actions), {"create", "open", "finish", "reopen", "cancel"})

    def test_a_day_with_issues_is_neither_called_off_nor_deleted(self):
        self.capture(self.line())
        with self.assertRaises(UserError):
            self.day.action_cancel()
        with self.assertRaises(UserError):
            self.day.unlink()
        planned = self.new_day()
        planned.unlink()
        self.assertFalse(planned.exists())

    def test_a_firm_with_issues_stays_on_the_list(self):
        self.capture(self.line())
        alpha, beta = self.day.firm_ids
        with self.assertRaises(UserError):
            alpha.unlink()
        with self.assertRaises(UserError):
            alpha.enterprise_id = self.firms[2]
        beta.unlink()
        self.assertEqual(self.day.firm_ids, alpha)

    def test_firms_are_added_once_and_in_order(self):
        self.assertEqual(self.day.add_firms(self.firms.ids), 1)
        self.assertEqual(self.day.firm_ids.enterprise_id, self.firms)
        self.assertEqual(self.day.firm_ids.mapped("sequence")[-1], 20)
        self.day.action_finish()
        with self.assertRaises(UserError):
            self.day.add_firms(self.firms.ids)

    def test_leaders_with_a_log_in_are_attendees(self):
        self.day.leader_ids = self.leader
        [attendee] = self.day.attendee_ids
        self.assertEqual((attendee.kind, attendee.name, attendee.user_id), ("leader", self.leader.name, self.leader))
        self.env["park.service.day.attendee"].create(
            {"service_day_id": self.day.id, "name": "Guest", "title": "Director", "kind": "leader"}
        )
        self.assertEqual(self.day.leader_ids, self.leader)
        found = self.env["park.service.day"].search([("leader_ids", "in", self.leader.ids)])
        self.assertEqual(found.ids, self.day.ids)
        self.day.leader_ids = False
        self.assertEqual(self.day.attendee_ids.mapped("name"), ["Guest"])

    def test_departments_belong_to_the_zone(self):
        other = self.env["res.company"].create({"name": "South"})
        foreign = self.env["park.department"].create({"name": "Foreign", "company_id": other.id})
        with self.assertRaises(UserError):
            self.day.sudo().department_ids = foreign

    def test_counts_tell_how_the_day_went(self):
        self.capture(self.line(1), self.line(2), self.limited(3))
        day = self.day.with_env(self._as(self.manager))
        day.invalidate_recordset()
        self.assertEqual((day.firm_count, day.issue_count), (2, 3))
        self.assertEqual((day.on_spot_count, day.limited_count, day.pending_count), (2, 1, 1))

    def test_the_form_makes_a_day(self):
        with Form(self._as(self.manager)["park.service.day"]) as form:
            form.name = "Second day"
            with form.firm_ids.new() as firm:
                firm.enterprise_id = self._as(self.manager)["res.partner"].browse(self.firms[0].id)
        day = form.record
        self.assertEqual((day.organiser_ids, day.company_id, day.can_write), (self.manager, self.zone, True))

    def test_a_firms_timeline_shows_its_days(self):
        parts = {part["kind"]: part for part in self.firms[0]._park_timeline_parts()}
        found = self.env["park.service.day"].search(parts["service_day"]["domain"])
        self.assertEqual(found.ids, self.day.ids)
        self.assertFalse(
            self.env["park.service.day"].search(self.firms[2]._park_timeline_parts()[-1]["domain"]) & self.day
        )
