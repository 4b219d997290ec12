"""From the bytes of a file to one table, or to a refusal that names the remedy."""

from .cells import Row, Table, UnreadableFile
from .csv_reader import read_csv
from .headers import find_header, guess_mapping
from .xlsx_reader import Workbook

MAX_BYTES = 50 * 1024 * 1024
MAX_ROWS = 200_000
MAX_COLUMNS = 200
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def read_table(data, max_rows=MAX_ROWS, max_columns=MAX_COLUMNS, max_bytes=MAX_BYTES):
    """Return the table in a file, told by its first bytes and never by its name.

    Refuses with ``UnreadableFile`` what is empty, too large, protected, active or no table.
    """
    if not data.strip():
        raise UnreadableFile("empty")
    if len(data) > max_bytes:
        raise UnreadableFile("file_too_large", max_bytes // 1024 // 1024)
    _refuse_other_formats(data)
    if data.startswith(b"PK"):
        return _from_workbook(Workbook(data), max_rows, max_columns)
    rows, encoding = read_csv(data, max_rows, max_columns)
    return _as_table(rows, encoding=encoding)


def _refuse_other_formats(data):
    """Refuse old, protected and disguised workbooks by what they start with."""
    if data.startswith(OLE):
        raise UnreadableFile("encrypted" if ENCRYPTED in data else "old_workbook")
    start = data[:1000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<html", b"<!doctype", b"<table", b"<meta", b"<?xml")):
        raise UnreadableFile("web_page")
    if start.startswith((b"%pdf", b"{\\rtf", b"\x1f\x8b", b"rar!", b"7z")):
        raise UnreadableFile("not_a_table")


def _from_workbook(workbook, max_rows, max_columns):
    """Return the table of the first visible sheet that names most fields; others are noted."""
    visible = [sheet for sheet in workbook.sheets if not sheet[2]]
    best, best_score, filled = None, -1, []
    for title, path, _hidden in visible:
        rows = list(workbook.rows(path, max_rows, max_columns))
        if not rows:
            continue
        filled.append(title)
        table = _as_table(rows, sheet=title)
        score = len(guess_mapping(table))
        if score > best_score:
            best, best_score = table, score
    if best is None:
        raise UnreadableFile("empty")
    notes = [("other_sheet", title) for title in filled if title != best.sheet]
    notes += [("hidden_sheet", title) for title, _path, hidden in workbook.sheets if hidden]
    return Table(best.header, best.rows, best.sheet, best.encoding, (*best.notes, *notes))


def _as_table(rows, sheet="", encoding=""):
    """Return the rows below the header as a table as wide as the header."""
    if not rows:
        raise UnreadableFile("empty")
    index, titles, used = find_header(rows)
    while titles and not titles[-1]:
        titles.pop()
    notes = [("rows_above_header", index)] if index else []
    hidden = sum(row.hidden for row in rows[index + used :])
    if hidden:
        notes.append(("hidden_rows", hidden))
    body = tuple(Row(row.number, _trimmed(row.cells), row.hidden) for row in rows[index + used :])
    return Table(tuple(titles), body, sheet, encoding, tuple(notes))


def _trimmed(cells):
    """Return cells without the empty ones at the end."""
    end = len(cells)
    while end and (cells[end - 1] is None or cells[end - 1] == ""):
        end -= 1
    return cells[:end]
