from odoo.tests import Form, tagged

from .common import CODES, EnterpriseCase


@tagged("post_install", "-at_install")
class TestEnterpriseScreens(EnterpriseCase):
    def test_an_account_manager_registers_a_firm_on_the_form(self):
        Partner = self.env["res.partner"].with_user(self.manager).with_company(self.zone)
        Partner = Partner.with_context(default_is_park_enterprise=True, default_is_company=True)
        with Form(Partner, "park_enterprise.park_enterprise_view_form") as form:
            form.name = "Form Ltd"
            form.uscc = CODES[0].lower()
            form.tier = "a"
            form.industry_id = self.env.ref("park_enterprise.industry_39")
        firm = form.record
        self.assertEqual((firm.uscc, firm.uscc_check), (CODES[0], "valid"))
        self.assertEqual(firm.officer_id, self.manager)
        self.assertIn("Enterprise registered", firm.message_ids[-1:].body)

    def test_the_form_is_closed_where_one_may_only_read(self):
        for firm, closed in ((self.mine, False), (self.others, True)):
            firm = firm.with_user(self.manager).with_company(self.zone)
            with self.subTest(firm.name), Form(firm, "park_enterprise.park_enterprise_view_form") as form:
                with self.assertRaisesRegex(AssertionError, "officer_id"):
                    form.officer_id = self.colleague
                if closed:
                    with self.assertRaisesRegex(AssertionError, "tier"):
                        form.tier = "b"
                else:
                    form.tier = "b"
        self.assertEqual((self.mine.tier, self.others.tier), ("b", False))

    def test_every_tier_has_a_column(self):
        Partner = self.env["res.partner"].with_context(read_group_expand=True)
        groups = Partner.formatted_read_group([("id", "=", self.mine.id)], ["tier"], ["__count"])
        self.assertEqual([group["tier"] for group in groups], ["a", "b", "c", False])

    def test_industries_are_sections_and_divisions(self):
        Industry = self.env["res.partner.industry"]
        coded = Industry.search([("edition", "=", "GB/T 4754-2017")])
        self.assertEqual(len(coded.filtered(lambda industry: not industry.parent_id)), 20)
        self.assertEqual(len(coded.filtered("parent_id")), 97)
        division = self.env.ref("park_enterprise.industry_39")
        self.assertEqual((division.code, division.parent_id.code), ("39", "C"))
        self.assertTrue(division.display_name.startswith("39 "))
        self.assertIn(division, Industry.search([("id", "child_of", division.parent_id.id)]))

    def test_the_timeline_tells_everything_in_order(self):
        firm = self.mine.with_user(self.manager)
        firm.name = "Mine and More Ltd"
        self.env["park.enterprise.question"].create({"enterprise_id": firm.id, "text": "Since when?"})
        firm.message_post(body="Called <b>today</b>", message_type="comment")
        timeline = firm.park_timeline()
        kinds = [kind["kind"] for kind in timeline["kinds"]]  # higher addons add theirs behind
        self.assertEqual(kinds[:4], ["officer", "question", "former_name", "note"])
        self.assertEqual({item["kind"] for item in timeline["items"]}, {"officer", "question", "former_name", "note"})
        moments = [item["moment"] for item in timeline["items"]]
        self.assertEqual(moments, sorted(moments, reverse=True))
        self.assertEqual(timeline["items"][-1]["day"], "2020-01-01")
        only = firm.park_timeline(kinds=["officer"], limit=1)
        self.assertEqual([item["kind"] for item in only["items"]], ["officer"])
        self.assertFalse(only["more"])
        self.assertTrue(firm.park_timeline(limit=2)["more"])
        rest = firm.park_timeline(limit=2)["items"] + firm.park_timeline(limit=40, offset=2)["items"]
        self.assertEqual(rest, timeline["items"])

    def test_the_ledger_has_one_row_a_firm_and_its_export_is_on_record(self):
        firms = self.mine | self.others
        sheet = firms.with_user(self.leader)._sheets("ledger")[0]
        rows = list(sheet.rows)
        self.assertEqual([row[:2] for row in rows], [(1, "Mine Ltd"), (2, "Others Ltd")])
        self.assertTrue(all(len(row) == len(sheet.columns) for row in rows))
        self.assertEqual(rows[0][9], self.manager.name)
        firms.with_user(self.leader)._on_sheet_export("ledger", "xlsx")
        log = self.env["park.audit"].search([("model", "=", "res.partner"), ("action", "=", "export")])
        self.assertEqual(set(log.mapped("res_id")), set(firms.ids))
        self.assertEqual(log.user_id, self.leader)

    def test_the_clocks_of_a_firm_belong_to_who_serves_it(self):
        Deadline = self.env["park.deadline"]
        self.assertIn("is_my_enterprise", Deadline._fields)
        found = Deadline.with_user(self.manager).search([("is_my_enterprise", "=", True)])
        self.assertFalse(found)
