from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .common import EnterpriseCase


@tagged("post_install", "-at_install")
class TestEnterpriseRights(EnterpriseCase):
    def as_user(self, record, user):
        return record.with_user(user).with_company(user.company_id)

    def test_everybody_of_the_zone_reads_and_nobody_from_elsewhere(self):
        stranger = self.person("ent_stranger", "service_centre", self.other_zone)
        for user in (self.manager, self.handler, self.leader, self.supervisor, self.centre, self.admin):
            with self.subTest(user.login):
                self.assertEqual(self.as_user(self.others, user).name, "Others Ltd")
                with self.assertRaises(AccessError):
                    _name = self.as_user(self.foreign, user).name
        with self.assertRaises(AccessError):
            _name = self.as_user(self.mine, stranger).name

    def test_a_firm_with_a_colleague_behind_it_stays_in_its_zone(self):
        """Core shows the partners of internal users in every company; firms are not among them."""
        new_test_user(
            self.env,
            "ent_odd",
            "base.group_user",
            partner_id=self.foreign.id,
            company_id=self.other_zone.id,
            company_ids=[(6, 0, self.other_zone.ids)],
        )
        with self.assertRaises(AccessError):
            _name = self.as_user(self.foreign, self.manager).name

    def test_who_may_write(self):
        for user, own, others in [
            (self.manager, True, False),
            (self.colleague, False, False),
            (self.centre, True, True),
            (self.admin, True, True),
            (self.handler, False, False),
            (self.leader, False, False),
            (self.supervisor, False, False),
        ]:
            for firm, allowed in ((self.mine, own), (self.others, others)):
                with self.subTest(user=user.login, firm=firm.name):
                    self.assertEqual(self.as_user(firm, user).has_access("write"), allowed)
                    if user.has_group("park_guard.group_park_account_manager"):
                        self.assertEqual(self.as_user(firm, user).park_may_write, allowed)

    def test_only_the_administrator_removes(self):
        for user in (self.manager, self.centre, self.leader):
            self.assertFalse(self.as_user(self.mine, user).has_access("unlink"))
        self.as_user(self.others, self.admin).unlink()

    def test_who_registers_a_firm_serves_it(self):
        firm = (
            self.as_user(self.env["res.partner"], self.colleague)
            .with_context(default_is_park_enterprise=True)
            .create({"name": "Fresh Ltd", "child_ids": [(0, 0, {"name": "Ms Li"})]})
        )
        self.assertEqual((firm.company_id, firm.is_company), (self.zone, True))
        self.assertEqual(firm.officer_id, self.colleague)
        self.assertEqual(firm.child_ids.company_id, self.zone)
        self.assertFalse(firm.child_ids.is_park_enterprise)
        firm.name = "Fresh and Firm Ltd"

    def test_others_register_nothing(self):
        for user in (self.handler, self.leader, self.supervisor):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.as_user(self.env["res.partner"], user).create({"name": "No", "is_park_enterprise": True})
        with self.assertRaises(AccessError):
            self.as_user(self.env["res.partner"], self.manager).create(
                {"name": "Elsewhere", "is_park_enterprise": True, "company_id": self.other_zone.id}
            )

    def test_other_partners_stay_out_of_reach(self):
        """Our access line on partners must not open the addresses of colleagues."""
        contact = self.env["res.partner"].create({"name": "Nobody's", "company_id": self.zone.id})
        for user in (self.manager, self.centre, self.admin):
            with self.subTest(user.login):
                for partner in (contact, self.leader.partner_id):
                    with self.assertRaises(AccessError):
                        self.as_user(partner, user).email = "taken@example.com"
                with self.assertRaises(AccessError):
                    self.as_user(self.env["res.partner"], user).create({"name": "Loose contact"})

    def test_contact_keepers_keep_ordinary_contacts(self):
        keeper = new_test_user(
            self.env,
            "ent_keeper",
            "base.group_user,base.group_partner_manager",
            company_id=self.zone.id,
            company_ids=[(6, 0, self.zone.ids)],
        )
        contact = self.as_user(self.env["res.partner"], keeper).create({"name": "Supplier"})
        contact.email = "supplier@example.com"
        with self.assertRaises(AccessError):
            self.as_user(self.mine, keeper).name = "Mine no more"
        with self.assertRaises(AccessError):
            contact.parent_id = self.mine.id

    def test_contacts_follow_their_firm(self):
        person, stranger = self.env["res.partner"].create(
            [{"name": "Ms Wang", "parent_id": firm.id} for firm in (self.mine, self.others)]
        )
        self.assertEqual(person.company_id, self.zone)
        self.as_user(person, self.manager).phone = "0531-1"
        with self.assertRaises(AccessError):
            self.as_user(stranger, self.manager).phone = "0531-2"
        with self.assertRaises(AccessError):
            self.as_user(person, self.manager).parent_id = self.others.id

    def test_a_firm_does_not_leave_its_zone_or_the_register(self):
        self.manager.company_ids |= self.other_zone
        firm = self.mine.with_user(self.manager).with_context(allowed_company_ids=[self.zone.id, self.other_zone.id])
        for vals in ({"company_id": self.other_zone.id}, {"is_park_enterprise": False}):
            with self.subTest(vals), self.assertRaises(AccessError):
                firm.write(vals)
        firm.write({"company_id": self.zone.id, "is_park_enterprise": True})

    def test_references_to_what_one_cannot_read_are_refused(self):
        area = self.env["park.area"].create({"name": "Far", "company_id": self.other_zone.id})
        for vals in ({"park_area_id": area.id}, {"group_parent_id": self.foreign.id}):
            with self.subTest(vals), self.assertRaises(AccessError):
                self.as_user(self.mine, self.manager).write(vals)

    def test_facts_are_read_by_all_and_written_by_who_serves(self):
        for model, vals in (
            ("park.enterprise.question", {"text": "Really?"}),
            ("park.enterprise.former.name", {"name": "Before Ltd"}),
        ):
            with self.subTest(model):
                Model = self.as_user(self.env[model], self.manager)
                fact = Model.create({"enterprise_id": self.mine.id, **vals})
                self.assertTrue(self.as_user(fact, self.handler).has_access("read"))
                self.assertFalse(self.as_user(fact, self.colleague).has_access("write"))
                for firm in (self.others, self.foreign):
                    with self.assertRaises(AccessError):
                        Model.create({"enterprise_id": firm.id, **vals})
                with self.assertRaises(AccessError):
                    fact.enterprise_id = self.others.id
