from datetime import date

from odoo.exceptions import ValidationError
from odoo.tests import TransactionCase, new_test_user, tagged
from psycopg2 import IntegrityError


@tagged("post_install", "-at_install")
class TestTerm(TransactionCase):
    """From a first to a last day, both included, told on memberships of a department."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        zone = cls.env["res.company"].create({"name": "Zone of Terms"})
        cls.office = cls.env["park.department"].create({"name": "Office", "company_id": zone.id})
        cls.ann, cls.bob = (
            new_test_user(
                cls.env, login, "park_guard.group_park_handler", company_id=zone.id, company_ids=[(6, 0, zone.ids)]
            )
            for login in ("term_ann", "term_bob")
        )

    def member(self, user, first, last=False):
        return self.env["park.department.member"].create(
            {"department_id": self.office.id, "user_id": user.id, "date_from": first, "date_to": last}
        )

    def test_who_is_there_on_a_day(self):
        terms = self.member(self.ann, "2026-01-01", "2026-03-31") + self.member(self.bob, "2026-03-31")
        for day, people in (
            ("2025-12-31", []),
            ("2026-01-01", [self.ann]),
            ("2026-03-31", [self.ann, self.bob]),
            ("2026-04-01", [self.bob]),
        ):
            with self.subTest(day):
                self.assertEqual(terms._uids_on(date.fromisoformat(day)), {user.id for user in people})

    def test_the_condition_in_sql_says_the_same_as_the_domain(self):
        terms = self.member(self.ann, "2026-01-01", "2026-03-31") + self.member(self.bob, "2026-03-31")
        self.env.flush_all()
        for day in (date(2025, 12, 31), date(2026, 1, 1), date(2026, 3, 31), date(2026, 4, 1)):
            with self.subTest(day):
                query = terms._search([("id", "in", terms.ids)])
                query.add_where(terms._on_sql("park_department_member", day))
                self.assertEqual(set(query), set(terms.filtered_domain(terms._on_domain(day)).ids))

    def test_twice_at_a_time_is_refused_but_for_the_day_of_a_change(self):
        for case, first, last, refused in (
            ("inside", "2026-02-01", "2026-02-10", True),
            ("around", "2025-12-01", "2026-12-01", True),
            ("without an end", "2026-03-30", False, True),
            ("from the last day on", "2026-03-31", False, False),
            ("up to the first day", "2025-12-01", "2026-01-01", False),
            ("afterwards", "2026-04-01", False, False),
        ):
            with self.subTest(case), self.env.cr.savepoint() as step:
                self.member(self.ann, "2026-01-01", "2026-03-31")
                if refused:
                    with self.assertRaises(ValidationError):
                        self.member(self.ann, first, last)
                else:
                    self.member(self.ann, first, last)
                step.rollback()

    def test_the_last_day_does_not_lie_before_the_first(self):
        with self.assertRaises(IntegrityError), self.cr.savepoint():
            self.member(self.ann, "2026-03-31", "2026-03-30").flush_recordset()

    def test_ending_before_a_day(self):
        long, ended, fresh = (
            self.member(self.ann, "2026-01-01"),
            self.member(self.bob, "2026-01-01", "2026-02-01"),
            self.member(self.bob, "2026-04-01"),
        )
        (long + ended + fresh)._end_before(date(2026, 4, 1))
        self.assertEqual(
            (long + ended + fresh).mapped("date_to"), [date(2026, 3, 31), date(2026, 2, 1), date(2026, 4, 1)]
        )
