import io
from urllib.parse import quote

import openpyxl
from odoo.addons.park_sheet.models.park_sheet_source import MAX_RECORDS, join_ids, split_ids
from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, new_test_user, tagged

from .common import PROBE, install_probe


@tagged("post_install", "-at_install")
class TestSheetRoute(HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        install_probe(cls)
        cls.user = new_test_user(
            cls.env, "sheet_reader", "base.group_user,base.group_allow_export", password="sheet_reader"
        )
        banks = cls.env["res.bank"].create([{"name": name} for name in ("=1+41", "二", "hidden")])
        banks += cls.env["res.bank"].create({"name": "archived", "active": False})
        cls.first, cls.second, cls.hidden, cls.archived = cls.env[PROBE].browse(banks.ids)

    def setUp(self):
        super().setUp()
        self.authenticate("sheet_reader", "sheet_reader")

    def fetch(self, ids, key="ledger", fmt="xlsx", model=PROBE):
        return self.url_open(f"/park/sheet/{model}/{key}/{ids}.{fmt}", allow_redirects=False)

    def test_a_workbook_of_the_records_in_the_order_asked_for(self):
        response = self.fetch(f"{self.second.id},{self.first.id},{self.archived.id}")
        self.assertEqual(response.status_code, 200)
        worksheet = openpyxl.load_workbook(io.BytesIO(response.content)).active
        self.assertEqual(worksheet.title, "问题台账")
        names = [row[0] for row in worksheet.iter_rows(min_row=4, values_only=True)]
        self.assertEqual(names, ["二", "=1+41", "archived"])

    def test_the_file_is_named_kept_and_declared(self):
        headers = self.fetch(self.first.id).headers
        name = quote("企业问题台账_20261123.xlsx")
        self.assertEqual(headers["Content-Disposition"], f"attachment; filename*=UTF-8''{name}")
        self.assertEqual(headers["X-Content-Type-Options"], "nosniff")
        self.assertEqual(headers["Cache-Control"], "no-store")
        self.assertIn("spreadsheetml", headers["Content-Type"])

    def test_a_pdf(self):
        response = self.fetch(self.first.id, fmt="pdf", key="worklist")
        self.assertEqual((response.status_code, response.content[:5]), (200, b"%PDF-"))
        self.assertEqual(response.headers["Content-Type"], "application/pdf")

    def test_the_hook_is_told(self):
        self.fetch(f"{self.first.id},{self.second.id}")
        self.assertEqual(
            self.env["ir.config_parameter"].sudo().get_param("park.probe"),
            f"ledger xlsx {[self.first.id, self.second.id]}",
        )

    def test_what_may_not_be_read_is_not_found_like_what_does_not_exist(self):
        absent = self.archived.id + 1000
        answers = {
            case: self.fetch(*arguments)
            for case, arguments in {
                "hidden": (self.hidden.id,),
                "absent": (absent,),
                "one hidden of two": (f"{self.first.id},{self.hidden.id}",),
                "unknown key": (self.first.id, "_sheets"),
                "unknown format": (self.first.id, "ledger", "exe"),
                "unknown model": (1, "ledger", "xlsx", "park.nothing"),
                "model without sheets": (1, "ledger", "xlsx", "res.users"),
                "the mixin": (1, "ledger", "xlsx", "park.sheet.source"),
                "no id": (",",),
                "text": ("1;drop",),
                "endless run": ("1-999999999",),
                "backwards": ("9-3",),
                "zero": ("0",),
                "negative": ("-1",),
                "full-width digit": ("１",),
            }.items()
        }
        for case, answer in answers.items():
            self.assertEqual(answer.status_code, 404, case)
        self.assertEqual(answers["hidden"].content, answers["absent"].content)
        self.assertFalse(self.env["ir.config_parameter"].sudo().get_param("park.probe"))

    def test_without_the_right_to_the_model_nothing_is_found(self):
        self.env["ir.model.access"].search([("model_id.model", "=", PROBE)]).unlink()
        self.assertEqual(self.fetch(self.first.id).status_code, 404)

    def test_visitors_are_asked_to_log_in(self):
        self.authenticate(None, None)
        response = self.fetch(self.first.id)
        self.assertEqual(response.status_code, 303)
        self.assertIn("/web/login", response.headers["Location"])

    def test_it_cannot_be_posted(self):
        response = self.url_open(f"/park/sheet/{PROBE}/ledger/{self.first.id}.xlsx", data={"a": "b"})
        self.assertEqual(response.status_code, 405)

    def test_a_button_leads_to_the_file(self):
        probes = (self.first + self.second).with_user(self.user)
        action = probes.with_context(sheet_key="ledger", sheet_format="pdf").action_sheet()
        self.assertEqual(action["url"], f"/park/sheet/{PROBE}/ledger/{join_ids(probes.ids)}.pdf")
        self.assertEqual(action["target"], "self")

    def test_a_button_refuses_what_cannot_be_made(self):
        for records, key, fmt in [
            (self.first, "nothing", "xlsx"),
            (self.first, "ledger", "odt"),
            (self.first.browse(), "ledger", "xlsx"),
            (self.first.browse(range(1, MAX_RECORDS + 2)), "ledger", "xlsx"),
            (self.first.browse(range(100_000, 130_000, 2)), "ledger", "xlsx"),
        ]:
            with self.subTest(key=key, fmt=fmt, records=len(records)), self.assertRaises(UserError):
                records._sheet_action(key, fmt)
        with self.assertRaises(AccessError):
            self.hidden.with_user(self.user).with_context(sheet_key="ledger").action_sheet()

    def test_a_refusal_is_explained_and_leaves_no_trace(self):
        reason = "Narrow <the> selection."

        def refuse(_model, _key):
            raise UserError(reason)

        self.patch(self.registry[PROBE], "_sheets", refuse)
        response = self.fetch(self.first.id)
        self.assertEqual(response.status_code, 422)
        self.assertIn("Narrow &lt;the&gt; selection.", response.text)
        self.assertIn('<a href="/odoo">', response.text)
        self.assertFalse(self.env["ir.config_parameter"].sudo().get_param("park.probe"))

    def test_sheets_that_may_not_be_seen_are_not_found(self):
        reason = "For leaders only."

        def refuse(_model, _key):
            raise AccessError(reason)

        self.patch(self.registry[PROBE], "_sheets", refuse)
        self.assertEqual(self.fetch(self.first.id).status_code, 404)

    def test_extensions_add_their_keys(self):
        self.assertEqual(self.first._all_sheet_keys(), {"ledger", "worklist"})

    def test_ids_are_written_short_and_read_back_in_order(self):
        for ids, text in [
            ([7], "7"),
            ([3, 7, 8, 9], "3,7-9"),
            ([9, 8, 7], "9,8,7"),
            ([5, 1, 2, 12], "5,1-2,12"),
        ]:
            with self.subTest(text=text):
                self.assertEqual(join_ids(ids), text)
                self.assertEqual(split_ids(text), ids)
