"""What a cell of a file may hold, and how text is cleaned without changing what it says."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache

# Controls, soft hyphen, zero-width and direction marks, byte-order mark, lone surrogates: nobody sees
# them, PostgreSQL refuses some, and two names that differ only in them are one name.
INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ud800-\udfff]"
)
# How text files are made to keep a code as text when a spreadsheet opens them.
QUOTED = re.compile(r'="([^"]*)"')
ERROR = re.compile(r"#(?:N/A|REF!|DIV/0!|VALUE!|NAME\?|NUM!|NULL!|SPILL!|CALC!)")
BLANK = re.compile(r"\s+")
ODD = re.compile("[\x00-\x1f\x7f-\xa0\xad\u2000-\u206f\u3000\ufeff\ud800-\udfff]|  ")


@dataclass(frozen=True)
class Broken:
    """A cell that shows no usable value: an error such as ``#N/A``, or a formula nobody calculated."""

    problem: str  # "error" or "formula"
    shown: str


@dataclass(frozen=True)
class Row:
    """One line of a table: its number in the file, its cells, and whether the file hides it."""

    number: int
    cells: tuple
    hidden: bool = False
    filled: tuple = ()  # of (column, row of the merged cell the value stands in)


@dataclass(frozen=True)
class Table:
    """The rows below a header row, and what the reader has to say about the file."""

    header: tuple  # of str
    rows: tuple  # of Row
    sheet: str = ""
    encoding: str = ""
    notes: tuple = ()  # of reasons, see reasons.py
    hidden_columns: frozenset = frozenset()
    sheets: tuple = ()  # of titles that could be read instead


class UnreadableFile(Exception):
    """The file as a whole cannot be read; ``key`` names the remedy, ``values`` fill it."""

    def __init__(self, key, *values):
        super().__init__(key, *values)
        self.key = key
        self.values = values


def clean(text):
    """Return ``text`` without invisible characters, runs of blanks as one space, ends stripped.

    >>> clean("\\u3000ACME\\xa0\\u200b Ltd. ")
    'ACME Ltd.'
    """
    if text.isalnum():
        return text
    if ODD.search(text):
        text = BLANK.sub(" ", INVISIBLE.sub("", text))
    return text.strip()


@lru_cache(maxsize=100_000)
def name_key(name):
    """Return what two spellings of one name share: width, case, blanks and hidden marks aside.

    >>> name_key("\\u534e\\u5f3a\\uff08A\\uff09 Co") == name_key("\\u534e\\u5f3a(a)CO")
    True
    """
    folded = BLANK.sub("", unicodedata.normalize("NFKC", clean(name))).casefold()
    if folded.isascii():
        return folded
    # taking blanks out can bring a mark next to another letter
    return BLANK.sub("", unicodedata.normalize("NFKC", folded)).casefold()


def show(cell):
    """Return a cell as the text a reader of the file saw, as far as it can be known.

    A spreadsheet keeps 15 digits of a number: longer ones show that they are no longer exact.

    >>> show(12.0), show(914201007447727917), show(date(2016, 3, 3)), show('="007"'), show(None)
    ('12', '9.142010074477279E+17', '2016-03-03', '007', '')
    """
    if cell is None:
        return ""
    if isinstance(cell, str):
        return cell if cell.isalnum() else _shown_text(cell)
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, int | float):
        return str(int(cell)) if abs(cell) < 1e15 and cell == int(cell) else f"{float(cell)!r}".upper()
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ")
    if isinstance(cell, date | time):
        return cell.isoformat()
    if isinstance(cell, Broken):
        return clean(cell.shown)
    return str(cell)


@lru_cache(maxsize=100_000)  # a cell is looked at to judge its row, to read its field, and to keep what was seen
def _shown_text(cell):
    return clean(quoted[1] if (quoted := QUOTED.fullmatch(cell)) else cell)


def believable(cell, is_free_text):
    """Return a cell, or as ``Broken`` the text of an error or formula that took the place of a value.

    Files that were saved as text, our own rows to correct among them, hold them as text. In a free
    text an equals sign may be meant.

    >>> believable("#N/A", True), believable("=A1", True), believable("=A1", False).problem
    (Broken(problem='error', shown='#N/A'), '=A1', 'formula')
    """
    if not isinstance(cell, str) or cell[:1] not in ("#", "="):
        return cell
    if ERROR.fullmatch(cell.strip()):
        return Broken("error", cell.strip())
    return cell if is_free_text or QUOTED.fullmatch(cell) else Broken("formula", cell)
