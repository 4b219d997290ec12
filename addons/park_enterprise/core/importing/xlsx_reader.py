"""Reading a sheet of an .xlsx workbook as a stream, without trusting what it says about itself.

A library reader gives either formulas or their results, and neither hidden rows nor the digits a
number was stored with; all three decide here whether a row may be believed.
"""

import io
import re
import zipfile
import zlib
from datetime import datetime, time, timedelta

from lxml import etree
from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format

from .cells import Broken, Row, UnreadableFile

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
STRICT = "{http://purl.oclc.org/ooxml/spreadsheetml/main}"
RELATION = re.compile(r"\{.*/relationships\}id$")
MAX_UNPACKED = 200 * 1024 * 1024
REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
SAFE_XML = {"resolve_entities": False, "no_network": True, "huge_tree": False, "load_dtd": False}


class Workbook:
    """The parts of an opened workbook that a reader of tables needs."""

    def __init__(self, data):
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError) as error:
            raise UnreadableFile("workbook_broken") from error
        self._refuse_what_acts()
        self.sheets = self._read_sheets()  # [(title, path, is_hidden)]
        self._texts = self._read_texts()
        self._is_date = self._read_date_styles()

    def _refuse_what_acts(self):
        """Refuse macros, links to other files, encryption, and more bytes than the limit."""
        infos = self._zip.infolist()
        names = {info.filename.lower() for info in infos}
        if sum(info.file_size for info in infos) > MAX_UNPACKED:
            raise UnreadableFile("unpacked_too_large", MAX_UNPACKED // 1024 // 1024)
        if any("vbaproject" in name or "/macrosheets/" in name for name in names):
            raise UnreadableFile("macros")
        if any(name.startswith("xl/externallinks/") for name in names):
            raise UnreadableFile("external_links")
        if any(info.flag_bits & 1 for info in infos):
            raise UnreadableFile("encrypted")
        if "xl/workbook.xml" not in names:
            raise UnreadableFile("opendocument" if "content.xml" in names else "not_a_table")

    def _open(self, name):
        """Return a part as a stream; no part reads beyond the size the archive declares."""
        return self._zip.open(name)

    def _elements(self, name, *tags):
        """Yield the finished elements of a part one by one, forgetting them afterwards."""
        wanted = [space + tag for tag in tags for space in (MAIN, STRICT)]
        try:
            for _event, element in etree.iterparse(self._open(name), tag=wanted, **SAFE_XML):
                yield element
                element.clear()
                while element.getprevious() is not None:
                    del element.getparent()[0]
        except (etree.XMLSyntaxError, zipfile.BadZipFile, zlib.error, KeyError, EOFError) as error:
            raise UnreadableFile("workbook_broken") from error

    def _read_sheets(self):
        """Return title, path and hiddenness of every sheet in the order of the tabs."""
        try:
            relations = etree.fromstring(self._zip.read("xl/_rels/workbook.xml.rels"), etree.XMLParser(**SAFE_XML))
        except (KeyError, etree.XMLSyntaxError, zipfile.BadZipFile, zlib.error) as error:
            raise UnreadableFile("workbook_broken") from error
        targets = {relation.get("Id"): relation.get("Target", "") for relation in relations}
        sheets = []
        self.is_1904 = False
        for element in self._elements("xl/workbook.xml", "sheet", "workbookPr"):
            if element.tag.endswith("workbookPr"):
                self.is_1904 = element.get("date1904") in ("1", "true")
                continue
            key = next((value for name, value in element.attrib.items() if RELATION.match(name)), None)
            target = targets.get(key, "")
            path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            if path in self._zip.namelist() and "worksheets/" in path:
                sheets.append((element.get("name", ""), path, element.get("state", "visible") != "visible"))
        return sheets

    def _read_texts(self):
        """Return the shared texts; pronunciation guides beside Chinese text are left out."""
        if "xl/sharedStrings.xml" not in self._zip.namelist():
            return []
        return [_text(element) for element in self._elements("xl/sharedStrings.xml", "si")]

    def _read_date_styles(self):
        """Return for each cell style whether it shows a date."""
        if "xl/styles.xml" not in self._zip.namelist():
            return []
        formats, styles = dict(BUILTIN_FORMATS), []
        for element in self._elements("xl/styles.xml", "numFmt", "cellXfs"):
            if element.tag.endswith("numFmt"):
                formats[int(element.get("numFmtId", -1))] = element.get("formatCode", "")
            else:
                styles = [int(style.get("numFmtId", 0)) for style in element]
        return [_shows_date(formats.get(style, ""), style) for style in styles]

    def rows(self, path, max_rows, max_columns):
        """Yield the rows of a sheet that hold something; refuse cells beyond the limits."""
        count = 0
        for number, element in enumerate(self._elements(path, "row"), 1):
            number = int(element.get("r", number))
            cells = self._cells(element, max_columns)
            if any(cell is not None for cell in cells):
                count += 1
                if count > max_rows + 1 or number > max_rows + 1000:
                    raise UnreadableFile("too_many_rows", max_rows)
                yield Row(number, tuple(cells), element.get("hidden") in ("1", "true"))

    def _cells(self, row, max_columns):
        """Return the values of a row in their columns."""
        cells = []
        for element in row:
            match = REFERENCE.fullmatch(element.get("r", ""))
            column = _column(match[1]) if match else len(cells)
            value = self._value(element)
            if value is None:
                continue
            if column >= max_columns:
                raise UnreadableFile("too_many_columns", max_columns)
            cells.extend([None] * (column + 1 - len(cells)))
            cells[column] = value
        return cells

    def _value(self, element):
        """Return what a cell shows: text, number, date, or why it shows nothing usable."""
        kind, raw, formula, inline = element.get("t", "n"), None, None, None
        for child in element:
            tag = child.tag.rpartition("}")[2]
            if tag == "v":
                raw = child.text
            elif tag == "f":
                formula = child.text or ""
            elif tag == "is":
                inline = _text(child)
        if kind == "inlineStr":
            return inline or None
        if raw is None or (raw == "" and kind == "n"):
            return None if formula is None else Broken("formula", f"={formula}")
        if kind == "e":
            return Broken("error", raw)
        if kind == "s":
            return self._shared(raw)
        if kind in ("str", "d"):
            return raw or None
        if kind == "b":
            return raw == "1"
        return self._number(raw, int(element.get("s", 0)))

    def _shared(self, raw):
        """Return a shared text by its number."""
        try:
            return self._texts[int(raw)] or None
        except (ValueError, IndexError) as error:
            raise UnreadableFile("workbook_broken") from error

    def _number(self, raw, style):
        """Return a number, or the date it stands for when its style shows dates."""
        try:
            number = int(raw) if re.fullmatch(r"-?\d{1,30}", raw) else float(raw)
        except ValueError:
            return Broken("error", raw)
        if number != number or abs(number) == float("inf"):
            return Broken("error", raw)
        if style < len(self._is_date) and self._is_date[style]:
            return self._date(number)
        return number

    def _date(self, number):
        """Return the date or time of a day number; numbers no calendar reaches stay numbers."""
        if 0 <= number < 1:
            return (datetime.min + timedelta(days=number)).time().replace(microsecond=0) if number else time()
        epoch = datetime(1904, 1, 1) if self.is_1904 else datetime(1899, 12, 30)
        try:
            return epoch + timedelta(seconds=round(number * 86400))
        except OverflowError:
            return number


def _text(element):
    """Return the text of a string item without its pronunciation guide."""
    return "".join(
        node.text or ""
        for node in element.iter()
        if isinstance(node.tag, str)
        and node.tag.rpartition("}")[2] == "t"
        and node.getparent().tag.rpartition("}")[2] != "rPh"
    )


def _shows_date(code, number):
    """Return whether a number format shows a date; 27-36 and 50-58 are the Chinese built-in ones."""
    return 27 <= number <= 36 or 50 <= number <= 58 or (bool(code) and bool(is_date_format(code)))


def _column(letters):
    """Return the index of a column: A is 0.

    >>> _column("A"), _column("AB")
    (0, 27)
    """
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - 64
    return index - 1
