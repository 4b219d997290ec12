"""Reading an .xlsx workbook as a stream, without trusting what it says about itself.

A library reader gives either formulas or their results, and neither hidden rows nor the digits a
number was stored with; all three decide here whether a row may be believed.
"""

import posixpath
import re
from dataclasses import dataclass

from lxml import etree
from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format

from .archive import BROKEN, Archive
from .cells import UnreadableFile
from .xlsx_sheet import SheetReader, text_of

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
STRICT = "{http://purl.oclc.org/ooxml/spreadsheetml/main}"
RELATION = re.compile(r"\{.*/relationships\}id$")
SAFE_XML = {"resolve_entities": False, "no_network": True, "huge_tree": False, "load_dtd": False}


@dataclass(frozen=True)
class Tab:
    """A sheet of a workbook as its tab shows it."""

    title: str
    path: str
    is_hidden: bool


class Workbook:
    """The parts of an opened workbook that a reader of tables needs."""

    def __init__(self, data):
        self._archive = Archive(data)
        self._refuse_what_acts()
        self.is_1904 = False
        self.tabs = self._read_tabs()
        self._texts = self._read_texts()
        self._kinds = self._read_styles()

    def _refuse_what_acts(self):
        """Refuse macros, links to other files, and what is no workbook."""
        names = {name.lower() for name in self._archive.names}
        if any("vbaproject" in name or "/macrosheets/" in name for name in names):
            raise UnreadableFile("macros")
        if any(name.startswith("xl/externallinks/") for name in names):
            raise UnreadableFile("external_links")
        if "xl/workbook.xml" not in names:
            raise UnreadableFile("opendocument" if "content.xml" in names else "not_a_table")

    def elements(self, name, *tags):
        """Yield the finished elements of a part one by one, forgetting them afterwards."""
        wanted = [space + tag for tag in tags for space in (MAIN, STRICT)]
        part = self._archive.open(name)
        try:
            for _event, element in etree.iterparse(part, tag=wanted, **SAFE_XML):
                yield element
                element.clear()
                while element.getprevious() is not None:
                    del element.getparent()[0]
                part.forget()
        except (etree.XMLSyntaxError, *BROKEN) as error:
            raise UnreadableFile("workbook_broken") from error

    def _read_tabs(self):
        """Return the sheets in the order of their tabs."""
        try:
            relations = etree.parse(self._archive.open("xl/_rels/workbook.xml.rels"), etree.XMLParser(**SAFE_XML))
        except (etree.XMLSyntaxError, *BROKEN) as error:
            raise UnreadableFile("workbook_broken") from error
        targets = {relation.get("Id"): relation.get("Target", "") for relation in relations.getroot()}
        tabs = []
        for element in self.elements("xl/workbook.xml", "sheet", "workbookPr"):
            if element.tag.endswith("workbookPr"):
                self.is_1904 = element.get("date1904") in ("1", "true")
                continue
            key = next((value for name, value in element.attrib.items() if RELATION.match(name)), None)
            path = posixpath.normpath(posixpath.join("/xl", targets.get(key, ""))).lstrip("/")
            if path in self._archive.names and "worksheets/" in path:
                tabs.append(Tab(element.get("name", ""), path, element.get("state", "visible") != "visible"))
        return tabs

    def _read_texts(self):
        """Return the shared texts; pronunciation guides beside Chinese text are left out."""
        if "xl/sharedStrings.xml" not in self._archive.names:
            return []
        return [text_of(element) for element in self.elements("xl/sharedStrings.xml", "si")]

    def _read_styles(self):
        """Return for each cell style what it makes of a number: "date", "percent" or None."""
        if "xl/styles.xml" not in self._archive.names:
            return []
        formats, kinds = dict(BUILTIN_FORMATS), []
        for element in self.elements("xl/styles.xml", "numFmt", "cellXfs"):
            if element.tag.endswith("numFmt"):
                formats[_whole(element.get("numFmtId"))] = element.get("formatCode", "")
            else:
                numbers = [_whole(style.get("numFmtId")) for style in element if isinstance(style.tag, str)]
                kinds = [_kind(formats.get(number, ""), number) for number in numbers]
        return kinds

    def sheet(self, tab, max_rows, max_columns):
        """Return the rows of a sheet with what it hides and merges; refuse cells beyond the limits."""
        reader = SheetReader(self._texts, self._kinds, self.is_1904, max_rows, max_columns)
        return reader.sheet_rows(self.elements(tab.path, *SheetReader.TAGS))


def _whole(text):
    """Return a number of the file, -1 for what is none.

    >>> _whole("14"), _whole(None), _whole("x")
    (14, -1, -1)
    """
    return int(text) if text and re.fullmatch(r"\d{1,9}", text) else -1


def _kind(code, number):
    """Return what a number format shows; 27-36 and 50-58 are the Chinese built-in dates.

    >>> _kind("", 31), _kind("yyyy-mm-dd", 170), _kind("0.0%", 165), _kind("0.00", 2)
    ('date', 'date', 'percent', None)
    """
    if 27 <= number <= 36 or 50 <= number <= 58 or (code and is_date_format(code)):
        return "date"
    return "percent" if "%" in code else None
