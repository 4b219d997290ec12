"""Files as offices and attackers make them, as bytes."""

import csv
import io
import zipfile

import xlsxwriter
import xlwt
from odoo.addons.park_enterprise.core.importing.reader import ENCRYPTED, OLE
from openpyxl import Workbook
from stdnum.cn import uscc

HEADER = ("企业名称", "统一社会信用代码", "成立日期", "注册资本", "电话", "地址")


def code(number):
    """Return a valid code of region 999999, which does not exist."""
    body = f"91999999M{number:08d}"
    return body + uscc.calc_check_digit(body)


def text(*lines, encoding="utf-8", delimiter=",", header=HEADER):
    """Return the lines below a header as delimited text."""
    stream = io.StringIO()
    csv.writer(stream, delimiter=delimiter).writerows([header, *lines] if header else lines)
    return stream.getvalue().encode(encoding)


def book(*rows, change=None, header=HEADER):
    """Return a workbook of one sheet; ``change(sheet)`` does to it what an office does."""
    workbook = Workbook()
    sheet = workbook.active
    for row in [header, *rows] if header else rows:
        sheet.append(row)
    if change:
        change(sheet)
    return saved(workbook)


def saved(workbook):
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def calculated(*rows):
    """Return a workbook whose formulas ``(formula, result)`` carry results, as Excel saves them."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as workbook:
        sheet = workbook.add_worksheet()
        sheet.write_row(0, 0, HEADER)
        for place, row in enumerate(rows, 1):
            for column, cell in enumerate(row):
                if isinstance(cell, tuple):
                    sheet.write_formula(place, column, cell[0], value=cell[1])
                elif cell is not None:
                    sheet.write(place, column, cell)
    return stream.getvalue()


def rewritten(data, part, *pairs):
    """Return a workbook in one part of which texts were replaced."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name == part:
                for before, after in pairs:
                    content = content.replace(before, after)
            new.writestr(name, content)
    return stream.getvalue()


def with_part(data, name, content):
    """Return a workbook with one more part."""
    stream = io.BytesIO(data)
    with zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return stream.getvalue()


def zipfile_of(name):
    """Return an archive that holds one empty part."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(name, b"")
    return stream.getvalue()


def old_book(*rows):
    """Return an Excel 97 workbook whose texts are in GBK."""
    workbook = xlwt.Workbook(encoding="gbk")
    sheet = workbook.add_sheet("企业")
    for place, row in enumerate([HEADER, *rows]):
        for column, cell in enumerate(row):
            sheet.write(place, column, cell)
    return saved(workbook)


def protected_book():
    """Return the beginning of a workbook behind a password: an OLE file with an encrypted package."""
    return OLE + b"\0" * 504 + ENCRYPTED + b"\0" * 1024


def bomb(megabytes):
    """Return a workbook of a few kB that unpacks to many MB."""
    return with_part(book(), "xl/media/a.xml", b"0" * (megabytes * 1024 * 1024))


def wide_row(cells):
    """Return a workbook with one row of endlessly many empty cells, packed no tighter than real ones."""
    noise = b"".join(b'<c r="A2" s="%d"/>' % (number * 7919 % 100_003) for number in range(cells))
    return rewritten(
        book(("x",)), "xl/worksheets/sheet1.xml", (b"<sheetData>", b'<sheetData><row r="1">' + noise + b"</row>")
    )


def endless_elements(megabytes):
    """Return a workbook whose sheet holds nothing but elements that nobody knows."""
    one = b"<z/>" * 64
    noise = b"".join(one + b"<!--%d-->" % (number * 7919) for number in range(megabytes * 1024 * 1024 // 264))
    return rewritten(book(("x",)), "xl/worksheets/sheet1.xml", (b"<sheetData>", b"<sheetData>" + noise))
