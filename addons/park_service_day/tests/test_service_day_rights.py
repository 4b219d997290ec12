from datetime import date

from odoo.exceptions import AccessError
from odoo.tests import freeze_time, tagged

from .common import TODAY, ServiceDayCase


@tagged("post_install", "-at_install")
@freeze_time(TODAY)
class TestServiceDayRights(ServiceDayCase):
    """Who reads a day, who keeps it, and what each finds on its lists."""

    def test_who_reads_the_day(self):
        readers = {self.manager: True, self.other_manager: True, self.centre: True, self.leader: True}
        readers |= {self.handler: True, self.plain: False}
        for user, may_read in readers.items():
            with self.subTest(user.login):
                day = self.day.with_env(self._as(user))
                self.assertEqual(day.has_access("read"), may_read)
        self.day.department_ids = self.roads
        self.assertFalse(self.day.with_env(self._as(self.handler)).has_access("read"))

    def test_only_organisers_and_the_centre_keep_it(self):
        for user, may_write in (
            (self.manager, True),
            (self.centre, True),
            (self.other_manager, False),
            (self.leader, False),
        ):
            with self.subTest(user.login):
                day = self.day.with_env(self._as(user))
                self.assertEqual((day.has_access("write"), day.can_write), (may_write, may_write))
                if not may_write:
                    for verb in ("action_finish", "action_cancel"):
                        with self.assertRaises(AccessError):
                            getattr(day, verb)()
                    with self.assertRaises(AccessError):
                        day.add_firms(self.firms.ids)

    def test_a_manager_plans_days_they_organise(self):
        days = self._as(self.manager)["park.service.day"]
        self.assertEqual(days.create({"date_on": date(2026, 12, 1)}).organiser_ids, self.manager)
        with self.assertRaises(AccessError):
            days.create({"date_on": date(2026, 12, 1), "organiser_ids": [(6, 0, self.other_manager.ids)]})

    def test_nobody_outside_the_zone_reads_it(self):
        self.assertTrue(self.day.with_env(self._as(self.centre)).has_access("read"))
        south = self.env["res.company"].create({"name": "South"})
        self.centre.write({"company_ids": [(6, 0, south.ids)], "company_id": south.id})
        env = self.env(user=self.centre, context={"allowed_company_ids": south.ids})
        self.assertFalse(self.day.with_env(env).has_access("read"))

    def test_the_organiser_lists_all_the_day_and_others_what_they_may_read(self):
        self.capture(self.limited(1), self.limited(2, department_id=self.roads.id))

        def seen(user):
            return len(self.day.with_env(self._as(user)).board()["lines"])

        self.assertEqual([seen(user) for user in (self.manager, self.centre, self.leader)], [2, 2, 2])
        self.assertEqual(seen(self.other_manager), 0, "neither firm is theirs")
        self.assertEqual(seen(self.handler), 1, "one problem went to their department")

    def test_a_complaint_that_became_restricted_leaves_the_lists(self):
        self.capture(self.line(1), self.line(2))
        self.issues()[0].category_id = self.restricted
        day = self.day.with_env(self._as(self.manager))
        self.assertEqual(len(day.board()["lines"]), 1)
        self.assertEqual(day.issue_count, 1)

    def test_the_organiser_opens_only_issues_of_own_firms(self):
        self.capture(self.line(1))
        [line] = self.day.with_env(self._as(self.manager)).board()["lines"]
        self.assertFalse(line["can_open"])
        [line] = self.day.with_env(self._as(self.centre)).board()["lines"]
        self.assertTrue(line["can_open"])
