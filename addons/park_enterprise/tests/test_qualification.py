from datetime import date

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2.errors import UniqueViolation

from .common import EnterpriseCase


@tagged("post_install", "-at_install")
class TestQualification(EnterpriseCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.high_tech = cls.env.ref("park_enterprise.qualification_high_tech")

    def held(self, firm=None, user=None, **vals):
        vals = {"type_id": self.high_tech.id, "certificate_no": "GR001", "valid_from": "2023-11-01"} | vals
        qualifications = self.env["park.qualification"].with_user(user or self.manager)
        with self.on("2026-03-02"):
            return qualifications.create({"enterprise_id": (firm or self.mine).id, "valid_to": "2026-10-31", **vals})

    def test_that_a_certificate_expires_is_read_and_never_written(self):
        held = self.held()
        for day, standing in (
            ("2026-08-01", "valid"),
            ("2026-08-02", "expiring"),  # 90 days before the last one
            ("2026-10-31", "expiring"),
            ("2026-11-01", "expired"),
        ):
            with self.on(day):
                held.invalidate_recordset(["standing"])
                self.assertEqual((held.standing, held.state), (standing, "valid"), day)
                for asked in ("valid", "expiring", "expired"):
                    found = held.search([("standing", "=", asked), ("id", "=", held.id)])
                    self.assertEqual(bool(found), asked == standing, (day, asked))

    def test_whether_it_held_on_a_day_is_known_unknown_or_no(self):
        held = self.held()
        unknown = self.held(certificate_no="GR002", valid_from=False, valid_to="2030-01-01")
        days = {"2023-10-31": False, "2023-11-01": True, "2026-10-31": True, "2026-11-01": False}
        for day, answer in days.items():
            day = date.fromisoformat(day)
            self.assertIs(held._holds_on(day)[held.id], answer)
            self.assertEqual(held.search([("id", "=", held.id), *held._valid_on_domain(day)]), held._valid_on(day))
        self.assertIsNone(unknown._holds_on(date(2026, 1, 1))[unknown.id])
        self.assertFalse(unknown._valid_on(date(2026, 1, 1)))

    def test_what_was_withdrawn_held_until_then(self):
        held = self.held()
        with self.on("2025-03-01"):
            held.action_cancel()
        self.assertEqual(held._valid_on(date(2025, 2, 28)), held)
        self.assertFalse(held._valid_on(date(2025, 3, 1)))
        day = date(2025, 2, 28)
        self.assertIn(held, held.search(held._valid_on_domain(day)))

    def test_a_reserve_goes_its_way_to_the_certificate(self):
        reserve = self.held(certificate_no=False, valid_from=False, valid_to=False, gap_text="R&D below 5 %")
        self.assertEqual(reserve.state, "reserve")
        reserve.action_nurture()
        reserve.action_apply()
        with self.assertRaises(UserError):
            reserve.action_nurture()
        reserve.action_publicity()
        with self.assertRaises(ValidationError):
            reserve.action_award()
        reserve.write({"valid_from": "2026-11-01", "valid_to": "2029-10-31", "state": "cancelled"})
        self.assertEqual(reserve.state, "publicity")
        reserve.action_award()
        self.assertEqual(reserve.state, "valid")

    def test_a_firm_stands_once_on_each_reserve_list(self):
        self.held(certificate_no=False, valid_from=False)
        with mute_logger("odoo.sql_db"), self.assertRaises(UniqueViolation), self.cr.savepoint():
            self.held(certificate_no=False, valid_from=False)
        self.high_tech.sudo().reserve_allowed = False
        with self.assertRaises(ValidationError), self.cr.savepoint():
            self.held(self.others, self.centre, certificate_no=False, valid_from=False)

    def test_the_renewal_has_one_clock_that_the_next_certificate_ends(self):
        held = self.held()
        clock = held.sudo().deadline_ids
        self.assertEqual(
            (clock.due_on, clock.yellow_on, clock.state), (date(2026, 10, 31), date(2026, 8, 2), "running")
        )
        with self.on("2026-03-03"):
            held.write({"valid_to": "2026-12-31"})
            held.write({"valid_to": "2026-12-31"})
        running = held.sudo().deadline_ids.filtered(lambda one: one.state == "running")
        self.assertEqual(running.mapped("due_on"), [date(2026, 12, 31)])
        with self.on("2026-11-20"):
            self.env["park.qualification"].with_user(self.manager).create(
                {
                    "enterprise_id": self.mine.id,
                    "type_id": self.high_tech.id,
                    "certificate_no": "GR101",
                    "valid_from": "2027-01-01",
                    "valid_to": "2029-12-31",
                }
            )
        self.assertEqual(running.state, "met")

    def test_a_list_of_days_that_arrives_leaves_the_last_day_of_a_certificate(self):
        clock = self.held(valid_to="2027-01-02").sudo().deadline_ids  # a Saturday
        workday, zone = self.env["park.workday"], self.zone.id
        published = workday._calendar(zone, instead=((date(2027, 1, 1), False),))
        moves = clock._recount({zone: workday._calendar(zone, without=frozenset({2027}))}, {zone: published})
        _clock, (due_on, *_others) = moves.get(clock.id, (None, (clock.due_on,)))
        self.assertEqual((clock.due_on, due_on), (date(2027, 1, 2), date(2027, 1, 2)))

    def test_the_renewal_goes_along_with_a_change_of_officer(self):
        firms = self.firms(*(f"Goes Along {number}" for number in range(12)))
        firms._park_appoint(self.manager, "officer", date(2020, 1, 1))
        held = self.env["park.qualification"].browse()
        for firm in firms:
            held |= self.held(firm)
        self.assertEqual(held.sudo().deadline_ids.owner_id, self.manager)
        firms._park_change_officer(self.manager, self.colleague, "Moved")
        self.assertEqual(held.sudo().deadline_ids.owner_id, self.colleague)
        self.env.cr.execute("UPDATE res_partner SET officer_id = %s WHERE id = ANY(%s)", [self.centre.id, firms.ids])
        counts = []
        for some in (firms[:2], firms[2:]):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            some._park_main_officer_changed()
            counts.append(self.cr.sql_log_count - before)
        self.assertEqual(held.sudo().deadline_ids.owner_id, self.centre)
        self.assertEqual(*counts)

    def test_each_warning_is_given_once(self):
        self.held()
        todos = self.env["mail.activity"].search_count
        mine = [("res_model", "=", "res.partner"), ("res_id", "=", self.mine.id), ("user_id", "=", self.manager.id)]
        told = []
        for day in ("2026-08-01", "2026-08-02", "2026-08-03", "2026-08-31", "2026-09-01", "2026-10-01", "2026-10-20"):
            with self.on(day):
                self.env["park.qualification"]._cron_warn()
                told.append(todos(mine))
        self.assertEqual(told, [0, 1, 1, 1, 2, 3, 3])

    def test_only_who_serves_the_firm_enters_its_certificates(self):
        with self.assertRaises(AccessError):
            self.held(user=self.colleague)
        with self.assertRaises(AccessError):
            self.held(user=self.leader)

    def test_a_thousand_certificates_cost_the_statements_of_ten(self):
        firms = self.firms(*(f"Row {number} Ltd" for number in range(40)))
        held = self.env["park.qualification"]
        for firm in firms:
            held |= self.held(firm, self.centre)
        counts = []
        for rows in (held[:5], held):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            rows.read(["standing", "lamp", "renew_from"])
            counts.append(self.cr.sql_log_count - before)
        self.assertEqual(*counts)
