import csv
import io
import json
from datetime import datetime

import openpyxl
from odoo import http
from odoo.tests import HttpCase, tagged

from .common import FORMULAS


@tagged("post_install", "-at_install")
class TestNativeExport(HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.partners = cls.env["res.partner"].create(
            [{"name": text, "ref": "=ref", "color": 7, "partner_latitude": -1.5} for text in FORMULAS]
        )

    def setUp(self):
        super().setUp()
        self.authenticate("admin", "admin")

    def post(self, url, data):
        form = {"data": json.dumps(data), "csrf_token": http.Request.csrf_token(self)}
        response = self.url_open(url, data=form)
        self.assertEqual(response.status_code, 200)
        return response

    def export(self, fmt, names=("name", "ref", "color", "partner_latitude", "create_date"), **options):
        model = self.env["res.partner"]
        columns = [{"name": name, "label": name, "type": model._fields[name].type} for name in names]
        options = {"domain": [], "import_compat": False, "groupby": [], **options}
        data = {"model": "res.partner", "fields": columns, "ids": self.partners.ids, **options}
        return self.post(f"/web/export/{fmt}", data).content

    def worksheet(self, content):
        return openpyxl.load_workbook(io.BytesIO(content)).active

    def check_text(self, worksheet):
        cells = [cell for row in worksheet.iter_rows() for cell in row]
        self.assertNotIn("f", {cell.data_type for cell in cells})
        self.assertFalse([cell for cell in cells if cell.hyperlink])

    def test_a_list_in_a_workbook(self):
        worksheet = self.worksheet(self.export("xlsx"))
        self.check_text(worksheet)
        rows = list(worksheet.iter_rows(min_row=2, values_only=True))
        self.assertEqual([row[0] for row in rows], FORMULAS)
        self.assertEqual(rows[0][1:4], ("=ref", 7, -1.5))
        self.assertIsInstance(rows[0][4], datetime)

    def test_a_list_in_a_workbook_is_ready_to_print(self):
        worksheet = self.worksheet(self.export("xlsx"))
        self.assertEqual(worksheet.freeze_panes, "A2")
        self.assertEqual(worksheet.auto_filter.ref, f"A1:E{len(FORMULAS) + 1}")
        self.assertEqual(worksheet.print_title_rows, "$1:$1")
        self.assertEqual((worksheet.page_setup.orientation, worksheet.page_setup.paperSize), ("landscape", 9))
        self.assertTrue(worksheet.oddFooter.center.text)
        self.assertEqual(worksheet["A1"].fill.fgColor.rgb, "FF1F4E79")
        self.assertLess(worksheet.column_dimensions["C"].width, worksheet.column_dimensions["A"].width)

    def test_groups_in_a_workbook(self):
        worksheet = self.worksheet(self.export("xlsx", groupby=["ref", "name"]))
        self.check_text(worksheet)
        titles = [row[0] for row in worksheet.iter_rows(min_row=2, values_only=True)]
        self.assertEqual(titles[0], f"=ref ({len(FORMULAS)})")
        self.assertTrue(set(FORMULAS) <= set(titles))
        self.assertEqual(worksheet.freeze_panes, "A2")
        self.assertFalse(worksheet.auto_filter.ref)

    def test_labels_of_columns_are_text_too(self):
        model = {"name": "name", "label": "=1+41", "type": "char"}
        self.check_text(self.worksheet(self.export("xlsx", fields=[model])))

    def test_an_empty_list(self):
        worksheet = self.worksheet(self.export("xlsx", ids=False, domain=[("id", "=", 0)]))
        self.assertEqual(worksheet.max_row, 1)

    def test_long_text_is_cut_and_says_so(self):
        self.partners[0].ref = "x" * 40_000
        value = self.worksheet(self.export("xlsx", names=["ref"]))["A2"].value
        self.assertEqual(len(value), 32_767)
        self.assertRegex(value, r"x…[^…]{5,40}$")  # in the language of the reader

    def test_a_list_in_csv(self):
        labels = {"name": "=label", "color": "color", "partner_latitude": "latitude"}
        columns = [{"name": name, "label": label, "type": "char"} for name, label in labels.items()]
        text = self.export("csv", fields=columns).decode("utf-8-sig")
        header, *rows = csv.reader(io.StringIO(text, newline=""))
        self.assertEqual(header[0], "'=label")
        expected = [f"'{value}" for value in FORMULAS[:-1]] + FORMULAS[-1:]  # the last is an address
        self.assertEqual([row[0] for row in rows], expected)
        self.assertEqual({tuple(row[1:]) for row in rows}, {("7", "-1.5")})

    def test_csv_opens_as_chinese_in_excel(self):
        self.assertTrue(self.export("csv").startswith(b"\xef\xbb\xbf"))

    def test_a_pivot(self):
        header = {"title": "=1+41", "width": 1, "height": 1, "is_bold": False}
        pivot = {
            "title": "A/B: =1",
            "model": "res.partner",
            "measure_count": 1,
            "col_group_headers": [
                [{**header, "title": "Total", "width": 2}],
                [header, {**header, "title": "@x"}],
            ],
            "measure_headers": [{"title": "=m", "is_bold": True}, {"title": "n", "is_bold": False}],
            "rows": [
                {"title": "=t", "indent": 0, "values": [{"value": 3, "is_bold": True}, {"value": ""}]},
                {"title": "=u", "indent": 1, "values": [{"value": 1.5}, {"value": "=v"}]},
            ],
        }
        worksheet = self.worksheet(self.post("/web/pivot/export_xlsx", pivot).content)
        self.check_text(worksheet)
        self.assertEqual(
            [[value or None for value in row] for row in worksheet.iter_rows(values_only=True)],
            [
                [None, "Total", None],
                [None, "=1+41", "@x"],
                [None, "=m", "n"],
                ["=t", 3, None],
                ["     =u", 1.5, "=v"],
            ],
        )
        self.assertEqual(worksheet.freeze_panes, "B4")
