"""The 42 bad files of the threat model (2.8) and what becomes of each row; see test_import_hostile.py."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from datetime import time as clock

from openpyxl.styles import PatternFill
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from . import hostile_files as files
from .hostile_files import HEADER, book, calculated, code, text

A, B, C = "甲量子科技有限公司", "乙云图科技有限公司", "丙海纳科技有限公司"
BARE = HEADER[:2]
WRONG = code(1)[:-1] + ("0" if code(1)[-1] != "0" else "1")
CREATED, UPDATED, UNCHANGED = ("created", None), ("updated", None), ("unchanged", None)


def flagged(reason):
    return "flagged", reason


def refused(reason):
    return "refused", reason


def created(note):
    return "created", note


@dataclass
class Case:
    """A file and what must become of it; ``rows`` are (verdict, main reason) in the order of the file."""

    number: int  # in the table of the threat model
    title: str
    data: Callable[[], bytes]
    rows: list = field(default_factory=list)
    unreadable: str = ""  # the key of the refusal of the whole file
    notes: tuple = ()  # keys of notes about the file
    known: dict = field(default_factory=dict)  # the firm that is there before
    stored: dict = field(default_factory=dict)  # what the first written firm then holds
    settings: dict = field(default_factory=dict)
    role: str = "centre"


def hide(sheet):
    sheet.row_dimensions[3].hidden = True


def hide_filtered(sheet):
    sheet.auto_filter.ref = "A1:B3"
    sheet.auto_filter.add_filter_column(0, [A])
    hide(sheet)


def hide_column(sheet):
    sheet.column_dimensions["C"].hidden = True


def hidden_sheet(sheet):
    other = sheet.parent.create_sheet("底稿")
    other.append(HEADER)
    other.append((B, code(2)))
    other.sheet_state = "hidden"


def second_sheet(sheet):
    other = sheet.parent.create_sheet("说明")
    other.append(("填表说明",))


def merge_down(sheet):
    sheet.merge_cells("F2:F3")


def merge_title(sheet):
    sheet.merge_cells("A1:F1")


def two_headers(sheet):
    sheet.merge_cells("A1:A2")
    sheet.merge_cells("B1:C1")


def format_empty_rows(sheet):
    for row in range(3, 10_003):
        sheet.cell(row, 1).fill = PatternFill("solid", fgColor="FFFF00")


def far_cell(sheet):
    sheet["XFD1048576"] = "x"


def far_row(sheet):
    sheet["A1048576"] = "x"


def percent(sheet):
    sheet["D2"].number_format = "0%"


def in_1904(sheet):
    sheet.parent.epoch = CALENDAR_MAC_1904


def founded(value):
    """Return a workbook of one firm founded on ``value``, a cell of any kind."""
    return lambda: book((A, code(1), value))


def capital(value, title="注册资本"):
    return lambda: book((A, code(1), None, value), header=(*BARE, "成立日期", title))


def phone(value):
    return lambda: book((A, code(1), None, None, value))


CASES = [
    # --- codes and names ------------------------------------------------------------------------
    Case(
        1,
        "a code stored as a number",
        lambda: book((A, 913701002612345728)),
        [flagged("code_digits_lost")],
        stored={"uscc": False},
    ),
    Case(
        1,
        "a code in scientific form",
        lambda: text((A, "9.13701E+17")),
        [flagged("code_digits_lost")],
        stored={"uscc": False},
    ),
    Case(
        2,
        "a wrong check digit is flagged, never refused",
        lambda: text((A, WRONG)),
        [flagged("code_check_fails")],
        stored={"uscc": WRONG},
    ),
    Case(
        3,
        "a registration number of 15 digits",
        lambda: book((A, 320113000002816)),
        [flagged("code_registration_no")],
        stored={"uscc": False, "company_registry": "320113000002816"},
    ),
    Case(4, "a code in lower case", lambda: text((A, code(1).lower())), [CREATED], stored={"uscc": code(1)}),
    Case(
        4,
        "a code in full width",
        lambda: text((A, "".join(chr(ord(c) + 0xFEE0) for c in code(1)))),
        [CREATED],
        stored={"uscc": code(1)},
    ),
    Case(
        5,
        "a code with letters the standard lacks",
        lambda: text((A, "9137010OMAIXYTS79Z")),
        [flagged("code_not_a_code")],
    ),
    Case(
        6,
        "one code twice in the file",
        lambda: text((A, code(1)), (A, code(1)), (B, code(1))),
        [CREATED, refused("duplicate_code"), refused("duplicate_code_differs")],
    ),
    Case(
        7,
        "a code that is there is updated once confirmed",
        lambda: text((A, code(1), "", "", "", "高新路1号")),
        [UPDATED],
        known={"name": A, "uscc": code(1)},
        stored={"street": "高新路1号"},
    ),
    Case(
        8,
        "a code of another zone reveals and changes nothing",
        lambda: text((A, code(8))),
        [CREATED],
        stored={"name": A},
    ),
    Case(
        9, "one name, two codes", lambda: text((A, code(1)), (A, code(2))), [CREATED, flagged("same_name_other_code")]
    ),
    Case(
        10,
        "names that differ in what nobody sees",
        lambda: text((A, code(1)), (f"\u3000{A}\xa0\u200b ", "")),
        [CREATED, refused("duplicate_name")],
        stored={"name": A},
    ),
    Case(
        11,
        "brackets of both widths",
        lambda: text(("甲（济南）有限公司", code(1)), ("甲(济南)有限公司", "")),
        [CREATED, refused("duplicate_name")],
    ),
    Case(
        12,
        "rare characters",
        lambda: text(("㐂𠮷科技有限公司", code(1))),
        [CREATED],
        stored={"name": "㐂𠮷科技有限公司"},
    ),
    Case(13, "a name of 20,000 characters", lambda: text(("甲" * 20_000, code(1))), [refused("name_too_long")]),
    Case(13, "a number in the place of a name", lambda: book((17, code(1))), [refused("name_no_letters")]),
    # --- telephones -----------------------------------------------------------------------------
    Case(
        14,
        "a telephone in scientific form",
        lambda: text((A, code(1), "", "", "1.38E+10")),
        [created("phone_unusable")],
        stored={"phone": False},
    ),
    Case(14, "a telephone stored as a number", phone(13800138000), [CREATED], stored={"phone": "13800138000"}),
    Case(
        15,
        "country code, blanks and extension",
        phone("+86 0379 6490 1234 转分机801"),
        [CREATED],
        stored={"phone": "0379-64901234转801"},
    ),
    Case(
        16,
        "two telephones in a cell",
        phone("13800138000、0379-64901234"),
        [CREATED],
        stored={"phone": "13800138000 / 0379-64901234"},
    ),
    Case(
        17, "a landline without area code", phone("64901234"), [flagged("phone_doubtful")], stored={"phone": "64901234"}
    ),
    Case(
        18,
        "a masked telephone",
        phone("138****8000"),
        [("unchanged", "phone_unusable")],
        known={"name": A, "uscc": code(1), "phone": "13800138000"},
        stored={"phone": "13800138000"},
    ),
    # --- dates and amounts ----------------------------------------------------------------------
    Case(19, "a date cell", founded(datetime(2016, 3, 3)), [CREATED], stored={"founded_on": date(2016, 3, 3)}),
    Case(19, "a day number", founded(42432), [CREATED], stored={"founded_on": date(2016, 3, 3)}),
    Case(19, "2021.5.19", founded("2021.5.19"), [CREATED], stored={"founded_on": date(2021, 5, 19)}),
    Case(19, "2021年5月", founded("2021年5月"), [flagged("founded_unclear")], stored={"founded_on": False}),
    Case(19, "二〇二一年", founded("二〇二一年"), [flagged("founded_unclear")]),
    Case(
        19, "二〇二一年五月十九日", founded("二〇二一年五月十九日"), [CREATED], stored={"founded_on": date(2021, 5, 19)}
    ),
    Case(
        19,
        "1904 base",
        lambda: book((A, code(1), datetime(2016, 3, 3)), change=in_1904),
        [CREATED],
        stored={"founded_on": date(2016, 3, 3)},
    ),
    Case(19, "31 February", founded("2021-02-31"), [flagged("founded_unclear")]),
    Case(19, "a time cell", founded(clock(0, 0)), [flagged("founded_unclear")]),
    Case(19, "a day that has not come", founded("2999-01-01"), [flagged("founded_in_future")]),
    Case(19, "the day programs write for none", founded("1970-01-01"), [flagged("founded_placeholder")]),
    Case(20, "万元", capital("1,000万元"), [CREATED], stored={"capital_wan": 1000.0}),
    Case(20, "元", capital("10,000,000元"), [CREATED], stored={"capital_wan": 1000.0}),
    Case(20, "the unit in the header", capital(500, "注册资本（万元）"), [CREATED], stored={"capital_wan": 500.0}),
    Case(
        20,
        "no unit at all",
        capital(500),
        [flagged("capital_unit_unknown")],
        stored={"capital_wan": 0.0, "capital_text": "500"},
    ),
    Case(20, "negative", capital("-5万元"), [flagged("capital_unclear")]),
    Case(20, "1e999 as text", capital("1e999万元"), [flagged("capital_unclear")]),
    Case(
        20,
        "1e999 as a number",
        lambda: files.rewritten(
            book((A, code(1), None, 77)), "xl/worksheets/sheet1.xml", (b"<v>77</v>", b"<v>1e999</v>")
        ),
        [flagged("cell_broken")],
    ),
    Case(
        20,
        "NaN as a number",
        lambda: files.rewritten(
            book((A, code(1), None, 77)), "xl/worksheets/sheet1.xml", (b"<v>77</v>", b"<v>NaN</v>")
        ),
        [flagged("cell_broken")],
    ),
    Case(21, "percent as text", capital("50%"), [flagged("capital_unclear")], stored={"capital_text": "50%"}),
    Case(
        21,
        "percent by format",
        lambda: book((A, code(1), None, 0.5), change=percent),
        [flagged("capital_unclear")],
        stored={"capital_text": "50%"},
    ),
    # --- formulas and errors --------------------------------------------------------------------
    Case(
        22,
        "a formula nobody calculated",
        lambda: book((A, '="9"&"1"', None)),
        [flagged("cell_broken")],
        stored={"uscc": False},
    ),
    Case(
        22, "a formula with its result", lambda: calculated((A, ("=B9", code(1)))), [CREATED], stored={"uscc": code(1)}
    ),
    Case(22, "a name nobody calculated", lambda: book(("=A9", code(1))), [refused("name_broken")]),
    Case(
        22,
        "a formula as text in the place of a name",
        lambda: text(("=A9", code(1))),
        [refused("name_broken")],
    ),
    Case(
        24,
        "errors as text, as other programs save them",
        lambda: text((A, "#N/A"), ("#REF!", code(2)), (B, code(3), "", "#VALUE!")),
        [flagged("cell_broken"), refused("name_broken"), flagged("cell_broken")],
        stored={"uscc": False, "capital_text": False},
    ),
    Case(
        4,
        "a code behind an equals sign, to keep it as text",
        lambda: text((A, f'="{code(1)}"')),
        [CREATED],
        stored={"uscc": code(1)},
    ),
    Case(
        23,
        "text that looks like a formula",
        lambda: text(
            (A, code(1), "", "", "", '=HYPERLINK("http://x","y")'), (B, code(2), "", "", "", "=cmd|' /C calc'!A0")
        ),
        [CREATED, CREATED],
        stored={"street": '=HYPERLINK("http://x","y")'},
    ),
    Case(
        24,
        "errors name the row and keep the others",
        lambda: calculated(
            (A, code(1), ("=1/0", "#DIV/0!")), (("=X", "#REF!"), code(2)), (B, code(3)), (C, ("=V", "#N/A"))
        ),
        [flagged("cell_broken"), refused("name_broken"), CREATED, flagged("cell_broken")],
    ),
    # --- layout ---------------------------------------------------------------------------------
    Case(
        25,
        "a merged cell counts for the rows below",
        lambda: book((A, code(1), None, None, None, "高新路1号"), (B, code(2)), change=merge_down),
        [CREATED, created("merged_cell")],
        notes=("merged_cells",),
    ),
    Case(
        25,
        "a merged title",
        lambda: book(HEADER, (A, code(1)), header=("高新区企业名单",), change=merge_title),
        [CREATED],
        notes=("rows_above_header",),
    ),
    Case(
        26,
        "a hidden row left out",
        lambda: book((A, code(1)), (B, code(2)), change=hide),
        [CREATED, refused("hidden_row")],
        notes=("hidden_rows",),
        settings={"hidden_choice": "leave"},
    ),
    Case(
        26,
        "a hidden row taken",
        lambda: book((A, code(1)), (B, code(2)), change=hide),
        [CREATED, CREATED],
        notes=("hidden_rows",),
        settings={"hidden_choice": "take"},
    ),
    Case(
        26,
        "a filtered row left out",
        lambda: book((A, code(1)), (B, code(2)), change=hide_filtered),
        [CREATED, refused("hidden_row")],
        notes=("filtered_rows",),
        settings={"hidden_choice": "leave"},
    ),
    Case(
        26,
        "a hidden column left out",
        lambda: book((A, code(1), "2016-03-03"), change=hide_column),
        [CREATED],
        notes=("hidden_columns",),
        settings={"hidden_choice": "leave"},
        stored={"founded_on": False},
    ),
    Case(
        26,
        "a hidden column taken",
        lambda: book((A, code(1), "2016-03-03"), change=hide_column),
        [CREATED],
        notes=("hidden_columns",),
        settings={"hidden_choice": "take"},
        stored={"founded_on": date(2016, 3, 3)},
    ),
    Case(
        26,
        "a hidden sheet left out",
        lambda: book((A, code(1)), change=hidden_sheet),
        [CREATED],
        notes=("hidden_sheet",),
        settings={"hidden_choice": "leave"},
    ),
    Case(
        26,
        "a hidden sheet taken by its name",
        lambda: book((A, code(1)), change=hidden_sheet),
        [CREATED],
        notes=("hidden_sheet_read",),
        settings={"hidden_choice": "take", "wanted_sheet": "底稿"},
        stored={"name": B},
    ),
    Case(
        27,
        "several sheets: the one with the fields",
        lambda: book((A, code(1)), change=second_sheet),
        [CREATED],
        notes=("other_sheet",),
    ),
    Case(
        28,
        "a title row and a date above the header",
        lambda: book(("统计日期：2026-09-01",), HEADER, (A, code(1)), header=("企业名单",)),
        [CREATED],
        notes=("rows_above_header",),
    ),
    Case(
        28,
        "two header rows, the first merged",
        lambda: book(
            (None, "统一社会信用代码", "成立日期"),
            (A, code(1), "2016-03-03"),
            header=("企业名称", "登记信息", None),
            change=two_headers,
        ),
        [CREATED],
        stored={"uscc": code(1), "founded_on": date(2016, 3, 3)},
    ),
    Case(
        28,
        "totals and remarks between and below",
        lambda: book(
            (A, code(1)),
            ("小计", None, None, "500"),
            (B, code(2)),
            ("合计：2家",),
            (None, "共计2家企业"),
            ("注：数据截至8月",),
            ("填表人：某人",),
        ),
        [
            CREATED,
            refused("subtotal_row"),
            CREATED,
            refused("subtotal_row"),
            refused("subtotal_row"),
            refused("footer_row"),
            refused("footer_row"),
        ],
    ),
    Case(
        29,
        "one header twice: the first counts",
        lambda: text((A, code(1), B), header=(*BARE, "企业名称")),
        [CREATED],
        stored={"name": A},
    ),
    Case(
        29,
        "a code column without a header",
        lambda: text((A, code(1)), (B, code(2)), header=("企业名称", "")),
        [CREATED, CREATED],
        stored={"uscc": code(1)},
    ),
    Case(29, "more cells than headers", lambda: text((A, code(1), "x"), header=BARE), [refused("extra_cells")]),
    Case(30, "10,000 empty rows with a colour", lambda: book((A, code(1)), change=format_empty_rows), [CREATED]),
    Case(
        31,
        "a cell in the last row and column",
        lambda: book((A, code(1)), change=far_cell),
        unreadable="too_many_columns",
    ),
    Case(31, "a cell in the last row", lambda: book((A, code(1)), change=far_row), unreadable="far_row"),
    Case(
        31,
        "two values for one cell",
        lambda: files.rewritten(book((A, code(1))), "xl/worksheets/sheet1.xml", (b'r="B2"', b'r="A2"')),
        unreadable="workbook_broken",
    ),
    Case(
        31,
        "two rows of one number",
        lambda: files.rewritten(
            book((A, code(1)), (B, code(2))), "xl/worksheets/sheet1.xml", (b'<row r="3"', b'<row r="2"')
        ),
        unreadable="workbook_broken",
    ),
    # --- what files should not be ---------------------------------------------------------------
    Case(32, "200 MB unpacked", lambda: files.bomb(201), unreadable="unpacked_too_large"),
    Case(32, "packed a thousandfold", lambda: files.bomb(20), unreadable="packed_too_tightly"),
    Case(32, "an endless row", lambda: files.wide_row(600_000), unreadable="workbook_broken"),
    Case(32, "endless unknown elements", lambda: files.endless_elements(7), unreadable="workbook_broken"),
    Case(
        32,
        "entities that multiply",
        lambda: files.rewritten(
            book((A,)), "xl/worksheets/sheet1.xml", (b"<worksheet", b'<!DOCTYPE x [<!ENTITY a "aaaa">]><worksheet')
        ),
        unreadable="workbook_broken",
    ),
    Case(33, "behind a password", files.protected_book, unreadable="encrypted"),
    Case(34, "an old workbook in GBK", lambda: files.old_book((A, code(1))), unreadable="old_workbook"),
    Case(
        34,
        "a web page named .xls",
        lambda: f"<html><meta charset=gbk><table><tr><td>{A}</td></tr></table>".encode("gbk"),
        unreadable="web_page",
    ),
    Case(
        34,
        "XML of Excel 2003 named .xls",
        lambda: b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>',
        unreadable="web_page",
    ),
    Case(34, "a renamed .et or .wps", lambda: files.OLE + b"\0" * 2048, unreadable="old_workbook"),
    Case(34, "a renamed .csv", lambda: text((A, code(1)), encoding="gb18030"), [CREATED]),
    Case(
        34,
        "an OpenDocument table",
        lambda: files.with_part(files.zipfile_of("mimetype"), "content.xml", b"<x/>"),
        unreadable="opendocument",
    ),
    Case(35, "GB18030", lambda: text((A, code(1)), encoding="gb18030"), [CREATED], stored={"name": A}),
    Case(35, "UTF-8 with a mark", lambda: text((A, code(1)), encoding="utf-8-sig"), [CREATED], stored={"name": A}),
    Case(35, "UTF-16", lambda: text((A, code(1)), encoding="utf-16"), [CREATED], stored={"name": A}),
    Case(
        35,
        "two encodings in one file",
        lambda: text((A, code(1)), encoding="gb18030") + text((B, code(2)), header=()),
        unreadable="encodings_mixed",
    ),
    Case(
        35,
        "characters that were lost before",
        lambda: text((A.replace("量", "\ufffd"), code(1))),
        unreadable="characters_lost",
    ),
    Case(35, "semicolons", lambda: text((A, code(1)), delimiter=";"), [CREATED], stored={"uscc": code(1)}),
    Case(35, "tabs", lambda: text((A, code(1)), delimiter="\t"), [CREATED], stored={"uscc": code(1)}),
    Case(
        35,
        "a quotation mark that does not close",
        lambda: f'企业名称,统一社会信用代码\n"{A},{code(1)}\n'.encode(),
        unreadable="quotes_broken",
    ),
    Case(35, "NUL", lambda: text((A, code(1))) + b"\0", unreadable="not_a_table"),
    Case(36, "macros", lambda: files.with_part(book((A, code(1))), "xl/vbaProject.bin", b"x"), unreadable="macros"),
    Case(
        36,
        "links to other files",
        lambda: files.with_part(book((A, code(1))), "xl/externalLinks/externalLink1.xml", b"<x/>"),
        unreadable="external_links",
    ),
    # --- columns and people ---------------------------------------------------------------------
    Case(
        37,
        "columns that no file may set",
        lambda: text(
            (A, code(1), "1", "7", "9", "done", "1", "1"),
            header=(*BARE, "id", ".id", "company_id", "state", "create_uid", "manager_id/.id"),
        ),
        [CREATED],
        notes=("forbidden_columns",),
    ),
    Case(
        38,
        "a name that two people bear",
        lambda: text((A, code(1), "同名专员"), header=(*BARE, "服务专员")),
        [flagged("officer_ambiguous")],
        role="admin",
    ),
    Case(
        38,
        "somebody who left",
        lambda: text((A, code(1), "离任专员"), header=(*BARE, "服务专员")),
        [flagged("officer_left")],
        role="admin",
    ),
    Case(
        38,
        "somebody of another zone is as unknown as nobody",
        lambda: text((A, code(1), "外园专员"), (B, code(2), "无此人"), header=(*BARE, "服务专员")),
        [flagged("officer_unknown"), flagged("officer_unknown")],
        role="admin",
    ),
    Case(
        38,
        "who may not appoint is told so",
        lambda: text((A, code(1), "ent_manager"), header=(*BARE, "服务专员")),
        [created("officer_not_entered")],
        role="manager",
    ),
    Case(
        39,
        "lists are never added to",
        lambda: text((A, code(1), "无此片区", "无此行业", "标签甲"), header=(*BARE, "片区", "行业", "标签")),
        [flagged("area_unknown")],
    ),
    Case(
        40,
        "the address of a picture is not fetched",
        lambda: text(
            (A, code(1), "http://127.0.0.1:1/logo.png", "http://127.0.0.1:1/"), header=(*BARE, "image_1920", "网址")
        ),
        [CREATED],
        stored={"website": "http://127.0.0.1:1/", "image_1920": False},
    ),
    Case(41, "the same file again", lambda: text((A, code(1))), [UNCHANGED], known={"name": A, "uscc": code(1)}),
]
# 41 in parallel and 42, kill -9 in mid-import, are drills: tests/drills/test_killed_in_mid_work.py
HERE = set(range(1, 42))
