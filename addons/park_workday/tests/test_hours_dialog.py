from odoo.exceptions import AccessError, ValidationError
from odoo.tests import TransactionCase, new_test_user, tagged


@tagged("post_install", "-at_install")
class TestHoursDialog(TransactionCase):
    """The administrator of a zone changes its hours without a right on zones."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.zone, cls.elsewhere = cls.env["res.company"].create([{"name": "Hours"}, {"name": "Elsewhere"}])
        cls.admin, cls.centre = (
            new_test_user(
                cls.env,
                f"hours_{role}",
                f"park_guard.group_park_{role}",
                company_id=cls.zone.id,
                company_ids=[(6, 0, cls.zone.ids)],
            )
            for role in ("admin", "service_centre")
        )

    def dialog(self, **vals):
        return self.env["park.workday.hours"].with_user(self.admin).create(vals)

    def test_the_dialog_begins_with_what_holds_and_writes_it(self):
        self.zone.park_afternoon_to = 17.5
        dialog = self.dialog(park_receipt_closes=16.5)
        self.assertEqual(dialog.park_afternoon_to, 17.5)
        dialog.action_apply()
        self.assertEqual((self.zone.park_receipt_closes, self.zone.park_afternoon_to), (16.5, 17.5))
        self.assertEqual(self.elsewhere.park_receipt_closes, 17.0)

    def test_it_is_on_record_with_what_was_before(self):
        dialog = self.dialog(park_receipt_closes=16.5)
        dialog.action_apply()
        line = self.env["park.audit"].search([("model", "=", dialog._name), ("res_id", "=", dialog.id)])
        self.assertEqual(line.action, "hours.change")
        self.assertIn("16.5", str(line.detail))

    def test_hours_that_do_not_follow_each_other_are_refused(self):
        with self.assertRaises(ValidationError):
            self.dialog(park_morning_to=8.0).action_apply()

    def test_neither_other_roles_nor_other_zones(self):
        with self.assertRaises(AccessError):
            self.env["park.workday.hours"].with_user(self.centre).create({})
        with self.assertRaises(AccessError):
            self.dialog(company_id=self.elsewhere.id).action_apply()
