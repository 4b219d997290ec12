from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from .common import EnterpriseCase


@tagged("post_install", "-at_install")
class TestEnterpriseOfficer(EnterpriseCase):
    def my_firms(self, user):
        Partner = self.env["res.partner"].with_user(user)
        return Partner.search([("is_my_enterprise", "=", True), ("is_park_enterprise", "=", True)])

    def test_service_holds_from_its_first_to_its_last_day(self):
        service = self.others._park_appoint(self.colleague, "deputy", "2026-03-01")
        service.date_to = "2026-03-31"
        for day, expected in [
            ("2026-02-28", False),
            ("2026-03-01", True),
            ("2026-03-31", True),
            ("2026-04-01", False),
        ]:
            with self.subTest(day), self.on(day):
                self.env.invalidate_all()
                self.assertEqual(bool(self.my_firms(self.colleague)), expected)
                self.assertEqual(self.others.with_user(self.colleague).is_my_enterprise, expected)

    def test_any_role_serves(self):
        for number, role in enumerate(("cso", "officer", "deputy", "collaborator")):
            with self.subTest(role):
                person = self.person(f"ent_role_{number}", "account_manager")
                self.others._park_appoint(person, role)
                self.assertEqual(self.my_firms(person), self.others)

    def test_the_account_manager_stands_before_the_chief_and_a_collaborator_never(self):
        self.others._park_appoint(self.centre, "collaborator")
        self.assertFalse(self.others.officer_id)
        self.others._park_appoint(self.leader, "cso")
        self.assertEqual(self.others.officer_id, self.leader)
        self.others._park_appoint(self.colleague, "officer")
        self.assertEqual(self.others.officer_id, self.colleague)

    def test_the_job_follows_a_service_that_ended(self):
        self.mine.officer_ids.date_to = "2026-03-31"
        with self.on("2026-03-31"):
            self.env["park.enterprise.officer"]._cron_refresh_main_officers()
            self.assertEqual(self.mine.officer_id, self.manager)
        with self.on("2026-04-01"):
            self.env["park.enterprise.officer"]._cron_refresh_main_officers()
            self.assertFalse(self.mine.officer_id)

    def test_rights_follow_the_firm(self):
        with self.assertRaises(AccessError):
            self.mine.with_user(self.colleague).tier = "a"
        service = self.mine._park_appoint(self.colleague, "collaborator", "2020-01-01")
        self.mine.with_user(self.colleague).tier = "a"
        self.assertEqual(self.mine.tier, "a")
        service.date_to = "2020-12-31"
        with self.assertRaises(AccessError):
            self.mine.with_user(self.colleague).tier = "b"

    def test_nobody_appoints_himself(self):
        for user in (self.colleague, self.handler, self.leader):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.env["park.enterprise.officer"].with_user(user).create(
                    {"enterprise_id": self.others.id, "user_id": user.id, "role": "officer"}
                )
        with self.assertRaises(AccessError):
            self.mine.officer_ids.with_user(self.manager).write({"enterprise_id": self.others.id})

    def test_the_service_centre_appoints_and_it_is_on_record(self):
        service = (
            self.env["park.enterprise.officer"]
            .with_user(self.centre)
            .create({"enterprise_id": self.others.id, "user_id": self.colleague.id, "role": "officer"})
        )
        self.assertEqual(self.others.officer_id, self.colleague)
        log = self.env["park.audit"].search([("model", "=", service._name), ("res_id", "=", service.id)])
        self.assertEqual(log.mapped("action"), ["appoint"])
        service.action_end()
        self.assertTrue(service.date_to)

    def test_a_person_without_the_zone_is_refused(self):
        with self.assertRaises(ValidationError):
            self.foreign._park_appoint(self.manager, "officer")
