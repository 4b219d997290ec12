from datetime import date, timedelta

from odoo.exceptions import AccessError
from odoo.tests import freeze_time, new_test_user, tagged

from .common import DeadlineCase

DAYS_OF_2027 = [(date(2027, 1, 1) + timedelta(days=at), "workday", None) for at in range(365)]


@tagged("post_install", "-at_install")
class TestWorkdayMissing(DeadlineCase):
    def tell(self, day):
        with freeze_time(f"{day} 02:00:00"):
            self.env["park.workday.year"]._cron_missing_year()
            return self.todos_of(self.users["admin"])

    def todos_of(self, user):
        todo_type = self.env.ref("park_deadline.mail_activity_type_missing_year")
        return self.env["mail.activity"].search([("user_id", "=", user.id), ("activity_type_id", "=", todo_type.id)])

    def publish(self):
        self.env["park.workday.year"]._put_national(2027, DAYS_OF_2027, "Invented", None)

    def test_administrators_are_told_from_november_once_and_nobody_else(self):
        matter = self.matters(received_on=date(2026, 12, 28))
        matter._start_deadlines("issue_close", start="received_on", amount=7)
        self.assertFalse(self.tell("2026-10-31"))
        todo = self.tell("2026-11-01")
        self.assertIn("2027", todo.summary)
        self.assertIn("until then: 1", todo.note)
        self.assertEqual(self.tell("2026-11-02"), todo)
        self.assertFalse(self.todos_of(self.users["supervisor"]))

    def test_who_has_dealt_with_the_to_do_is_not_told_again_and_a_new_colleague_is(self):
        self.tell("2026-11-01").unlink()
        self.assertFalse(self.tell("2026-11-20"))
        newcomer = new_test_user(self.env, "late_admin", groups="park_guard.group_park_admin", lang="en_US")
        self.tell("2026-11-21")
        self.assertEqual(len(self.todos_of(newcomer)), 1)

    def test_the_to_dos_go_when_the_list_comes(self):
        self.tell("2026-11-01")
        with freeze_time("2026-11-05 02:00:00"):
            self.publish()
            self.assertFalse(self.todos_of(self.users["admin"]))
        self.assertFalse(self.tell("2026-11-06"))

    def test_in_january_the_year_itself_is_missing(self):
        todo = self.tell("2027-01-04")
        self.assertIn("2027", todo.summary)

    def test_lists_say_so_to_whoever_reads_them(self):
        years = self.env["park.workday.year"].with_user(self.users["handler"])
        with freeze_time("2026-10-31 02:00:00"):
            self.assertFalse(years.missing_notice())
        with freeze_time("2026-11-01 02:00:00"):
            self.assertIn("2027", years.missing_notice())
            self.publish()
            self.assertFalse(years.missing_notice())
        portal = new_test_user(self.env, "missing_portal", groups="base.group_portal")
        with self.assertRaises(AccessError):
            years.with_user(portal).missing_notice()
