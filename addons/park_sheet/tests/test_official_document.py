import io

import pypdf
from docx import Document
from odoo.addons.park_sheet.core.official import Grid, Heading, Official, Paragraph
from odoo.tests import HttpCase, TransactionCase, new_test_user, tagged

from .common import PROBE, install_probe

LETTER = Official(
    title="督办函",
    issuer="某高新区管委会",
    number="〔2026〕12号",
    recipient="行政审批局",
    body=(
        Heading("事项"),
        Paragraph("请于 <b>12月4日</b> 前答复。", lead="第一件。", level=2),
        Grid(("序号", "企业"), [("1", "甲公司")], (1, 4)),
    ),
    attachments=("清单",),
    signer="督查室",
    signed_on="2026年11月25日",
    copies=(("抄送", "各单位"),),
)


@tagged("post_install", "-at_install")
class TestOfficialDocument(TransactionCase):
    """The page carries the same words as the file that can be edited."""

    def pdf(self, *documents):
        stream = io.BytesIO()
        self.env["park.document"]._write_documents(stream, documents, "pdf")
        return stream.getvalue()

    def test_the_pdf_says_all_and_numbers_its_pages(self):
        reader = pypdf.PdfReader(io.BytesIO(self.pdf(LETTER)))
        text = "".join(page.extract_text() for page in reader.pages).replace("\n", "")
        for said in (
            "督办函",
            "〔2026〕12号",
            "一、事项",
            "（一）第一件。",
            "<b>12月4日</b>",
            "甲公司",
            "督查室",
            "各单位",
        ):
            self.assertIn(said, text)
        self.assertRegex(text, r"— *1 *—")
        box = reader.pages[0].mediabox
        self.assertEqual((round(box.width), round(box.height)), (595, 842))

    def test_the_same_document_gives_the_same_bytes(self):
        self.assertEqual(self.pdf(LETTER), self.pdf(LETTER))


@tagged("post_install", "-at_install")
class TestDocumentRoute(HttpCase):
    """What is a document comes as one, and any sheet can be edited as docx."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        install_probe(cls)
        new_test_user(cls.env, "sheet_reader", "base.group_user", password="sheet_reader")
        cls.bank = cls.env["res.bank"].create({"name": "一"})

    def fetch(self, key, fmt):
        self.authenticate("sheet_reader", "sheet_reader")
        answer = self.url_open(f"/park/sheet/{PROBE}/{key}/{self.bank.id}.{fmt}")
        self.assertEqual(answer.status_code, 200)
        return answer

    def test_a_sheet_as_docx(self):
        answer = self.fetch("ledger", "docx")
        self.assertIn("wordprocessingml", answer.headers["Content-Type"])
        document = Document(io.BytesIO(answer.content))
        self.assertEqual(document.paragraphs[0].text, "问题台账")
        self.assertEqual(document.tables[0].rows[1].cells[0].text, "一")

    def test_documents_go_before_sheets(self):
        self.patch(self.registry[PROBE], "_documents", lambda _records, key: [LETTER] if key == "ledger" else None)
        document = Document(io.BytesIO(self.fetch("ledger", "docx").content))
        self.assertIn("督办函", [paragraph.text for paragraph in document.paragraphs])
        pdf = pypdf.PdfReader(io.BytesIO(self.fetch("ledger", "pdf").content))
        self.assertIn("督查室", pdf.pages[0].extract_text())
        self.assertEqual(self.fetch("ledger", "xlsx").content[:2], b"PK")
