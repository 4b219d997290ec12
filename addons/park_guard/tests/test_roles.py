from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Command
from odoo.tests import TransactionCase, new_test_user, tagged

ROLES = ("account_manager", "handler", "service_centre", "supervisor", "leader", "admin", "auditor")


@tagged("post_install", "-at_install")
class TestRoles(TransactionCase):
    def group(self, role):
        return self.env.ref(f"park_guard.group_park_{role}")

    def test_each_role_makes_staff_and_no_other_role(self):
        staff = self.group("user")
        everybody = sum((self.group(role) for role in ROLES), staff)
        self.assertIn(self.env.ref("base.group_user"), staff.all_implied_ids)
        for role in ROLES:
            with self.subTest(role):
                self.assertEqual(self.group(role).all_implied_ids & everybody, staff + self.group(role))

    def test_a_person_may_hold_two_roles(self):
        user = new_test_user(
            self.env, "two", groups="park_guard.group_park_handler,park_guard.group_park_account_manager"
        )
        privileges = (self.group("handler") + self.group("account_manager")).privilege_id
        self.assertEqual(len(privileges), 2, "the user form keeps one group for each privilege")
        self.assertTrue(user.has_group("park_guard.group_park_handler"))

    def test_nobody_administers_and_audits(self):
        user = new_test_user(self.env, "admin_only", groups="park_guard.group_park_admin")
        with self.assertRaises(ValidationError):
            user.group_ids = [Command.link(self.group("auditor").id)]

    def test_a_refusal_names_no_hidden_record_in_debug_mode(self):
        user = new_test_user(self.env, "curious", groups="base.group_user,base.group_no_one")
        zone = self.env["res.company"].create({"name": "CNRY-Zone"})
        secret = self.env["res.partner"].create({"name": "CNRY-Firm", "company_id": zone.id})
        with self.assertRaises(AccessError) as refusal:
            secret.with_user(user).check_access("read")
        self.assertNotIn("CNRY", str(refusal.exception))
