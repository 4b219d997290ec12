import io
import logging
import sys
from unittest.mock import patch

from odoo.addons.park_sheet.core.pdf import MAX_CELLS
from odoo.exceptions import UserError
from odoo.tests import TransactionCase, tagged
from odoo.tools import mute_logger

from .common import AS_OF, probe_sheet


def text_of(content):
    from pypdf import PdfReader

    return [page.extract_text() for page in PdfReader(io.BytesIO(content)).pages]


@tagged("post_install", "-at_install")
class TestDocument(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("zh_CN")
        cls.document = cls.env["park.document"].with_context(lang="zh_CN", tz="Asia/Shanghai")

    def pdf(self, *sheets, footer=None):
        stream = io.BytesIO()
        self.document._write_sheets(stream, sheets, "pdf", footer=footer)
        return stream.getvalue()

    def test_chinese_text_can_be_extracted_and_no_letter_becomes_a_radical(self):
        rows = [("走访企业部门金见车门长马鱼麻黄黑用田", AS_OF, "red")]
        sheet = probe_sheet(rows=rows, subtitle="共 1 项", notes=["口径：办结不等于解决"])
        (page,) = text_of(self.pdf(sheet))
        for words in (rows[0][0], "问题台账", "2026-11-23", "共 1 项", "口径：办结不等于解决"):
            self.assertIn(words, page)
        self.assertFalse([char for char in page if "\u2e80" <= char <= "\u2fdf"])

    def test_each_page_repeats_the_header_and_knows_its_number(self):
        rows = [(f"第{number}项", AS_OF, "green") for number in range(120)]
        pages = text_of(self.pdf(probe_sheet(rows=rows), footer="导出时间"))
        self.assertGreater(len(pages), 2)
        for number, page in enumerate(pages, 1):
            self.assertIn("办理时限", page)
            self.assertIn("导出时间", page)
            numbers = self.document._sheet_labels().page % {"page": number, "pages": len(pages)}
            self.assertIn(numbers.replace(" ", ""), page.replace(" ", ""))

    def test_sheets_of_both_orientations_in_one_file(self):
        from pypdf import PdfReader

        content = self.pdf(probe_sheet(), probe_sheet("工作清单", landscape=False))
        boxes = [page.mediabox for page in PdfReader(io.BytesIO(content)).pages]
        self.assertEqual([box.width > box.height for box in boxes], [True, False])

    def test_text_is_escaped(self):
        (page,) = text_of(self.pdf(probe_sheet(title="<b>T</b>", rows=[("<img src=x>&amp;", AS_OF, "<i>")])))
        for words in ("<b>T</b>", "<img src=x>&amp;", "<i>"):
            self.assertIn(words, page)

    def test_the_same_sheets_give_the_same_bytes(self):
        self.assertEqual(self.pdf(probe_sheet(), footer="f"), self.pdf(probe_sheet(), footer="f"))

    @mute_logger("weasyprint")
    def test_nothing_is_fetched_but_data(self):
        opened = []

        class Listener(logging.Handler):
            def emit(self, record):
                opened.append(record.getMessage())

        listener = Listener()
        logging.getLogger("weasyprint").addHandler(listener)
        self.addCleanup(logging.getLogger("weasyprint").removeHandler, listener)
        pixel = (
            "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAA"
            "AABJRU5ErkJggg=="
        )
        html = f"""<p>ok</p><img src="{pixel}"><img src="file:///etc/passwd"><img src="http://127.0.0.1:1/x">
            <link rel="stylesheet" href="https://127.0.0.1:1/s.css"><style>@import url(ftp://127.0.0.1/f);</style>
            <object data="file:///etc/hosts"></object><a rel="attachment" href="file:///etc/passwd">a</a>"""
        with patch("socket.socket.connect", side_effect=AssertionError("the network was used")):
            content = self.document._html_to_pdf(html)
        self.assertIn("ok", text_of(content)[0])
        self.assertNotIn(b"/EmbeddedFile", content)

    def test_without_the_library_the_user_is_told_what_to_install(self):
        with (
            patch.dict(sys.modules, {"weasyprint": None}),
            mute_logger("odoo.addons.park_sheet.models.park_document"),
            self.assertRaisesRegex(UserError, "weasyprint"),
        ):
            self.env["park.document"]._html_to_pdf("<p/>")

    def test_what_is_too_long_for_paper_is_refused_with_a_remedy(self):
        rows = (("x", AS_OF, "red") for _number in range(MAX_CELLS // 3 + 1))
        with self.assertRaisesRegex(UserError, "workbook"):
            self.env["park.document"]._write_sheets(io.BytesIO(), [probe_sheet(rows=rows)], "pdf")

    def test_words_follow_the_reader(self):
        labels = self.document._sheet_labels()
        self.assertEqual(labels.lamps["red"], "红")
        self.assertIn('lang="zh-CN"', self.document._sheets_to_html([probe_sheet()]))
