"""Official documents keep the measures of GB/T 9704-2012 and stay what they are when they are read back."""

import importlib
import io
import zipfile
from datetime import date

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Length
from support.core import load_core

PACKAGE = load_core("park_sheet").__name__
writer, official, pdf, sheets = (
    importlib.import_module(f"{PACKAGE}.{part}") for part in ("docx", "official", "pdf", "sheet")
)
Grid, Heading, Official, Paragraph = official.Grid, official.Heading, official.Official, official.Paragraph
WORDS = official.Words("附件：", "%(name)s：", "%(label)s：%(names)s。", "%(year)s年%(month)s月%(day)s日")
MINUTES = Official(
    title="企业服务日现场办公会纪要",
    issuer="某高新区管委会纪要",
    number="〔2026〕第3期",
    head_right="2026年11月25日",
    recipient="各责任单位",
    body=(
        Paragraph("会议听取了六家企业的情况。\n现纪要如下。"),
        Heading("议定事项"),
        Paragraph("消防审查提前介入。", lead="甲公司。", level=2),
        Paragraph("增加末班车。", lead="乙公司。", level=2),
        Heading("出席人员"),
        Grid(("单位", "姓名"), [("行政审批局", "周某\n王某")], (1, 2)),
    ),
    attachments=("工作清单", "交办单"),
    signer="某高新区管委会",
    signed_on="2026年11月25日",
    copies=(("分送", "各责任单位"),),
)


def written(*documents):
    """Return the bytes of a docx."""
    stream = io.BytesIO()
    writer.write_docx(stream, documents, WORDS)
    return stream.getvalue()


@pytest.fixture(scope="module")
def minutes():
    return Document(io.BytesIO(written(MINUTES)))


def test_parts_stand_in_the_order_of_the_standard(minutes):
    texts = [paragraph.text for paragraph in minutes.paragraphs if paragraph.text]
    assert texts == [
        "某高新区管委会纪要", "〔2026〕第3期\t2026年11月25日", "企业服务日现场办公会纪要", "各责任单位：",
        "会议听取了六家企业的情况。", "现纪要如下。", "一、议定事项", "（一）甲公司。消防审查提前介入。",
        "（二）乙公司。增加末班车。", "二、出席人员", "附件：1.工作清单", "2.交办单", "某高新区管委会",
        "2026年11月25日", "分送：各责任单位。",
    ]  # fmt: skip
    [table] = minutes.tables
    assert [[cell.text for cell in row.cells] for row in table.rows] == [["单位", "姓名"], ["行政审批局", "周某\n王某"]]


def test_the_type_area_is_156_by_225_millimetres_with_22_lines(minutes):
    [section] = minutes.sections
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    width = section.page_width - section.left_margin - section.right_margin
    height = section.page_height - section.top_margin - section.bottom_margin
    assert (round(Length(width).mm), round(Length(height).mm)) == (156, 225)
    assert (round(section.top_margin.mm), round(section.left_margin.mm)) == (37, 28)
    line = minutes.styles["Official Text"].paragraph_format.line_spacing
    assert height / line == pytest.approx(22, abs=0.1)


@pytest.mark.parametrize(("style", "face", "points"), [
    ("Official Title", "方正小标宋简体", 22),
    ("Official Text", "仿宋_GB2312", 16),
    ("Official Heading 1", "黑体", 16),
    ("Official Heading 2", "楷体_GB2312", 16),
    ("Official Page", "宋体", 14),
])  # fmt: skip
def test_faces_and_sizes(minutes, style, face, points):
    style = minutes.styles[style]
    assert style.element.rPr.rFonts.get(qn("w:eastAsia")) == face
    assert style.font.size.pt == points


def test_a_face_that_is_not_installed_has_a_substitute():
    with zipfile.ZipFile(io.BytesIO(written(MINUTES))) as package:
        fonts = package.read("word/fontTable.xml").decode()
    assert '<w:font w:name="方正小标宋简体"><w:altName w:val="SimSun"/>' in fonts
    assert '<w:font w:name="仿宋_GB2312"><w:altName w:val="FangSong"/>' in fonts


def test_pages_are_numbered_right_on_odd_and_left_on_even_ones(minutes):
    [section] = minutes.sections
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        [paragraph] = footer.paragraphs
        assert paragraph.text == "— 1 —"
        assert paragraph._p.xpath(".//w:instrText")[0].text.strip() == "PAGE"
        assert paragraph.alignment.name.lower() == side
    assert minutes.settings.odd_and_even_pages_header_footer


def test_a_header_row_stands_on_every_page(minutes):
    [table] = minutes.tables
    assert table.rows[0]._tr.xpath("./w:trPr/w:tblHeader")


def test_several_documents_begin_on_pages_of_their_own_and_count_anew():
    both = Document(io.BytesIO(written(MINUTES, Official("工作清单", landscape=True))))
    first, second = both.sections
    assert (round(second.page_width.mm), round(second.page_height.mm)) == (297, 210)
    assert second._sectPr.xpath("w:pgNumType")[0].get(qn("w:start")) == "1"
    assert not first._sectPr.xpath("w:pgNumType")


def test_the_same_document_gives_the_same_bytes():
    assert written(MINUTES) == written(MINUTES)


def test_what_people_wrote_stays_text():
    text = "<w:p>&amp; \x00=1+1\x0b ]]>"
    document = Document(io.BytesIO(written(Official(text, (Paragraph(text), Grid((text,), [(text,)], (1,)))))))
    expected = "<w:p>&amp; =1+1 ]]>"
    assert document.paragraphs[0].text == document.paragraphs[2].text == expected
    assert document.tables[0].rows[1].cells[0].text == expected


def test_a_sheet_becomes_a_document_with_its_table():
    sheet = sheets.Sheet(
        "工作清单", date(2026, 11, 25), [sheets.Column("企业"), sheets.Column("时限", "date")],
        [("甲", date(2026, 12, 4))], notes=["说明"],
    )  # fmt: skip
    document = official.as_document(pdf.layout(sheet, sheets.Labels(as_of="截至 %(date)s")))
    assert document.landscape
    line, grid, note = document.body
    assert (line.text, grid.titles, grid.rows, note.text) == (
        "截至 2026-11-25", ["企业", "时限"], [["甲", "2026-12-04"]], "说明",
    )  # fmt: skip


def test_a_table_with_a_row_too_short_is_refused():
    with pytest.raises(ValueError, match="columns"):
        Grid(("A", "B"), [("only one",)], (1, 1))
