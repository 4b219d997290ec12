from datetime import date
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import TransactionCase, new_test_user, tagged


@tagged("post_install", "-at_install")
class TestAreaDepartment(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.zone = cls.env["res.company"].create({"name": "Zone of Departments"})
        cls.handler = cls.person("base_handler", "park_guard.group_park_handler")
        cls.admin = cls.person("base_admin", "park_guard.group_park_admin")
        cls.department, cls.other = cls.env["park.department"].create(
            [{"name": name, "company_id": cls.zone.id} for name in ("Planning", "Power")]
        )

    @classmethod
    def person(cls, login, group):
        zone = {"company_id": cls.zone.id, "company_ids": [(6, 0, cls.zone.ids)]}
        return new_test_user(cls.env, login, f"{group}", **zone)

    def join(self, department, date_from="2026-01-01", date_to=False):
        return self.env["park.department.member"].create(
            {
                "department_id": department.id,
                "user_id": self.handler.id,
                "date_from": date_from,
                "date_to": date_to,
            }
        )

    def on(self, day):
        """Move the clock of the zone."""
        cls = self.env.registry["park.workday"]
        return patch.object(cls, "today", lambda *args, **kwargs: date.fromisoformat(day))

    def mine(self):
        return self.env["park.department"].with_user(self.handler).search([("is_my_department", "=", True)])

    def test_a_new_zone_and_its_people_live_in_china_time(self):
        self.assertEqual(self.zone.partner_id.tz, "Asia/Shanghai")
        self.assertEqual(self.handler.tz, "Asia/Shanghai")

    def test_membership_holds_from_its_first_to_its_last_day(self):
        self.join(self.department, "2026-03-01", "2026-03-31")
        for day, expected in [
            ("2026-02-28", False),
            ("2026-03-01", True),
            ("2026-03-31", True),
            ("2026-04-01", False),
        ]:
            with self.subTest(day), self.on(day):
                self.env.invalidate_all()
                self.assertEqual(bool(self.mine()), expected)
                department = self.department.with_user(self.handler)
                self.assertEqual(department.is_my_department, expected)
                self.assertEqual(bool(self.handler.park_department_ids), expected)

    def test_a_person_may_sit_in_several_departments(self):
        self.join(self.department)
        self.join(self.other)
        with self.on("2026-06-01"):
            self.assertEqual(self.mine(), self.department | self.other)
            self.assertEqual(self.handler.park_department_ids, self.department | self.other)
            found = self.env["res.users"].search([("park_department_ids", "in", self.other.ids)])
            self.assertEqual(found, self.handler)

    def test_a_person_without_the_zone_is_refused(self):
        outsider = new_test_user(self.env, "base_outsider", "park_guard.group_park_handler")
        with self.assertRaises(ValidationError):
            self.env["park.department.member"].create({"department_id": self.department.id, "user_id": outsider.id})

    def test_an_area_cannot_be_part_of_itself(self):
        area = self.env["park.area"].create({"name": "A", "company_id": self.zone.id})
        with self.assertRaises(UserError):
            area.parent_id = area

    def test_the_administrator_keeps_departments_and_staff_read_them(self):
        self.department.with_user(self.admin).name = "Planning Bureau"
        self.assertEqual(self.department.with_user(self.handler).name, "Planning Bureau")
        with self.assertRaises(AccessError):
            self.department.with_user(self.handler).name = "Mine"
