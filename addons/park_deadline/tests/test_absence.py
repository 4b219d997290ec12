from datetime import date

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import freeze_time, tagged

from .common import DeadlineCase


@tagged("post_install", "-at_install")
@freeze_time("2026-09-24 02:00:00")
class TestAbsence(DeadlineCase):
    """The owner is away; the handler stands in, sharing a department."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.join(cls.department, cls.owner)
        cls.second = cls.person("handler", cls.zone, "deadline_second")
        cls.join(cls.department, cls.second)

    def away(self, user, substitute, first="2026-09-21", last="2026-09-30", **vals):
        return self.env["park.absence"].create(
            {
                "user_id": user.id,
                "substitute_id": substitute.id,
                "company_id": self.zone.id,
                "date_from": first,
                "date_to": last,
                **vals,
            }
        )

    def told(self, **vals):
        matter = self.started(**vals)
        self.env["park.deadline"]._sweep()
        return self.events(matter).user_id

    def test_the_substitute_is_told_in_place_and_the_clock_goes_on(self):
        self.away(self.owner, self.handler)
        matter = self.started()
        self.env["park.deadline"]._sweep()
        self.assertEqual(self.events(matter).user_id, self.handler)
        self.assertEqual(self.todos(matter).user_id, self.handler)
        self.assertEqual((matter.deadline_ids.owner_id, matter.deadline_ids.state), (self.owner, "running"))

    def test_both_are_told_where_the_absent_one_wants_it(self):
        self.away(self.owner, self.handler, is_told_too=True)
        self.assertEqual(self.told(), self.owner + self.handler)

    def test_before_and_after_the_days_the_person_is_told(self):
        self.away(self.owner, self.handler, "2026-09-25", "2026-09-30")
        self.away(self.owner, self.handler, "2026-09-21", "2026-09-23")
        self.assertEqual(self.told(), self.owner)

    def test_chains_are_followed_and_circles_lead_back(self):
        self.away(self.owner, self.handler)
        self.away(self.handler, self.second)
        self.assertEqual(self.told(), self.second)
        self.away(self.second, self.owner)
        self.assertEqual(self.told(), self.owner)

    def test_an_absence_for_a_kind_goes_before_one_for_all(self):
        self.away(self.owner, self.handler)
        self.away(self.owner, self.second, kind="issue_reply")
        self.assertEqual(self.told(), self.second)
        self.assertEqual(self.told(kind="issue_close", start=date(2026, 9, 14)), self.handler)

    def test_a_kind_named_in_one_zone_changes_nothing_in_another(self):
        self.away(self.owner, self.handler)
        there = [self.person("supervisor", self.other_zone, f"deadline_there_{n}") for n in (1, 2)]
        self.away(*there, company_id=self.other_zone.id, kind="issue_reply")
        self.assertEqual(self.told(), self.handler)

    def test_a_substitute_who_could_not_open_it_is_refused(self):
        outsider = self.person("handler", self.zone, "deadline_outsider")
        with self.assertRaisesRegex(ValidationError, "shares no department"), self.cr.savepoint():
            self.away(self.owner, outsider)
        self.join(self.department, outsider, date_to=date(2026, 9, 25))
        with self.assertRaisesRegex(ValidationError, "shares no department"), self.cr.savepoint():
            self.away(self.owner, outsider)  # access ends before the absence does
        self.away(self.owner, outsider, last="2026-09-25")
        self.assertEqual(self.told(), outsider)
        self.away(self.handler, self.users["supervisor"])  # sees the whole zone

    def test_a_substitute_who_has_left_since_is_not_told(self):
        self.away(self.owner, self.handler)
        self.handler.active = False
        self.assertEqual(self.told(), self.owner)
        self.handler.active = True
        self.department.member_ids.filtered(lambda member: member.user_id == self.handler).unlink()
        self.assertEqual(self.told(), self.owner)

    def test_a_restricted_clock_never_goes_to_somebody_who_may_not_see_it(self):
        supervisor = self.users["supervisor"]
        self.join(self.department, supervisor)
        self.away(supervisor, self.handler)
        self.assertEqual(self.told(is_restricted=True), supervisor)

    def test_a_substitute_sees_the_clocks_on_these_days_alone(self):
        clock = self.started(department_id=False).deadline_ids
        self.away(self.owner, self.handler)
        mine = self.env["park.deadline"].with_user(self.handler)
        self.assertTrue(mine.search([("id", "=", clock.id)]))
        self.assertTrue(self.owner.with_user(self.handler).is_represented_by_me)
        with freeze_time("2026-10-08 02:00:00"):
            self.env.invalidate_all()
            self.assertFalse(mine.search([("id", "=", clock.id)]))
        self.assertFalse(mine.with_user(self.second).search([("id", "=", clock.id)]))

    def test_two_absences_on_one_day_are_refused(self):
        self.away(self.owner, self.handler)
        with self.assertRaisesRegex(ValidationError, "already"), self.cr.savepoint():
            self.away(self.owner, self.second, "2026-09-30", "2026-10-09")

    def test_everybody_keeps_their_own_and_the_administrator_all(self):
        Absence = self.env["park.absence"].with_company(self.zone)
        vals = {"substitute_id": self.handler.id, "date_from": "2026-09-28", "date_to": "2026-09-29"}
        own = Absence.with_user(self.owner).create(vals)
        self.assertEqual((own.user_id, own.company_id), (self.owner, self.zone))
        with self.assertRaises(AccessError):
            Absence.with_user(self.owner).create({**vals, "user_id": self.second.id})
        with self.assertRaises(AccessError):
            own.user_id = self.second
        Absence.with_user(self.users["admin"]).create({**vals, "user_id": self.second.id})

    def test_who_is_told_instead_of_a_person(self):
        Absence = self.env["park.absence"]
        self.assertEqual(Absence._who(self.owner, self.zone), self.owner)
        self.away(self.owner, self.handler)
        self.assertEqual(Absence._who(self.owner, self.zone, "issue_reply"), self.handler)

    def test_who_stands_in_is_found_once_and_anew_after_a_change(self):
        Absence, day = self.env["park.absence"], date(2026, 9, 24)
        self.assertEqual(Absence._stand_ins(day), [])
        absence = self.away(self.owner, self.handler)
        rows = [(self.zone.id, self.owner.id, "", self.handler.id)]
        self.assertEqual(Absence._stand_ins(day), rows)
        with self.assertQueryCount(0):
            self.assertEqual(Absence.with_user(self.handler)._stand_ins(day), rows)
        self.assertEqual(Absence._stand_ins(date(2026, 10, 8)), [])
        absence.substitute_id = self.second
        self.assertEqual(Absence._stand_ins(day), [(self.zone.id, self.owner.id, "", self.second.id)])
        self.env["park.department.member"].search([("user_id", "=", self.second.id)]).unlink()
        self.assertEqual(Absence._stand_ins(day), [], "no longer of the department")
        self.join(self.department, self.second)
        self.assertTrue(Absence._stand_ins(day))
        self.second.active = False
        self.assertEqual(Absence._stand_ins(day), [])
