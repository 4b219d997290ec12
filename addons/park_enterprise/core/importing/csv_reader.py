"""Reading comma-, semicolon-, tab- and bar-separated text in the encodings Chinese offices use."""

import csv
import io
import re

from .cells import Row, UnreadableFile, clean
from .headers import field_of

DELIMITERS = (",", "\t", ";", "|")
CELL_LIMIT = 1_000_000  # characters
UTF8_CHINESE = re.compile(rb"(?:[\xe4-\xe9][\x80-\xbf][\x80-\xbf]){4}")
BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def decode(data):
    """Return ``(text, encoding)``: what the byte-order mark says, else UTF-8, else GB18030.

    >>> decode("\\u4f01".encode("gb18030"))
    ('企', 'gb18030')
    """
    for mark, encoding in BOMS:
        if data.startswith(mark):
            return _decode_as(data, encoding), encoding
    if b"\x00" in data:
        raise UnreadableFile("not_a_table")
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        if line := _first_line_in_utf8(data):
            raise UnreadableFile("encodings_mixed", line) from None
        return _decode_as(data, "gb18030"), "gb18030"


def _first_line_in_utf8(data):
    """Return the number of the first line that can only be UTF-8, None where no line is.

    Chinese text in UTF-8 also is some text in GB18030, only another one: of a file that mixes both,
    one part would be read as what nobody wrote. Four characters in a row are no accident.
    """
    for number, line in enumerate(data.splitlines(), 1):
        if not line.isascii() and UTF8_CHINESE.search(line):
            try:
                line.decode("utf-8")
            except UnicodeDecodeError:
                continue
            return number
    return None


def _decode_as(data, encoding):
    """Return the text, or refuse with the line of the first byte that does not fit."""
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise UnreadableFile("encoding_unknown", data.count(b"\n", 0, error.start) + 1) from error


def sniff_delimiter(text):
    """Return the delimiter under which the first lines name most fields, then give most columns.

    >>> sniff_delimiter("a;b;c\\n1,5;2;3"), sniff_delimiter("name\\tcode")
    (';', '\\t')
    """
    head = "\n".join(text[:20_000].splitlines()[:10])

    def score(delimiter):
        try:
            lines = list(csv.reader(io.StringIO(head), delimiter=delimiter))
        except csv.Error:
            return 0, 0, 0
        named = max((sum(bool(field_of(cell)) for cell in line) for line in lines), default=0)
        widths = [len(line) for line in lines if line]
        return (
            named,
            widths.count(max(widths, default=0)) * (max(widths, default=1) > 1),
            max(widths, default=0),
        )

    return max(DELIMITERS, key=score)


def read_csv(data, max_rows, max_columns):
    """Return ``(rows, encoding)``; refuse a file whose quotes do not close or that is too large.

    The number of a row is the line it starts on, as an editor shows it.
    """
    text, encoding = decode(data)
    if "\x00" in text:
        raise UnreadableFile("not_a_table")
    csv.field_size_limit(CELL_LIMIT)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=sniff_delimiter(text), strict=True)
    rows, line = [], 1
    try:
        for cells in reader:
            if any(clean(cell) for cell in cells):
                rows.append(Row(line, tuple(cell or None for cell in cells)))
                if "\ufffd" in "".join(cells):  # what a program writes for a character it could not save
                    raise UnreadableFile("characters_lost", line)
                if len(rows) > max_rows + 1:
                    raise UnreadableFile("too_many_rows", max_rows)
                if len(cells) > max_columns and any(cells[max_columns:]):
                    raise UnreadableFile("too_many_columns", max_columns)
            line = reader.line_num + 1
    except csv.Error as error:
        raise UnreadableFile("quotes_broken", line) from error
    return rows, encoding
