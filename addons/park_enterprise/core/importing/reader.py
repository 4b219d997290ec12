"""From the bytes of a file to one table, or to a refusal that names the remedy."""

from dataclasses import replace

from .cells import Table, UnreadableFile, clean
from .csv_reader import read_csv
from .headers import find_header, guess_mapping, is_forbidden
from .words import HEADERS
from .xlsx_reader import Workbook
from .xlsx_sheet import letters_of

MAX_BYTES = 50 * 1024 * 1024
MAX_ROWS = 200_000
MAX_COLUMNS = 200
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def read_table(
    data,
    sheet=None,
    with_hidden=False,
    max_rows=MAX_ROWS,
    max_columns=MAX_COLUMNS,
    max_bytes=MAX_BYTES,
    headers=HEADERS,
):
    """Return the table in a file, told by its first bytes and never by its name.

    ``sheet`` names the sheet to read; without it the one that names most fields is read, a hidden one
    only ``with_hidden``; ``headers`` are the titles of the kind of file. Refuses with ``UnreadableFile``
    what is empty, too large, protected, active or no table.
    """
    if not data.strip():
        raise UnreadableFile("empty")
    if len(data) > max_bytes:
        raise UnreadableFile("file_too_large", max_bytes // 1024 // 1024)
    _refuse_other_formats(data)
    if data.startswith(b"PK"):
        return _from_workbook(Workbook(data), sheet, with_hidden, max_rows, max_columns, headers)
    rows, encoding = read_csv(data, max_rows, max_columns)
    return as_table(rows, encoding=encoding, headers=headers)


def _refuse_other_formats(data):
    """Refuse old, protected and disguised workbooks by what they start with."""
    if data.startswith(OLE):
        raise UnreadableFile("encrypted" if ENCRYPTED in data else "old_workbook")
    start = data[:1000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<html", b"<!doctype", b"<table", b"<meta", b"<?xml")):
        raise UnreadableFile("web_page")
    if start.startswith((b"%pdf", b"{\\rtf", b"\x1f\x8b", b"rar!", b"7z")):
        raise UnreadableFile("not_a_table")


def _from_workbook(workbook, wanted, with_hidden, max_rows, max_columns, headers):
    """Return the table of the wanted or best sheet; the sheets that are not read are noted."""
    tabs = [tab for tab in workbook.tabs if with_hidden or not tab.is_hidden]
    titles = tuple(tab.title for tab in tabs)
    if wanted and wanted not in titles:
        raise UnreadableFile("no_such_sheet", wanted, titles)
    best, best_score, filled = None, -1, []
    for tab in tabs:
        if wanted and tab.title != wanted:
            filled.append(tab.title)
            continue
        found = workbook.sheet(tab, max_rows, max_columns)
        if not found.rows:
            continue
        filled.append(tab.title)
        table = as_table(found.rows, tab.title, "", found.hidden_columns, found.is_filtered, headers)
        score = len(guess_mapping(table, headers))
        if score > best_score:
            best, best_score = table, score
    if best is None:
        raise UnreadableFile("empty")
    hidden = {tab.title for tab in workbook.tabs if tab.is_hidden}
    notes = [("other_sheet", title) for title in filled if title != best.sheet and title not in hidden]
    notes += [
        ("hidden_sheet_read" if tab.title == best.sheet else "hidden_sheet", tab.title)
        for tab in workbook.tabs
        if tab.is_hidden
    ]
    return replace(best, notes=(*best.notes, *notes), sheets=titles)


def as_table(rows, sheet="", encoding="", hidden_columns=frozenset(), is_filtered=False, headers=HEADERS):
    """Return the rows below the header as a table as wide as the header row, empty titles included."""
    if not rows:
        raise UnreadableFile("empty")
    index, titles, used = find_header(rows, headers)
    body = tuple(replace(row, cells=_trimmed(row.cells)) for row in rows[index + used :])
    if not encoding:  # the cells of a workbook stand where they stand; in text a separator may be astray
        titles += [""] * (max((len(row.cells) for row in body), default=0) - len(titles))
    hidden_columns = frozenset(
        column for column in hidden_columns if any(column < len(row.cells) and row.cells[column] for row in body)
    )
    notes = [("rows_above_header", index)] if index else []
    if hidden := sum(row.hidden for row in body):
        notes.append(("filtered_rows" if is_filtered else "hidden_rows", hidden))
    if hidden_columns:
        notes.append(("hidden_columns", [_called(titles, column) for column in sorted(hidden_columns)]))
    if filled := sum(len(row.filled) for row in body):
        notes.append(("merged_cells", filled))
    if forbidden := [title for title in titles if is_forbidden(title)]:
        notes.append(("forbidden_columns", forbidden))
    return Table(tuple(titles), body, sheet, encoding, tuple(notes), hidden_columns)


def _called(titles, column):
    """Return what people call a column: its letters and its title.

    >>> _called(["Name", "Code"], 1), _called([], 2)
    ('B Code', 'C')
    """
    return " ".join(filter(None, (letters_of(column), titles[column] if column < len(titles) else "")))


def _trimmed(cells):
    """Return cells without the empty ones at the end."""
    end = len(cells)
    while end and (cells[end - 1] is None or (isinstance(cells[end - 1], str) and not clean(cells[end - 1]))):
        end -= 1
    return cells[:end]
