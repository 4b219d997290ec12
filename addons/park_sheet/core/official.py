"""An official document as data, in the layout of GB/T 9704-2012, said without any file format."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from .pdf import Table
from .text import clean

LEVELS = (1, 2, 3, 4)
_DIGITS = "〇一二三四五六七八九"


@dataclass(frozen=True)
class Heading:
    """A heading of level 1 to 4; its number is given by the renderer, in the order of the document."""

    text: str
    level: int = 1

    def __post_init__(self):
        if self.level not in LEVELS:
            raise ValueError(f"a heading has level 1 to 4, not {self.level}")


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of the body; ``lead`` are its first words, set like a heading of the level."""

    text: str
    lead: str = ""
    level: int = 0  # numbered like a heading of that level; 0: not numbered


@dataclass(frozen=True)
class Grid:
    """A table of texts; ``widths`` are shares of the page, ``size`` is the height of its letters in points."""

    titles: Sequence[str]
    rows: Sequence[Sequence[str]]
    widths: Sequence[float]
    size: float = 12

    def __post_init__(self):
        if len(self.titles) != len(self.widths) or any(len(row) != len(self.titles) for row in self.rows):
            raise ValueError("a table has as many titles and widths as columns")


@dataclass(frozen=True)
class Official:
    """A document: what stands on it from the head to the list of who gets a copy. Empty parts are left out.

    ``issuer`` is the name in red above the line, for letters and minutes; lists of work have none. ``number`` is
    written with the brackets 〔〕 by the caller. ``signer`` and ``signed_on`` close the text; minutes have neither
    (they carry no seal), their date stands in the head (``head_right``).
    """

    title: str
    body: Sequence[Heading | Paragraph | Grid] = ()
    issuer: str = ""
    number: str = ""
    head_right: str = ""  # beside the number: the date of minutes, who signs a letter upwards
    recipient: str = ""  # 主送机关; a colon follows
    attachments: Sequence[str] = ()  # 附件说明
    signer: str = ""
    signed_on: str = ""
    remarks: str = ""  # 附注, in brackets below the date
    copies: Sequence[tuple[str, str]] = field(default=())  # [("抄送", "…")], 版记
    landscape: bool = False


@dataclass(frozen=True)
class Words:
    """The few words the layout itself adds, in the language of the document."""

    attachment: str = "Attachment: "
    addressed: str = "%(name)s:"
    copied: str = "%(label)s: %(names)s."
    date: str = "%(day)s/%(month)s/%(year)s"


def chinese_number(number: int) -> str:
    """Return a number from 1 to 99 in Chinese characters.

    >>> [chinese_number(n) for n in (1, 10, 11, 20, 35)]
    ['一', '十', '十一', '二十', '三十五']
    """
    if not 1 <= number <= 99:
        raise ValueError(f"headings are numbered from 1 to 99, not {number}")
    tens, ones = divmod(number, 10)
    return f"{(_DIGITS[tens] if tens > 1 else '') + '十' if tens else ''}{_DIGITS[ones] if ones else ''}"


def numeral(level: int, number: int) -> str:
    """Return the number of a heading as the standard writes it for each level (GB/T 9704-2012, 7.3.3).

    >>> [numeral(level, 2) for level in LEVELS]
    ['二、', '（二）', '2.', '（2）']
    """
    if level in (1, 2):
        text = chinese_number(number)
        return f"{text}、" if level == 1 else f"（{text}）"
    return f"{number}." if level == 3 else f"（{number}）"


def numbered(body: Sequence[Heading | Paragraph | Grid]) -> Iterator[tuple[Heading | Paragraph | Grid, str]]:
    """Yield each block with its number, "" where it has none; a heading begins those below it anew.

    >>> blocks = [Heading("A"), Heading("B", 2), Paragraph("p"), Heading("C", 2), Heading("D"), Heading("E", 2)]
    >>> [number for _block, number in numbered(blocks)]
    ['一、', '（一）', '', '（二）', '二、', '（一）']
    """
    counts = dict.fromkeys(LEVELS, 0)
    for block in body:
        level = getattr(block, "level", 0)
        if not level:
            yield block, ""
            continue
        counts[level] += 1
        counts.update(dict.fromkeys(range(level + 1, LEVELS[-1] + 1), 0))
        yield block, numeral(level, counts[level])


def document_number(code: str, year: int, ordinal: int) -> str:
    """Return a document number: the year in hexagonal brackets, the ordinal without leading zeros (7.2.5).

    >>> document_number("平高管办", 2026, 12)
    '平高管办〔2026〕12号'
    """
    return f"{code}〔{year}〕{ordinal}号"


def written_date(day: date, words: Words) -> str:
    """Return a date as documents write it: in digits, without leading zeros.

    >>> written_date(date(2026, 3, 5), Words(date="%(year)s年%(month)s月%(day)s日"))
    '2026年3月5日'
    """
    return words.date % {"year": day.year, "month": day.month, "day": day.day}


def lines(text: str) -> list[str]:
    """Return the paragraphs of a text, free of what a file may not hold.

    >>> lines(" First\\n\\n second\\x00 ")
    ['First', 'second']
    """
    return [line for part in clean(text or "").split("\n") if (line := part.strip())]


def as_document(table: Table) -> Official:
    """Return a table, laid out for paper, as a document: its title, the date of its figures, the table, its notes."""
    rows = [[text for _style, text in row] for row in table.rows]
    body = (
        Paragraph(table.as_of_line),
        Grid(table.headings, rows, table.shares, table.font_size),
        *map(Paragraph, table.notes),
    )
    return Official(table.title, body, landscape=table.orientation == "landscape")
