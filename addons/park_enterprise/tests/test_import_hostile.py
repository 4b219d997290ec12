"""The 42 bad files of the threat model (2.8): what becomes of each row, and what the reader is told."""

import re
import time
import tracemalloc
from base64 import b64encode
from contextlib import contextmanager
from unittest.mock import patch

from odoo.addons.park_enterprise.core.importing.cells import UnreadableFile
from odoo.addons.park_enterprise.core.importing.reader import read_table
from odoo.addons.park_enterprise.models.park_enterprise_import_progress import REPORT
from odoo.addons.park_enterprise.models.park_enterprise_import_reason import UNREADABLE_TEXTS
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from . import hostile_files as files
from .hostile_cases import BARE, CASES, HERE, A, B, hidden_sheet, hide, hide_column, hide_filtered
from .hostile_files import book, code, text
from .import_honesty import unsaid_differences
from .test_import_enterprises import ImportCase


class HostileCase(ImportCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.foreign.uscc = code(8)
        cls.env["res.lang"]._activate_lang("zh_CN")
        for login, name, zone in (
            ("twin1", "同名专员", cls.zone),
            ("twin2", "同名专员", cls.zone),
            ("left", "离任专员", cls.zone),
            ("abroad", "外园专员", cls.other_zone),
        ):
            cls.person(login, "account_manager", zone).name = name
        cls.env["res.users"].search([("login", "=", "left")]).active = False

    @contextmanager
    def undone_afterwards(self):
        """Run a block and take back what it did to the database."""
        with self.env.cr.savepoint() as savepoint:
            yield
            self.env.flush_all()
            savepoint.rollback()
        self.env.invalidate_all(flush=False)

    def upload(self, data, role="centre", **settings):
        batches = self.env["park.enterprise.import"].with_user(getattr(self, role)).with_context(lang="zh_CN")
        vals = {"file": b64encode(data), "filename": "名单.xlsx", "company_id": self.zone.id}
        return batches.create({**vals, **settings})

    def firms_and_people(self):
        self.env.flush_all()
        self.env.cr.execute("SELECT id, write_date FROM res_partner ORDER BY id")
        return self.env.cr.fetchall()

    def chinese(self, sentence):
        self.assertRegex(sentence, r"[\u4e00-\u9fff]")
        self.assertNotRegex(sentence, r"%\(\d\)s")
        return sentence


@tagged("post_install", "-at_install")
class TestImportHostile(HostileCase):
    def test_the_table_is_complete(self):
        self.assertEqual({case.number for case in CASES}, HERE)

    def test_each_file_becomes_what_the_table_says(self):
        for case in CASES:
            with self.subTest(number=case.number, title=case.title), self.undone_afterwards():
                self.refuse_whole(case) if case.unreadable else self.import_rows(case)

    def refuse_whole(self, case):
        with self.assertRaises(UserError) as caught, self.env.cr.savepoint():
            self.upload(case.data(), case.role)
        shape = re.sub(
            r"%\\\(\d\\\)s", ".+", re.escape(self.env(context={"lang": "zh_CN"})._(UNREADABLE_TEXTS[case.unreadable]))
        )
        self.assertRegex(self.chinese(str(caught.exception)), f"(?s)^{shape}$")

    def import_rows(self, case):
        if case.known:
            self.firms(case.known["name"], **{name: value for name, value in case.known.items() if name != "name"})
        data, before = case.data(), self.firms_and_people()
        batch = self.upload(data, case.role, **case.settings)
        batch.action_preview()
        seen = [(line.verdict, line.reason_key or None) for line in batch.line_ids]
        self.assertEqual(seen, case.rows)
        self.assertLessEqual(set(case.notes), {note[0] for note in batch.file_notes or ()})
        self.assertEqual(self.firms_and_people(), before, "a preview writes nothing")
        self.assertIsNone(batch.action_import())
        self.assertEqual([(line.verdict, line.reason_key or None) for line in batch.line_ids], case.rows)
        self.assert_accounted(batch, case)
        self.assert_twice_is_once(batch, data, case)

    def assert_accounted(self, batch, case):
        """Every row has one verdict and, where anything is to be said, a Chinese sentence."""
        self.assertEqual(sum(self.counts(batch).values()), len(case.rows))
        for line in batch.line_ids.filtered("reason_key"):
            self.chinese(line.reason)
        for note in (batch.notes or "").splitlines():
            self.chinese(note)
        self.assertEqual(unsaid_differences(batch), [])
        firm = batch.line_ids.sudo().enterprise_id[:1]
        self.assertEqual({name: firm[name] for name in case.stored}, case.stored)
        self.assertNotIn("Foreign", str(batch.line_ids.mapped("reason")))
        self.assertEqual(self.foreign.name, "Foreign Ltd")

    def assert_twice_is_once(self, first, data, case):
        again = self.upload(data, case.role, **case.settings)
        again.action_preview()
        again.action_import()
        refusals = [line.row for line in first.line_ids if line.verdict == "refused"]
        self.assertEqual([line.row for line in again.line_ids if line.verdict == "refused"], refusals)
        self.assertEqual(again.unchanged_count + again.refused_count, again.row_count)
        self.assertEqual(bool(again.result), bool(case.rows))

    def test_what_a_file_hides_waits_for_a_decision(self):
        for change in (hide, hide_filtered, hide_column, hidden_sheet):
            with self.subTest(change.__name__), self.undone_afterwards():
                batch = self.upload(book((A, code(1), "2016-03-03"), (B, code(2)), change=change))
                self.assertTrue(batch.has_hidden)
                batch.action_preview()
                with self.assertRaises(UserError) as caught:
                    batch.action_import()
                self.chinese(str(caught.exception))
                self.assertEqual(batch.state, "previewed")
                batch.hidden_choice = "leave"
                batch.action_preview()
                batch.action_import()
                self.assertEqual(batch.state, "done")

    def test_a_sheet_can_be_chosen(self):
        def another(sheet):
            other = sheet.parent.create_sheet("二期")
            other.append(BARE)
            other.append((B, code(2)))

        batch = self.upload(book((A, code(1)), change=another))
        self.assertEqual(batch.sheet, "Sheet")
        batch.wanted_sheet = "二期"
        batch.action_preview()
        self.assertEqual(batch.line_ids.name, B)
        with self.assertRaises(UserError) as caught, self.env.cr.savepoint():
            batch.wanted_sheet = "三期"
        self.assertIn("二期", self.chinese(str(caught.exception)))

    def test_bombs_are_refused_by_cheap_checks(self):
        for data in (files.bomb(201), files.bomb(20), files.wide_row(600_000), files.endless_elements(7)):
            tracemalloc.start()
            started = time.process_time()
            with self.assertRaises(UnreadableFile):
                read_table(data)
            seconds, peak = time.process_time() - started, tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()
            self.assertLess(seconds, 2)
            self.assertLess(peak, 50 * 1024 * 1024)

    def test_no_file_makes_the_server_call_anybody(self):
        with (
            patch("socket.socket.connect", side_effect=AssertionError("a connection")) as connect,
            self.undone_afterwards(),
        ):
            case = next(case for case in CASES if case.number == 40)
            self.upload(case.data()).action_preview()
        connect.assert_not_called()

    def test_bytes_that_did_not_arrive_are_refused(self):
        for vals in ({"file": "@@@"}, {"file": "A"}, {"file": b64encode(b"\xff\xfe\x00")}):
            with self.subTest(vals), self.assertRaises(UserError), self.env.cr.savepoint():
                self.env["park.enterprise.import"].with_user(self.centre).create({"filename": "x.csv", **vals})

    def test_a_name_of_a_file_cannot_hurt(self):
        batch = self.upload(text((A, code(1))), filename="../../etc/\x00passwd\ud800\u202e.csv\r\n" + "x" * 999)
        self.assertEqual(batch.filename[:20], "../../etc/passwd.csv")
        self.assertLessEqual(len(batch.filename), 255)

    def test_a_silent_change_would_be_found(self):
        header = (*BARE, "地址", "电话", "联系人")
        batch = self.upload(text((A, code(1), "高新路1号", "13800138000", "王某"), header=header))
        batch.action_preview()
        batch.action_import()
        firm = batch.line_ids.enterprise_id
        self.assertEqual(unsaid_differences(batch), [])
        firm.write({"street": "高新路2号", "phone": "13900139000"})
        firm.child_ids.name = "李某"
        differing = [(2, "address", "高新路1号"), (2, "phone", "13800138000"), (2, "contact", "王某")]
        self.assertEqual(unsaid_differences(batch), differing)

    def test_progress_is_told_by_the_name_of_the_session(self):
        batch = self.upload(text((A, code(1))))
        batch._tell_progress("judging", 4000, 15_000)
        self.env.cr.execute("SHOW application_name")
        ((told,),) = self.env.cr.fetchall()
        self.assertEqual(REPORT.fullmatch(told).groupdict(), {"step": "judging", "done": "4000", "total": "15000"})
        self.assertEqual(batch.park_progress(), {}, "the own session is not somebody who waits for it")
        with self.assertRaises(AccessError):
            batch.with_user(self.colleague).park_progress()
