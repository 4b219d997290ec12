from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2.errors import UniqueViolation

from .common import EnterpriseCase


@tagged("post_install", "-at_install")
class TestIndicator(EnterpriseCase):
    def key(self, name):
        return self.env.ref(f"park_enterprise.indicator_{name}")

    def figure(self, name="sales_wan", value=5000, user=None, firm=None, **vals):
        figures = self.env["park.enterprise.indicator"].with_user(user or self.manager)
        place = {"enterprise_id": (firm or self.mine).id, "key_id": self.key(name).id, "year": 2025}
        return figures.create({**place, "value": value, "source": "firm", "as_of": "2026-02-01", **vals})

    def test_a_correction_keeps_what_was_there(self):
        figure = self.figure()
        figure.with_user(self.centre).write({"value": 5200, "source": "tax", "reason": "Tax return"})
        earlier = figure.revision_ids
        self.assertEqual((earlier.value, earlier.source, earlier.entered_by_id), (5000, "firm", self.manager))
        self.assertEqual((figure.value, figure.entered_by_id, earlier.replaced_by_id), (5200, self.centre, self.centre))
        figure.write({"value": 5200})
        self.assertEqual(len(figure.revision_ids), 1)

    def test_nobody_verifies_the_own_figure(self):
        figure = self.figure()
        with self.assertRaises(UserError):
            figure.action_verify()
        figure.with_user(self.centre).action_verify()
        self.assertEqual(figure.verified_by_id, self.centre)
        with self.assertRaises(AccessError):
            figure.with_user(self.leader).action_verify()

    def test_a_verified_figure_is_corrected_with_a_reason_and_verified_anew(self):
        figure = self.figure()
        figure.with_user(self.centre).action_verify()
        with self.assertRaises(UserError), self.cr.savepoint():
            figure.write({"value": 1})
        figure.write({"value": 5100, "reason": "Audit report"})
        self.assertFalse(figure.verified_by_id)
        self.assertEqual(figure.revision_ids.verified_by_id, self.centre)

    def test_who_entered_and_verified_is_not_for_the_caller_to_say(self):
        figure = self.figure(entered_by_id=self.centre.id, verified_by_id=self.centre.id)
        self.assertEqual((figure.entered_by_id, figure.verified_by_id.id), (self.manager, False))

    def test_a_figure_stays_that_of_its_firm_kind_and_period(self):
        figure = self.figure()
        for vals in ({"year": 2024}, {"key_id": self.key("rnd_wan").id}, {"enterprise_id": self.others.id}):
            with self.subTest(vals), self.assertRaises(UserError), self.cr.savepoint():
                figure.write(vals)
        with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation), self.cr.savepoint():
            self.figure(value=1)

    def test_figures_are_kept_in_the_periods_of_their_kind(self):
        with self.assertRaises(ValidationError), self.cr.savepoint():
            self.figure(period="q1")
        with self.assertRaises(ValidationError), self.cr.savepoint():
            self.figure("has_serious_incident", 2)
        self.assertEqual(f"{self.figure('sales_quarter_wan', 3, period='q1').period_end}", "2025-03-31")

    def test_a_figure_shows_how_far_it_can_be_trusted(self):
        figure = self.figure(is_estimate=True)
        for day, standing in (("2026-03-01", "estimate"), ("2027-08-03", "estimate"), ("2027-08-04", "stale")):
            with self.on(day):
                figure.invalidate_recordset(["standing"])
                self.assertEqual(figure.standing, standing, day)
                self.assertIn(figure, figure.search([("standing", "=", standing)]))

    def test_trade_secrets_are_for_those_who_serve_the_firm_the_centre_and_leaders(self):
        profit, sales = self.figure("profit_wan", 800), self.figure()
        both = self.env["park.enterprise.indicator"].browse((profit | sales).ids)
        for person in (self.manager, self.centre, self.leader):
            self.assertEqual(both.with_user(person)._filtered_access("read"), both, person.login)
        for person in (self.colleague, self.handler, self.supervisor, self.admin):
            self.assertEqual(both.with_user(person)._filtered_access("read"), sales, person.login)
            latest = both.with_user(person)._latest(self.mine.ids, ["profit_wan", "sales_wan"])
            self.assertEqual(set(latest), {(self.mine.id, "sales_wan")})

    def test_many_figures_are_entered_at_once_and_twice_is_once(self):
        firms = self.firms(*(f"Many {number}" for number in range(30)))
        figures = self.env["park.enterprise.indicator"].with_user(self.centre)
        rows = [
            {"enterprise_id": firm.id, "key_id": self.key("staff_count").id, "year": year, "value": 10 + year}
            for firm in firms
            for year in (2024, 2025)
        ]
        first = figures._record([dict(row) for row in rows])
        again = figures._record([dict(row) for row in rows])
        self.assertEqual((first.ids, len(first), len(again.revision_ids)), (again.ids, 60, 0))
        counts = []
        for some in (firms[:3], firms):
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            latest = figures._latest(some.ids, ["staff_count"])
            counts.append(self.cr.sql_log_count - before)
            self.assertEqual({figure.year for figure in latest.values()}, {2025})
        self.assertEqual(*counts)
