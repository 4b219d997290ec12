from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2 import IntegrityError

from .common import CODES, WRONG_CODE, EnterpriseCase


@tagged("post_install", "-at_install")
class TestEnterpriseCode(EnterpriseCase):
    def questions(self, firm):
        return firm.question_ids.filtered(lambda question: (question.key, question.state) == ("uscc", "open"))

    def test_a_code_is_kept_in_one_spelling(self):
        firm = self.firms("Typed Ltd", uscc="　9137 0100-ma0xyt079y ")
        self.assertEqual((firm.uscc, firm.uscc_check), (CODES[0], "valid"))
        self.assertFalse(self.questions(firm))

    def test_a_wrong_check_digit_is_written_with_a_question_open(self):
        firm = self.firms("Doubtful Ltd", uscc=WRONG_CODE)
        self.assertEqual((firm.uscc, firm.uscc_check), (WRONG_CODE, "invalid"))
        self.assertEqual(len(self.questions(firm)), 1)
        firm.uscc = WRONG_CODE + "0"
        self.assertEqual(len(self.questions(firm)), 1, "asked once")
        firm.uscc = CODES[0]
        self.assertEqual(firm.uscc_check, "valid")
        self.assertFalse(self.questions(firm), "settled by the right code")

    def test_no_code_is_missing_and_no_question(self):
        firm = self.firms("New Ltd")
        self.assertEqual((firm.uscc, firm.uscc_check), (False, "missing"))
        self.assertFalse(firm.question_ids)

    def test_one_active_firm_of_a_zone_has_a_full_code(self):
        first = self.firms("First Ltd", uscc=CODES[0])
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self.firms("Second Ltd", uscc=CODES[0])
        self.firms("Foreign twin", uscc=CODES[0], zone=self.other_zone)
        first.active = False
        self.firms("Successor Ltd", uscc=CODES[0])

    def test_short_registration_numbers_may_repeat(self):
        firms = self.firms("Old Ltd", "Old Too Ltd", uscc="370100400001234")
        self.assertEqual(firms.mapped("uscc_check"), ["invalid", "invalid"])

    def test_a_firm_needs_a_zone(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self.mine.company_id = False
            self.env.flush_all()

    def test_a_changed_name_stays_as_a_former_one(self):
        self.mine.with_user(self.manager).name = "Renamed Ltd"
        self.assertEqual(self.mine.former_name_ids.mapped("name"), ["Mine Ltd"])
        self.assertEqual(self.mine.park_former_names, "Mine Ltd")
        self.mine.with_user(self.manager).name = "Renamed Ltd"
        self.assertEqual(len(self.mine.former_name_ids), 1, "the same name is no change")

    def test_who_stands_for_the_code_check_cannot_be_forged(self):
        self.mine.uscc = WRONG_CODE
        self.mine.with_user(self.manager).write({"uscc_check": "valid", "officer_id": self.colleague.id})
        self.assertEqual(self.mine.uscc_check, "invalid")
        self.assertEqual(self.mine.officer_id, self.manager)

    def test_a_question_is_answered_once_and_may_be_asked_again(self):
        question = (
            self.env["park.enterprise.question"]
            .with_user(self.manager)
            .create({"enterprise_id": self.mine.id, "text": "How many people?", "state": "dropped"})
        )
        self.assertEqual(question.state, "open", "the state is not for callers to set")
        question.action_answer()
        self.assertEqual(question.state, "answered")
        question.action_reopen()
        self.assertEqual(question.state, "open")
