from odoo.tests import tagged

from .common import EnterpriseCase


@tagged("post_install", "-at_install")
class TestSizeClass(EnterpriseCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.mine.industry_id = cls.env.ref("park_enterprise.industry_39")

    def figure(self, name, value, year=2025, firm=None):
        key = self.env.ref(f"park_enterprise.indicator_{name}")
        place = {"enterprise_id": (firm or self.mine).id, "key_id": key.id, "year": year}
        with self.on("2026-03-02"):
            return self.env["park.enterprise.indicator"].create({**place, "value": value, "as_of": f"{year}-12-31"})

    def size(self, day="2026-03-02", user=None):
        self.env.flush_all()
        self.env.invalidate_all()
        with self.on(day):
            firm = self.mine.with_user(user or self.colleague)
            return firm.size_class, firm.size_class_reason

    def test_the_size_names_the_limit_that_decided(self):
        self.figure("staff_count", 1000)
        self.figure("sales_wan", 39999)
        self.assertEqual(self.size(), ("medium", "2025: Sales (operating) revenue 39999 < 40000"))

    def test_what_is_missing_leaves_it_unknown_and_is_named(self):
        self.assertEqual(self.size(), (False, "Unknown: missing Staff · Sales (operating) revenue"))
        self.figure("staff_count", 500)
        self.assertEqual(self.size(), (False, "Unknown: missing Sales (operating) revenue"))
        self.mine.industry_id = self.env.ref("park_enterprise.industry_j")
        self.assertFalse(self.size()[0])
        self.mine.industry_id = False
        self.assertEqual(self.size(), (False, "Unknown: enter the industry"))

    def test_figures_of_two_years_are_never_mixed_and_stale_ones_do_not_count(self):
        self.figure("staff_count", 300, 2024)
        self.figure("sales_wan", 2000, 2024)
        self.figure("staff_count", 900, 2025)
        size, reason = self.size()
        self.assertEqual((size, reason[:5]), ("medium", "2024:"))
        self.assertEqual(self.size("2026-12-31"), (False, "Unknown: missing Sales (operating) revenue"))

    def test_many_firms_cost_the_statements_of_a_few(self):
        firms = self.firms(*(f"Sized {number}" for number in range(30)), industry_id=self.mine.industry_id.id)
        for firm in firms:
            self.figure("staff_count", 19, firm=firm)
        counts = []
        for some in (firms[:3], firms):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            with self.on("2026-03-02"):
                self.assertEqual(set(some.mapped("size_class")), {"micro"})
            counts.append(self.cr.sql_log_count - before)
        self.assertEqual(*counts)
