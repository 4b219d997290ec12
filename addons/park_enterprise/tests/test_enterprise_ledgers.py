from datetime import date

from odoo.tests import tagged

from .common import CODES, EnterpriseCase


@tagged("post_install", "-at_install")
class TestEnterpriseLedgers(EnterpriseCase):
    def figure(self, firm, name, value, year=2025):
        key = self.env.ref(f"park_enterprise.indicator_{name}")
        with self.on("2026-03-02"):
            vals = {"enterprise_id": firm.id, "key_id": key.id, "year": year, "as_of": f"{year}-12-31"}
            return self.env["park.enterprise.indicator"].create({**vals, "value": value})

    def held(self, firm, kind, **vals):
        kind = self.env.ref(f"park_enterprise.qualification_{kind}")
        with self.on("2026-03-02"):
            return self.env["park.qualification"].create({"enterprise_id": firm.id, "type_id": kind.id, **vals})

    def row(self, firms, user, place=0):
        with self.on("2026-03-02"):
            sheet = firms.with_user(user)._sheets("basic")[0]
            rows = list(sheet.rows)
        self.assertTrue(all(len(row) == len(sheet.columns) for row in rows))
        return dict(zip((column.title for column in sheet.columns), rows[place], strict=True)), sheet

    def test_the_basic_ledger_holds_what_is_known_and_nothing_else(self):
        self.mine.write(
            {"uscc": CODES[0], "founded_on": "2015-05-04", "phone": "13800138000", "comment": "<p>Moved in 2020</p>"}
        )
        self.mine.industry_id = self.env.ref("park_enterprise.industry_39")
        self.mine._park_appoint(self.centre, "cso", date(2020, 1, 1))
        self.figure(self.mine, "staff_count", 1000)
        self.figure(self.mine, "sales_wan", 39999)
        self.figure(self.mine, "tax_paid_wan", 0, 2024)
        self.held(self.mine, "high_tech", certificate_no="GR1", valid_from="2024-11-01", valid_to="2027-10-31")
        row, sheet = self.row(self.mine | self.others, self.manager)
        expected = {
            "Credit code": CODES[0],
            "Size (statistics)": "Medium",
            "Labels": "High-tech",
            "Founded on": date(2015, 5, 4),
            "Staff 2025": 1000,
            "Sales (operating) revenue 2025": 39999,
            "Taxes paid 2024": 0,
            "Research and development expenses 2025": None,
            "Telephone": "13800138000",
            "Chief service officer": self.centre.name,
            "Account manager": self.manager.name,
            "Remarks": "Moved in 2020",
        }
        self.assertEqual({title: row[title] for title in expected}, expected)
        kinds = {column.title: column.kind for column in sheet.columns}
        self.assertEqual((kinds["Staff 2025"], kinds["Taxes paid 2024"]), ("count", "money_wan"))
        other, _sheet = self.row(self.mine | self.others, self.manager, 1)
        self.assertIsNone(other["Taxes paid 2024"])

    def test_telephones_stay_masked_for_who_does_not_serve_the_firm(self):
        self.mine.phone = "13800138000"
        for user, shown in ((self.manager, True), (self.leader, False), (self.colleague, False)):
            row, _sheet = self.row(self.mine, user)
            self.assertEqual(row["Telephone"] == "13800138000", shown, user.login)
            self.assertTrue(row["Telephone"])

    def test_the_nurturing_ledger_shows_the_target_beside_what_is_held(self):
        self.held(self.mine, "tech_sme", certificate_no="T1", valid_from="2026-01-01", valid_to="2026-12-31")
        key = self.env.ref("park_enterprise.indicator_rnd_wan")
        gap = {"gap_key_id": key.id, "gap_text": "120 short", "target_year": 2027, "progress": "Project filed"}
        reserve = self.held(self.mine, "high_tech", **gap)
        sheet = reserve.with_user(self.leader)._sheets("nurturing")[0]
        self.assertEqual(
            list(sheet.rows),
            [
                (
                    1,
                    "Mine Ltd",
                    "Tech SME 2026-12-31",
                    "High and New Technology Enterprise",
                    "Reserve",
                    "Research and development expenses",
                    "120 short",
                    "2027",
                    self.manager.name,
                    "Project filed",
                )
            ],
        )

    def test_many_rows_cost_the_statements_of_a_few(self):
        firms = self.firms(*(f"Ledger {number}" for number in range(30)), phone="0379-64901234")
        reserves = self.env["park.qualification"].browse()
        for firm in firms:
            self.figure(firm, "staff_count", 10)
            reserves |= self.held(firm, "high_tech")
            self.held(firm, "tech_sme", certificate_no="T1", valid_from="2026-01-01", valid_to="2026-12-31")
        for records, key in ((firms, "basic"), (reserves, "nurturing")):
            counts = []
            for some in (records[:1], records[:3], records):  # the first fills what is cached for good
                self.env.flush_all()
                self.env.invalidate_all()
                before = self.cr.sql_log_count
                list(some.with_user(self.leader)._sheets(key)[0].rows)
                counts.append(self.cr.sql_log_count - before)
            self.assertEqual(*counts[1:], key)
