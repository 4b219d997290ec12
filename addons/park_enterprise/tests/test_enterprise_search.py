import json

from odoo.tests import tagged
from odoo.tools import SQL

from .common import CODES, EnterpriseCase


@tagged("post_install", "-at_install")
class TestEnterpriseSearch(EnterpriseCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.guilin, cls.harbin, cls.latin = cls.firms("桂林量子（中国）有限公司", "哈尔滨电机厂", "TCL Optics 8_1%")
        cls.guilin.uscc = CODES[0]
        cls.guilin.name = "桂林星图（中国）有限公司"  # the old name becomes a former one

    def found(self, typed, user=None, **options):
        Partner = self.env["res.partner"].with_user(user or self.handler)
        domain = [("is_park_enterprise", "=", True)]
        return {partner_id for partner_id, _name in Partner.name_search(typed, domain, **options)}

    def test_what_is_typed_where_a_firm_is_chosen(self):
        for typed, firm in [
            ("星图", self.guilin),
            ("量子", self.guilin),  # former name
            ("glxt", self.guilin),
            ("XTZG", self.guilin),
            ("079Y", self.guilin),
            ("ma0xyt079y", self.guilin),
            (CODES[0], self.guilin),
            ("(中国)", self.guilin),
            ("桂林 有限", self.guilin),
            ("桂林 079y", self.guilin),
            (" 星图 ", self.guilin),
            ("图", self.guilin),
            ("滨电", self.harbin),
            ("hebdjc", self.harbin),
            ("tcl optics", self.latin),
            ("8_1%", self.latin),
        ]:
            with self.subTest(typed):
                self.assertEqual(self.found(typed), {firm.id})

    def test_what_is_not_there_is_not_found(self):
        for typed in (
            "桂滨",
            "图星",
            "79Y",
            "8X1%",
            "8_1%x",
            "桂林 哈尔",
            "林图",
            "91370100",
            "~gl",
            "#079y",
        ):
            with self.subTest(typed):
                self.assertEqual(self.found(typed), set())

    def test_firms_of_other_zones_are_not_found(self):
        self.foreign.name = "桂林远方有限公司"
        self.assertEqual(self.found("桂林"), {self.guilin.id})

    def test_the_search_stays_right_when_the_table_is_written_in_bulk(self):
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE res_partner SET name = '柳州钢铁', park_initials = 'lzgt' WHERE id = %s", [self.harbin.id]
        )
        self.env.invalidate_all()
        self.assertEqual(self.found("钢铁"), {self.harbin.id})
        self.assertEqual(self.found("lzgt"), {self.harbin.id})
        self.assertEqual(self.found("电机"), set())

    def test_other_partners_are_found_as_before(self):
        person = self.env["res.partner"].create({"name": "星图 Contact", "email": "xy@example.com"})
        Partner = self.env["res.partner"]
        for typed in ("星图 C", "xy@example.com"):
            self.assertIn(person.id, [found for found, _name in Partner.name_search(typed)])
        self.assertIn(self.guilin.id, [found for found, _name in Partner.name_search("glxt")])

    def test_what_hangs_on_a_firm_is_found_by_it(self):
        question = self.env["park.enterprise.question"].create({"enterprise_id": self.guilin.id, "text": "How many?"})
        Question = self.env["park.enterprise.question"].with_user(self.handler)
        for domain in (
            [("enterprise_id", "ilike", "glxt")],
            [("enterprise_id.park_search", "ilike", "量子")],
        ):
            self.assertEqual(Question.search(domain), question.with_user(self.handler))

    def test_two_characters_read_the_index_among_20000_firms(self):
        self.env.cr.execute(
            """INSERT INTO res_partner (name, complete_name, is_park_enterprise, company_id, active, type)
               SELECT name, name, TRUE, %s, TRUE, 'contact' FROM (
                   SELECT chr(19968 + (i * 7919) %% 900) || chr(19968 + (i * 10007) %% 1100)
                       || chr(19968 + (i * 7907) %% 1300) || '科技有限公司' AS name
                   FROM generate_series(1, 20000) AS i) AS firms""",
            [self.zone.id],
        )
        self.env.cr.execute("ANALYZE res_partner")
        for user in (self.handler, self.manager):
            Partner = self.env["res.partner"].with_user(user).with_company(self.zone)
            domain = [("is_park_enterprise", "=", True), ("park_search", "ilike", "星图")]
            query = Partner._search(domain, limit=8, order="complete_name")
            plan = self.env.execute_query(SQL("EXPLAIN (FORMAT JSON) %s", query.select()))[0][0]
            self.assertIn("res_partner_park_search_keys_idx", json.dumps(plan))
            self.assertEqual(Partner.search(domain), self.guilin.with_user(user))
