"""A ledger of 100,000 rows and 20 columns (row 10) against a server-side cursor and the bare library."""

import io
from datetime import date

from odoo.addons.park_sheet.core.sheet import Column, Sheet
from odoo.addons.park_sheet.core.xlsx import write_workbook
from xlsxwriter import Workbook

KINDS = ("count", "text", "date", "text", "text", "text", "text", "text", "date", "date",
         "text", "text", "date", "text", "text", "count", "date", "lamp", "number", "text")  # fmt: skip
QUERY = """
    SELECT id, number, received_on, source, firm, name, 'a'::text, state, due_on, received_on,
           is_solved, satisfaction, due_on, name, firm, id, received_on, lamp, id * 1.5::float8, 'b'::text
      FROM bench_floor ORDER BY due_on, id LIMIT %s
"""


def streamed(cr, limit):
    """Yield the rows from a cursor of the server's: no more than two thousand are in memory."""
    with cr._cnx.cursor("bench_rows") as cursor:
        cursor.itersize = 2000
        cursor.execute(QUERY, [limit])
        yield from cursor


def floor(cr, limit):
    """Write the rows with the library alone, in constant memory, typed."""
    book = Workbook(io.BytesIO(), {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    plain = book.add_format({"border": 1})
    page = book.add_worksheet()
    for number, row in enumerate(streamed(cr, limit)):
        for position, value in enumerate(row):
            if value is None:
                continue
            if isinstance(value, str):
                page.write_string(number, position, value, plain)
            elif isinstance(value, date):
                page.write_datetime(number, position, value, day)
            else:
                page.write_number(number, position, value, plain)
    book.close()


def ours(cr, limit):
    """Write the same rows as a sheet of ours, with all its conventions."""
    columns = [Column(f"Column {place}", kind) for place, kind in enumerate(KINDS)]
    write_workbook(io.BytesIO(), [Sheet("Ledger", date(2026, 11, 1), columns, streamed(cr, limit))])
