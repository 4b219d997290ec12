"""Official documents as docx: python-docx for the parts, the measures of GB/T 9704-2012 for the page."""

import io
import zipfile
from collections.abc import Sequence
from datetime import datetime
from typing import BinaryIO

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from .official import Grid, Heading, Official, Paragraph, Words, lines, numbered
from .text import clean

# Faces of the standard; the second is used where the first is not installed (w:altName).
FACES = {
    "title": ("方正小标宋简体", "SimSun"),
    "body": ("仿宋_GB2312", "FangSong"),
    1: ("黑体", "SimHei"),
    2: ("楷体_GB2312", "KaiTi"),
    "table": ("仿宋_GB2312", "FangSong"),
    "page": ("宋体", "SimSun"),
}
LATIN = "Times New Roman"
BODY, TITLE, SMALL, CELL, HEAD = Pt(16), Pt(22), Pt(14), Pt(12), Pt(30)  # 3号, 2号, 4号, 小4号, name of the issuer
LINE = Pt(28.95)  # 22 lines on 225 mm
CHARACTER = 16  # points: the width of one character of the body
LINE_PITCH, CHARACTER_SPACE = "579", "-849"  # of the grid: 22 lines, 28 characters to the line of 156 mm
RED = RGBColor(0xE6, 0x00, 0x12)
EPOCH = (1980, 1, 1, 0, 0, 0)


def write_docx(stream: BinaryIO, documents: Sequence[Official], words: Words) -> None:
    """Write documents into one file, each from a page of its own; the same documents give the same bytes."""
    document = Document()
    _set_styles(document)
    for place, official in enumerate(documents):
        _Writer(document, official, words, is_first=not place).compose()
    document.settings.odd_and_even_pages_header_footer = True
    properties = document.core_properties
    properties.author, properties.comments = clean(documents[0].issuer), ""
    properties.title = clean(documents[0].title)[:255]
    properties.created = properties.modified = datetime(*EPOCH)
    _substitute_faces(document)
    plain = io.BytesIO()
    document.save(plain)
    _rewrite(plain, stream)


class _Writer:
    """Writes one document into a file that may hold several."""

    def __init__(self, document, official: Official, words: Words, is_first: bool):
        self.document, self.official, self.words = document, official, words
        self.section = document.sections[0] if is_first else document.add_section()
        self.is_first = is_first

    def compose(self) -> None:
        self._set_page()
        self._write_head()
        for text in lines(self.official.title):
            self._add(text, "Official Title")
        self._add("", "Official Body")
        if self.official.recipient:
            self._add(self.words.addressed % {"name": self.official.recipient}, "Official Body")
        for block, number in numbered(self.official.body):
            self._write_block(block, number)
        self._write_attachments()
        self._write_signature()
        self._write_copies()

    def _write_head(self) -> None:
        """Write the name in red, the number and the red line; without a name the number stands alone."""
        official = self.official
        if official.issuer:
            self._add(official.issuer, "Official Head")
        if not (official.number or official.head_right or official.issuer):
            return
        is_split = official.number and official.head_right
        line = self._add(official.number or official.head_right, "Official Body")
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
        if is_split:
            line.alignment = WD_ALIGN_PARAGRAPH.LEFT
            line.paragraph_format.tab_stops.add_tab_stop(self._room(), WD_TAB_ALIGNMENT.RIGHT)
            line.add_run(f"\t{clean(official.head_right)}")
        if official.issuer:
            _border(line, "bottom", "E60012", 18)
            self._add("", "Official Body")

    def _write_block(self, block, number: str) -> None:
        if isinstance(block, Grid):
            self._write_grid(block)
        elif isinstance(block, Heading):
            self._add(f"{number}{clean(block.text)}", f"Official Heading {block.level}")
        else:
            self._write_paragraph(block, number)

    def _write_paragraph(self, block: Paragraph, number: str) -> None:
        lead = f"{number}{clean(block.lead)}"
        parts = lines(block.text) or [""]
        for place, text in enumerate(parts):
            paragraph = self._add("", "Official Text")
            if lead and not place:
                run = paragraph.add_run(lead)
                _face(run, FACES.get(block.level, FACES["body"]))
            paragraph.add_run(text)

    def _write_grid(self, grid: Grid) -> None:
        table = self.document.add_table(rows=1, cols=len(grid.titles), style="Table Grid")
        table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
        total = sum(grid.widths)
        widths = [int(self._room() * share / total) for share in grid.widths]
        for column, width in zip(table.columns, widths, strict=True):
            column.width = width
        self._fill_row(table.rows[0], grid.titles, widths, _cell_style(self.document, "Official Cell Head", grid.size))
        _mark(table.rows[0]._tr.get_or_add_trPr(), "w:tblHeader")
        style = _cell_style(self.document, "Official Cell", grid.size)
        for values in grid.rows:
            row = table.add_row()
            _mark(row._tr.get_or_add_trPr(), "w:cantSplit")
            self._fill_row(row, values, widths, style)

    def _fill_row(self, row, values, widths, style) -> None:
        for cell, value, width in zip(row.cells, values, widths, strict=True):
            cell.width = width
            first, *others = lines(str(value)) or [""]
            cell.paragraphs[0].text, cell.paragraphs[0].style = first, style
            for text in others:
                cell.add_paragraph(text, style=style)

    def _write_attachments(self) -> None:
        """Write 附件：1.… below an empty line, two characters in; several are numbered (7.3.4)."""
        names = [clean(name) for name in self.official.attachments]
        if names:
            self._add("", "Official Body")
        for place, name in enumerate(names, 1):
            head = self.words.attachment
            number = f"{place}." if len(names) > 1 else ""
            paragraph = self._add(f"{head if place == 1 else ''}{number}{name}", "Official Body")
            paragraph.paragraph_format.left_indent = Pt(CHARACTER * (2 if place == 1 else 2 + len(head)))

    def _write_signature(self) -> None:
        """Write signer and date at the right: the date four characters in, the signer centred on it (7.3.5)."""
        signer, signed_on = clean(self.official.signer), clean(self.official.signed_on)
        if not signer and not signed_on:
            return
        for _line in range(2):
            self._add("", "Official Body")
        spare = max(4 + (_width(signed_on) - _width(signer)) / 2, 2) if signed_on else 2
        for text, indent in ((signer, spare), (signed_on, 4)):
            if text:
                paragraph = self._add(text, "Official Body")
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
                paragraph.paragraph_format.right_indent = Pt(CHARACTER * indent)
                paragraph.paragraph_format.keep_with_next = text is signer
        if self.official.remarks:
            self._add(f"（{clean(self.official.remarks)}）", "Official Text")

    def _write_copies(self) -> None:
        """Write the list of who gets a copy between two lines, a size smaller (7.4)."""
        for place, (label, names) in enumerate(self.official.copies):
            paragraph = self._add(self.words.copied % {"label": label, "names": names}, "Official Copies")
            if not place:
                paragraph.paragraph_format.space_before = LINE
                _border(paragraph, "top", "000000", 8)
            if place == len(self.official.copies) - 1:
                _border(paragraph, "bottom", "000000", 8)

    def _add(self, text: str, style: str):
        return self.document.add_paragraph(clean(text), style=style)

    def _room(self) -> int:
        section = self.section
        return section.page_width - section.left_margin - section.right_margin

    def _set_page(self) -> None:
        """Set A4 with the type area of the standard; a landscape page is the upright one turned."""
        section = self.section
        top, right, bottom, left = Mm(37), Mm(26), Mm(35), Mm(28)
        width, height = Mm(210), Mm(297)
        if self.official.landscape:
            width, height = height, width
            top, right, bottom, left = Mm(28), Mm(25), Mm(26), Mm(25)
        section.orientation = WD_ORIENT.LANDSCAPE if self.official.landscape else WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = width, height
        section.top_margin, section.right_margin = top, right
        section.bottom_margin, section.left_margin = bottom, left
        section.footer_distance, section.header_distance = bottom - Mm(12), Mm(15)
        for old in section._sectPr.xpath("w:docGrid | w:pgNumType"):  # copied from the document before
            section._sectPr.remove(old)
        if not self.official.landscape:
            grid = OxmlElement("w:docGrid")
            grid.set(qn("w:type"), "linesAndChars")
            grid.set(qn("w:linePitch"), LINE_PITCH)
            grid.set(qn("w:charSpace"), CHARACTER_SPACE)
            section._sectPr.append(grid)
        self._number_pages()

    def _number_pages(self) -> None:
        """Put — 1 — below the text, right on odd and left on even pages, one character in (7.5)."""
        if not self.is_first:
            numbering = OxmlElement("w:pgNumType")
            numbering.set(qn("w:start"), "1")
            self.section._sectPr.find(qn("w:cols")).addprevious(numbering)
        sides = (
            (self.section.footer, WD_ALIGN_PARAGRAPH.RIGHT),
            (self.section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT),
        )
        for footer, side in sides:
            footer.is_linked_to_previous = False
            paragraph = footer.paragraphs[0]
            paragraph.style, paragraph.alignment = self.document.styles["Official Page"], side
            indent = paragraph.paragraph_format
            indent.left_indent = indent.right_indent = SMALL
            paragraph.add_run("— ")
            _field(paragraph, "PAGE")
            paragraph.add_run(" —")


def _set_styles(document) -> None:
    """Make the styles of the layout; whoever edits the file changes them in one place."""
    centre, both = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.JUSTIFY
    _style(document.styles["Normal"], "body", BODY, LINE, both)
    add = document.styles.add_style
    for name, face, size, line, side in (
        ("Official Head", "title", HEAD, None, centre),
        ("Official Title", "title", TITLE, Pt(33), centre),
        ("Official Body", "body", BODY, LINE, both),
        ("Official Text", "body", BODY, LINE, both),
        ("Official Copies", "body", SMALL, Pt(24), both),
        ("Official Cell Head", 1, CELL, Pt(18), centre),
        ("Official Cell", "table", CELL, Pt(18), WD_ALIGN_PARAGRAPH.LEFT),
        ("Official Page", "page", SMALL, None, both),
        ("Official Heading 1", 1, BODY, LINE, both),
        ("Official Heading 2", 2, BODY, LINE, both),
        ("Official Heading 3", "body", BODY, LINE, both),
        ("Official Heading 4", "body", BODY, LINE, both),
    ):
        style = add(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = document.styles["Normal"]
        _style(style, face, size, line, side)
        if name == "Official Text" or name.startswith("Official Heading"):
            _indent_first_line(style)
    document.styles["Official Head"].font.color.rgb = RED


def _cell_style(document, name: str, size: float):
    """Return the style of cells of that size, made when a table first asks for it."""
    base, sized = document.styles[name], f"{name} {size:g}"
    if base.font.size == Pt(size):
        return base
    if sized not in document.styles:
        style = document.styles.add_style(sized, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style, style.font.size = base, Pt(size)
        style.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
        style.paragraph_format.line_spacing = Pt(round(size * 1.5, 1))
    return document.styles[sized]


def _style(style, face, size, line, side) -> None:
    style.font.size, style.font.name = size, LATIN
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), FACES[face][0])
    form = style.paragraph_format
    form.alignment, form.space_before, form.space_after = side, Pt(0), Pt(0)
    form.widow_control = False
    if line is None:
        form.line_spacing = 1.0
    else:
        form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, line


def _indent_first_line(style) -> None:
    """Indent by two characters, whatever the size: in units of characters, as Word counts them."""
    style.paragraph_format.first_line_indent = Pt(2 * CHARACTER)
    style.element.pPr.find(qn("w:ind")).set(qn("w:firstLineChars"), "200")


def _face(run, names) -> None:
    run.font.name = LATIN
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), names[0])


def _mark(properties, name: str) -> None:
    mark = OxmlElement(name)
    mark.set(qn("w:val"), "true")
    properties.append(mark)


def _border(paragraph, side: str, colour: str, eighths: int) -> None:
    """Draw a line at one side of a paragraph, ``eighths`` of a point thick."""
    properties = paragraph._p.get_or_add_pPr()
    borders = properties.find(qn("w:pBdr"))
    if borders is None:
        borders = OxmlElement("w:pBdr")
        properties.insert_element_before(
            borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:kinsoku", "w:snapToGrid", "w:spacing", "w:ind",
            "w:jc", "w:rPr", "w:sectPr",
        )  # fmt: skip
    line = OxmlElement(f"w:{side}")
    for name, value in (("val", "single"), ("sz", str(eighths)), ("space", "4"), ("color", colour)):
        line.set(qn(f"w:{name}"), value)
    borders.append(line)


def _field(paragraph, instruction: str) -> None:
    """Add a field that the program fills in, such as the number of the page."""
    for kind in ("begin", None, "separate", "text", "end"):
        run = paragraph.add_run("1" if kind == "text" else "")
        if kind == "text":
            continue
        if kind is None:
            mark = OxmlElement("w:instrText")
            mark.set(qn("xml:space"), "preserve")
            mark.text = f" {instruction} "
        else:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        run._r.append(mark)


def _width(text: str) -> float:
    """Return the width of a text in characters of the body: half-width ones count half."""
    return sum(0.5 if char.isascii() else 1 for char in text)


def _substitute_faces(document) -> None:
    """Name a substitute for each face, so that a computer without it does not choose just any."""
    [part] = [part for part in document.part.package.iter_parts() if part.partname == "/word/fontTable.xml"]
    fonts = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="86"/></w:font>'
        for name, other in sorted(set(FACES.values()))
    )
    part._blob = part.blob.replace(b"</w:fonts>", fonts.encode() + b"</w:fonts>")


def _rewrite(plain: BinaryIO, stream: BinaryIO) -> None:
    """Copy the package with fixed moments in its directory."""
    with zipfile.ZipFile(plain) as source, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, source.read(name))
