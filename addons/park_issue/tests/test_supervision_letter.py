import base64
import zipfile
from io import BytesIO

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from .common import IssueCase


@tagged("post_install", "-at_install")
class TestSupervisionLetter(IssueCase):
    """On Thu 2026-10-15 a letter goes to the Roads Bureau about an issue whose limit has passed."""

    def setUp(self):
        super().setUp()
        with freeze_time("2026-09-01 02:00:00"):
            self.overdue = self.issue("doing")
        self.startPatcher(freeze_time("2026-10-15 02:00:00"))
        self.leader = self.people["leader"]
        self.zone.park_letter_code = "高管督"

    def draft(self, kind="letter", user=None, **vals):
        user = user or self.centre
        action = self.overdue.with_user(user).with_context(park_letter=kind).action_draft_letter()
        letters = self.env["park.supervision.letter"].with_user(user).with_context(**action["context"])
        return letters.create({"department_id": self.roads.id, "request": "Mend the lamps.", **vals}).with_env(self.env)

    def issued(self, **options):
        letter = self.draft(**options)
        letter.with_user(letter.create_uid).action_ask_approval()
        letter.with_user(self.leader).action_issue()
        return letter

    def test_the_draft_knows_what_the_clock_knows(self):
        letter = self.draft()
        self.assertIn("Mine Ltd", letter.facts)
        self.assertRegex(letter.facts, r"overdue by \d+ working days")
        self.assertEqual((letter.state, letter.number, letter.create_uid), ("draft", False, self.centre))

    def test_it_is_numbered_by_zone_kind_and_year_without_a_gap(self):
        first, second = self.issued(), self.issued()
        order = self.issued(kind="order")
        self.assertEqual((first + second).mapped("number"), ["高管督〔2026〕1号", "高管督〔2026〕2号"])
        self.assertEqual(order.ordinal, 1)
        second.with_user(self.centre).action_withdraw()
        self.assertEqual(self.issued().ordinal, 3)
        with freeze_time("2027-01-05 02:00:00"):
            self.assertEqual(self.issued().number, "高管督〔2027〕1号")

    def test_it_is_kept_as_it_was_issued(self):
        letter = self.issued()
        pdf, docx = letter.attachment_ids.sorted("mimetype", reverse=False).sorted(lambda f: f.name[-3:] != "pdf")
        self.assertEqual(pdf.name, "高管督〔2026〕1号.pdf")
        self.assertTrue(base64.b64decode(pdf.datas).startswith(b"%PDF"))
        with zipfile.ZipFile(BytesIO(docx.raw)) as parts:
            text = parts.read("word/document.xml").decode()
        for word in ("高管督〔2026〕1号", "Mend the lamps.", "Roads Bureau", "20/10/2026"):
            self.assertIn(word, text)
        self.assertEqual(pdf.with_user(self.handler).read(["name"])[0]["name"], pdf.name)

    def test_the_time_for_the_answer_is_a_clock(self):
        letter = self.issued()
        self.assertEqual(str(letter.due_on), "2026-10-20")
        letter.with_user(self.centre).write({"delivered_how": "By hand", "received_by": "Wang"})
        letter.with_user(self.centre).action_deliver()
        letter.with_user(self.centre).action_receive()
        letter.with_user(self.centre).answer = "Mended on the 16th."
        letter.with_user(self.centre).action_answer()
        self.assertRecordValues(letter, [{"state": "answered", "due_on": False}])
        self.assertEqual(letter.deadline_ids.state, "met")

    def test_who_drafted_it_does_not_issue_it_and_handlers_never(self):
        letter = self.draft(user=self.supervisor)
        letter.with_user(self.supervisor).action_ask_approval()
        for user in (self.supervisor, self.centre, self.handler):
            with self.subTest(user.login), self.assertRaises(AccessError):
                letter.with_user(user).action_issue()
        self.assertFalse(letter.number)

    def test_words_are_fixed_once_somebody_is_asked_to_sign(self):
        letter = self.draft()
        letter.with_user(self.centre).request = "Mend them all."
        letter.with_user(self.centre).action_ask_approval()
        with self.assertRaises(UserError):
            letter.with_user(self.centre).request = "Something else."
        letter.with_user(self.leader).action_return()
        letter.with_user(self.centre).request = "Something else."
        self.assertEqual(letter.request, "Something else.")

    def test_number_and_state_cannot_be_written(self):
        letter = self.draft()
        letter.with_user(self.centre).write({"number": "1", "state": "issued", "ordinal": 7})
        self.assertEqual((letter.number, letter.state, letter.ordinal), (False, "draft", 0))

    def test_a_department_reads_what_was_issued_to_it_and_no_draft(self):
        draft, letter = self.draft(), self.issued()
        seen = self.env["park.supervision.letter"].with_user(self.handler).search([])
        self.assertEqual(seen.ids, letter.ids)
        with self.assertRaises(AccessError):
            draft.with_user(self.handler).read(["facts"])
        with self.assertRaises(AccessError):
            letter.with_user(self.handler).answer = "We did."
        with self.assertRaises(AccessError):
            self.overdue.with_user(self.handler).action_draft_letter()

    def test_an_issued_letter_is_not_deleted(self):
        letter = self.issued()
        with self.assertRaises(UserError):
            letter.with_user(self.centre).unlink()
        self.draft().with_user(self.centre).unlink()

    def test_receipt_and_answer_need_their_words(self):
        letter = self.issued().with_user(self.centre)
        for verb in ("action_deliver", "action_receive", "action_answer"):
            with self.subTest(verb), self.assertRaises(UserError):
                getattr(letter, verb)()

    def test_the_list_is_a_sheet(self):
        letters = self.issued() + self.issued(kind="order")
        [sheet] = letters.with_user(self.leader)._sheets("letters")
        self.assertEqual(next(iter(sheet.rows))[0], "高管督〔2026〕1号")
        self.assertEqual(len(list(sheet.rows)), 2)
