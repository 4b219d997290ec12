from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .common import CODES, WRONG_CODE, EnterpriseCase


@tagged("post_install", "-at_install")
class TestEnterpriseMerge(EnterpriseCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.stays = cls.firms("桂林云图科技有限公司", uscc=CODES[0], phone="0773-5801234", tier="b")
        cls.goes = cls.firms("桂林云途科技有限责任公司", uscc=WRONG_CODE, phone="0773-5809999", street="信息路18号")

    def merge(self, **decisions):
        """Return a draft made by the service centre with everything decided, ``ours`` where not said."""
        action = (self.stays | self.goes).with_user(self.centre).action_park_merge()
        merge = self.env["park.enterprise.merge"].with_user(self.centre).browse(action["res_id"])
        for difference in merge.difference_ids.filtered(lambda row: not row.decision or row.field_name in decisions):
            difference.decision = decisions.get(difference.field_name, "ours")
        merge.reason = "营业执照为同一张"
        return merge

    def test_values_stand_side_by_side_and_each_conflict_is_decided(self):
        action = (self.stays | self.goes).with_user(self.centre).action_park_merge()
        merge = self.env["park.enterprise.merge"].with_user(self.centre).browse(action["res_id"])
        self.assertEqual(merge.survivor_id, self.stays, "the valid code stays")
        rows = {row.field_name: (row.our_value, row.their_value, row.decision) for row in merge.difference_ids}
        ours, theirs, decision = rows["phone"]
        self.assertFalse(decision)
        self.assertNotIn("5801234", ours, "personal data stays masked in rows that others read")
        self.assertNotIn("5809999", theirs)
        self.assertEqual(rows["street"], (False, "信息路18号", "theirs"), "what only one knows is taken over")
        self.assertEqual(set(rows), {"name", "uscc", "phone", "street"})
        merge.reason = "Same licence"
        with self.assertRaises(UserError):
            merge.action_merge()
        self.assertTrue(self.goes.active)

    def test_a_merge_without_a_reason_is_refused(self):
        merge = self.merge()
        merge.reason = " "
        with self.assertRaises(UserError):
            merge.action_merge()

    def test_everything_moves_and_the_old_name_and_code_find_who_stayed(self):
        contact = self.env["res.partner"].create({"name": "Ms Li", "parent_id": self.goes.id})
        question = self.env["park.enterprise.question"].create({"enterprise_id": self.goes.id, "text": "Heads?"})
        file = self.env["ir.attachment"].create(
            {"name": "licence.txt", "raw": b"x", "res_model": "res.partner", "res_id": self.goes.id}
        )
        note = self.goes.message_post(body="Called")
        subsidiary = self.firms("桂林云图设备厂", group_parent_id=self.goes.id)
        label = self.env["res.partner.category"].create({"name": "Key"})
        self.goes.category_id = label
        self.goes._park_appoint(self.colleague, "collaborator")
        name, code = self.goes.name, self.goes.uscc
        merge = self.merge(phone="theirs")
        merge.action_merge()
        self.assertFalse(self.goes.active)
        self.assertEqual(self.goes.merged_into_id, self.stays)
        self.assertEqual(
            (contact.parent_id, contact.commercial_partner_id, question.enterprise_id, subsidiary.group_parent_id),
            (self.stays,) * 4,
        )
        self.assertEqual((file.res_id, note.res_id), (self.stays.id,) * 2)
        self.assertEqual(self.stays.category_id, label)
        self.assertEqual((self.stays.phone, self.stays.street, self.stays.tier), ("0773-5809999", "信息路18号", "b"))
        self.assertTrue(self.stays.with_user(self.colleague).is_my_enterprise, "rights follow")
        for typed in (name, code):
            with self.subTest(typed):
                self.assertEqual(self.env["res.partner"].search([("park_search", "ilike", typed)]), self.stays)
        log = self.env["park.audit"].search([("model", "=", merge._name), ("res_id", "=", merge.id)])
        self.assertIn("merge", log.mapped("action"))
        self.assertEqual(self.env["park.enterprise.merge"]._survivor_ids(self.goes.ids), {self.goes.id: self.stays.id})

    def test_undo_returns_what_is_still_where_the_merge_put_it(self):
        contact = self.env["res.partner"].create({"name": "Ms Li", "parent_id": self.goes.id})
        own = self.env["res.partner"].create({"name": "Mr Wu", "parent_id": self.stays.id})
        moved = self.env["park.enterprise.question"].create({"enterprise_id": self.goes.id, "text": "Heads?"})
        taken = self.env["park.enterprise.question"].create({"enterprise_id": self.goes.id, "text": "Area?"})
        merge = self.merge(phone="theirs")
        merge.action_merge()
        taken.enterprise_id = self.others
        self.stays.with_user(self.centre).street = "信息路20号"
        merge.action_undo()
        self.assertEqual(merge.state, "undone")
        self.assertTrue(self.goes.active)
        self.assertFalse(self.goes.merged_into_id)
        self.assertEqual((contact.parent_id, own.parent_id), (self.goes, self.stays))
        self.assertEqual((moved.enterprise_id, taken.enterprise_id), (self.goes, self.others))
        self.assertEqual((self.stays.phone, self.stays.street), ("0773-5801234", "信息路20号"), "later work stays")
        self.assertEqual(self.stays.park_former_names, False)
        self.assertEqual(self.env["res.partner"].search([("park_search", "ilike", "云途科技")]), self.goes)

    def test_two_account_managers_do_not_become_of_one_firm(self):
        self.stays._park_appoint(self.manager, "officer")
        theirs = self.goes._park_appoint(self.colleague, "officer")
        merge = self.merge()
        merge.action_merge()
        self.assertEqual((self.stays.officer_id, theirs.role), (self.manager, "deputy"))
        merge.action_undo()
        self.assertEqual((self.goes.officer_id, theirs.role), (self.colleague, "officer"))

    def test_what_both_have_is_left_and_counted(self):
        for firm in (self.stays, self.goes):
            firm.message_subscribe(self.supervisor.partner_id.ids)
            self.env["park.enterprise.question"].create({"enterprise_id": firm.id, "text": "Heads?", "key": "heads"})
        merge = self.merge()
        merge.action_merge()
        left = {line.table_name: line.left_count for line in merge.line_ids}
        self.assertEqual((left["mail_followers"], left["park_enterprise_question"]), (1, 1))
        self.assertEqual(self.stays.question_ids.filtered(lambda row: row.key == "heads").mapped("state"), ["open"])

    def test_statements_do_not_follow_the_rows(self):
        def cost(number):
            stays, goes = self.firms("Stays Ltd", "Goes Ltd")
            self.env["park.enterprise.question"].create(
                [{"enterprise_id": goes.id, "text": f"Question {place}"} for place in range(number)]
            )
            merge = self.env["park.enterprise.merge"].create({"survivor_id": stays.id, "twin_id": goes.id})
            merge.difference_ids.decision = "ours"
            merge.reason = "Same licence"
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            merge.action_merge()
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        cost(1)
        self.assertAlmostEqual(cost(2), cost(200), delta=6)

    def test_who_may_merge(self):
        for user in (self.manager, self.handler, self.leader, self.supervisor):
            with self.subTest(user.login), self.assertRaises(AccessError):
                (self.mine | self.stays).with_user(user).action_park_merge()
        self.assertTrue((self.mine | self.stays).with_user(self.admin).action_park_merge()["res_id"])

    def test_another_zone_is_never_merged(self):
        for user in (self.centre, self.admin):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.env["park.enterprise.merge"].with_user(user).create(
                    {"survivor_id": self.stays.id, "twin_id": self.foreign.id}
                )
        with self.assertRaises(UserError):
            self.env["park.enterprise.merge"].create({"survivor_id": self.stays.id, "twin_id": self.foreign.id})

    def test_a_merged_firm_is_not_merged_again_and_an_earlier_merge_waits_for_the_later(self):
        merge = self.merge()
        merge.action_merge()
        with self.assertRaises(UserError):
            self.env["park.enterprise.merge"].create({"survivor_id": self.others.id, "twin_id": self.goes.id})
        later = self.env["park.enterprise.merge"].create({"survivor_id": self.others.id, "twin_id": self.stays.id})
        later.difference_ids.decision = "ours"
        later.reason = "One licence"
        later.action_merge()
        self.assertEqual(later._survivor_ids(self.goes.ids), {self.goes.id: self.others.id})
        with self.assertRaises(UserError):
            merge.action_undo()

    def test_a_new_firm_is_shown_its_likely_twins_and_may_be_saved(self):
        with Form(
            self.env["res.partner"].with_user(self.manager).with_context(default_is_park_enterprise=True),
            "park_enterprise.park_enterprise_view_form",
        ) as form:
            form.name = "桂林云图科技公司"
            self.assertIn(self.stays.name, form.park_twin_notice)
            self.assertIn("%", form.park_twin_notice)
        self.assertTrue(form.record.id)
