from odoo.tests import tagged

from .test_import_enterprises import CODES, FROM_FORM, ImportCase

HEADER = "企业名称,统一社会信用代码,联系人,联系人手机,职务"
ROW = f"甲高新科技有限公司,{CODES[0]},王某,138 0013 8000,总经理"


@tagged("post_install", "-at_install")
class TestImportContacts(ImportCase):
    def batch(self, *rows, header=HEADER, **options):
        return super().batch(*rows, header=header, **options)

    def contact(self, name):
        return self.env["res.partner"].search([("name", "=", name), ("parent_id.company_id", "=", self.zone.id)])

    def verdicts(self, batch):
        return [(line.verdict, line.reason_key or None) for line in batch.line_ids]

    def test_a_contact_comes_under_its_firm(self):
        batch = self.imported(ROW)
        self.assertEqual(self.verdicts(batch), [("created", None)])
        firm, person = batch.line_ids.enterprise_id, self.contact("王某")
        self.assertEqual((person.parent_id, person.company_id), (firm, self.zone))
        self.assertEqual((person.phone, person.function), ("13800138000", "总经理"))
        self.assertFalse(person.is_park_enterprise or person.is_company)

    def test_an_imported_contact_equals_one_entered_by_hand(self):
        header = HEADER + ",地址,城市"
        batch = self.imported(ROW + ",高新路1号,济南", header=header)
        firm, imported = batch.line_ids.enterprise_id, self.contact("王某")
        people = self.env["res.partner"].with_user(self.centre).with_context(lang=self.centre.lang)
        by_hand = people.create(
            {"name": "王某", "phone": "13800138000", "function": "总经理", "parent_id": firm.id, "type": "contact"}
        )
        self.env.flush_all()
        expected, found = self.columns(by_hand), self.columns(imported)
        differing = {name for name in expected if expected[name] != found[name]} - {*FROM_FORM}
        self.assertFalse(differing, {name: (expected[name], found[name]) for name in differing})

    def columns(self, partner):
        self.env.cr.execute("SELECT * FROM res_partner WHERE id = %s", [partner.id])
        (values,) = self.env.cr.dictfetchall()
        return values

    def test_the_same_file_adds_nobody_twice(self):
        self.imported(ROW)
        self.assertEqual(self.verdicts(self.imported(ROW)), [("unchanged", None)])
        self.assertEqual(len(self.contact("王某")), 1)

    def test_another_person_is_added_beside_the_first(self):
        self.imported(ROW)
        self.assertEqual(self.verdicts(self.imported(ROW.replace("王某", "李某"))), [("updated", None)])
        self.assertEqual(self.contact("王某").parent_id, self.contact("李某").parent_id)

    def test_a_known_person_is_never_overwritten(self):
        self.imported(ROW)
        for phone, key in (("13900139000", "contact_differs"), ("138****8000", "contact_phone_unusable")):
            batch = self.imported(ROW.replace("138 0013 8000", phone))
            self.assertEqual(batch.line_ids.reason_key, key)
            self.assertEqual(self.contact("王某").phone, "13800138000")
        question = self.firm("甲高新科技有限公司").question_ids
        self.assertEqual((question.key, question.state), ("contact_phone", "open"))
        self.assertIn("13900139000", question.text)

    def test_what_is_unclear_about_a_person_is_asked(self):
        for row, verdict, kept in (
            (ROW.replace("王某", ""), ("flagged", "contact_nameless"), 0),
            (ROW.replace("王某", "王某、李某"), ("flagged", "contact_several"), 0),
            (ROW.replace("138 0013 8000", "64901234"), ("flagged", "contact_phone_doubtful"), 1),
        ):
            with self.subTest(row), self.env.cr.savepoint() as savepoint:
                batch = self.imported(row)
                self.assertEqual(self.verdicts(batch), [verdict])
                self.assertEqual(len(batch.line_ids.enterprise_id.child_ids), kept)
                savepoint.rollback()
                self.env.invalidate_all(flush=False)

    def test_who_may_not_write_a_firm_adds_nobody_to_it(self):
        self.mine.uscc, self.others.uscc = CODES[0], CODES[1]
        rows = (f"Mine Ltd,{CODES[0]},王某,,", f"Others Ltd,{CODES[1]},李某,,")
        batch = self.imported(*rows, user=self.manager)
        self.assertEqual(self.verdicts(batch), [("updated", "name_unusual"), ("refused", "not_yours")])
        self.assertEqual(self.contact("王某").parent_id, self.mine)
        self.assertFalse(self.contact("李某"))

    def test_people_go_when_the_import_is_undone(self):
        self.imported(ROW)
        batch = self.imported(ROW.replace("王某", "李某"), f"乙高新科技有限公司,{CODES[1]},赵某,,")
        batch.action_undo()
        self.assertTrue(self.contact("王某"))
        self.assertFalse(self.contact("李某") | self.contact("赵某") | self.firm("乙高新科技有限公司"))

    def test_a_person_somebody_works_with_stays_with_the_firm(self):
        batch = self.imported(ROW)
        self.env["res.partner"].create({"name": "Refers", "parent_id": self.contact("王某").id})
        batch.action_undo()
        self.assertEqual(batch.line_ids.undone, "kept_used")
        self.assertTrue(self.contact("王某"))

    def test_statements_do_not_grow_with_the_people(self):
        def statements(number, start):
            rows = [f"企业{n}有限公司,,联系人{n},13800138000,经理" for n in range(start, start + number)]
            batch = self.batch(*rows, user=self.env.ref("base.user_root"))
            batch.action_preview()
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            batch.action_import()
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        statements(3, 0)
        self.assertLessEqual(statements(200, 2000), statements(5, 1000) + 2)  # Odoo writes in batches
