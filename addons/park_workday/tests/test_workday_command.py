from argparse import Namespace
from datetime import date

from odoo.cli.command import find_command
from odoo.exceptions import UserError
from odoo.tests import TransactionCase, tagged

from .test_workday_import import LIST


@tagged("post_install", "-at_install")
class TestWorkdayCommand(TransactionCase):
    """``park_import_workdays`` does from the shell what the dialog does on screen."""

    def run_command(self, text=LIST, **options):
        defaults = {"file": "list.csv", "dry_run": False, "accept_warnings": False, "source": None}
        command = find_command("park_import_workdays")()
        return command._import(self.env, Namespace(**{**defaults, "published_on": None, **options}), text.encode())

    def test_dry_run_says_what_would_be_and_changes_nothing(self):
        counts = self.run_command(dry_run=True)
        expected = {"year": 2027, "workdays": 249, "warnings": False, "applied": False}
        self.assertEqual({key: counts[key] for key in expected}, expected)
        self.assertEqual(self.env["park.workday"].add_workdays(date(2026, 12, 31), 1), (date(2027, 1, 1), True))

    def test_the_list_is_in_force_afterwards(self):
        self.assertTrue(self.run_command(source="Invented", published_on="2026-11-04")["applied"])
        self.assertEqual(self.env["park.workday"].add_workdays(date(2026, 12, 31), 1), (date(2027, 1, 4), False))

    def test_doubts_and_what_cannot_be_a_list_are_refused(self):
        doubtful = LIST + "2027-03-01,work,\n"
        with self.assertRaisesRegex(UserError, "doubts|疑点"):
            self.run_command(doubtful)
        with self.assertRaises(UserError):
            self.run_command("date,kind\n2027-01-01,perhaps\n", accept_warnings=True)
        self.assertTrue(self.run_command(doubtful, accept_warnings=True)["warnings"])
