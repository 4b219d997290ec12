"""Thousands of files nobody thought of: every row has one verdict, and the second time nothing changes."""

import os
from base64 import b64encode
from datetime import date, datetime

from hypothesis import HealthCheck, Phase, given, note, settings
from hypothesis import strategies as st
from odoo.exceptions import UserError
from odoo.tests import HttpCase, tagged
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from .hostile_cases import CASES, WRONG
from .hostile_files import code, saved, text
from .import_honesty import unsaid_differences
from .test_import_hostile import HostileCase

FILES = 2000 if os.environ.get("PARKDESK_LONG") else 200
REQUESTS = 600 if os.environ.get("PARKDESK_LONG") else 60

# A failing file is printed as it is: to shrink it would import hundreds more.
ANY = {"deadline": None, "database": None, "phases": (Phase.generate,), "suppress_health_check": list(HealthCheck)}

TITLES = (
    *(
        "企业名称",
        "统一社会信用代码",
        "成立日期",
        "注册资本",
        "注册资本（万元）",
        "电话",
        "地址",
        "省份",
        "城市",
        "片区",
    ),
    *(
        "行业",
        "企业分级",
        "曾用名",
        "联系人",
        "联系人手机",
        "职务",
        "邮箱",
        "网址",
        "服务专员",
        "注册号",
        "id",
        "state",
        "",
    ),
)
NAMES = (
    "甲量子科技有限公司",
    "乙（济南）云图有限公司",
    "乙(济南)云图有限公司",
    "丙 海纳\u200b",
    "合计",
    "注：见附件",
    "㐂𠮷厂",
    "",
)
VALUES = (
    *(
        code(1),
        code(2),
        code(3).lower(),
        WRONG,
        "320113000002816",
        "9.1E+17",
        "2021.5.19",
        "二〇二一年",
        "3/4/2016",
        "#N/A",
    ),
    *(
        "500万元",
        "1,000(万美元)",
        "500",
        "-5万",
        "1e999",
        "138****8000",
        "13800138000、0379-64901234",
        "64901234",
        "=1+1",
    ),
    *(
        "四川",
        "济南",
        "王某",
        "李某、赵某",
        "ent_manager",
        "a@example.com",
        "www.example.com",
        "无",
        "—",
        "甲量子科技有限公司",
    ),
    *(
        "\x00",
        "\x1b[31m",
        "\u202egnp.exe",
        "a\tb",
        "a\nb",
        '"',
        "'",
        "\\N",
        "\\.",
        "%(0)s",
        "{{7*7}}",
        "<b>x</b>",
        "\ufeff",
    ),
)
WILD = st.text(max_size=30) | st.text(st.characters(codec=None), max_size=5) | st.just("长" * 5000)
TEXT = st.sampled_from(VALUES) | WILD
NUMBER = (
    st.integers(-(10**19), 10**19)
    | st.floats()
    | st.sampled_from([13800138000, 42432, 20160303, 0.5, 913701002612345728])
)
CELL = st.none() | TEXT | NUMBER | st.booleans() | st.dates(date(1900, 3, 1)) | st.datetimes(datetime(1900, 3, 1))
ROWS = st.lists(
    st.tuples(st.sampled_from(NAMES) | TEXT, st.lists(CELL, max_size=8)).map(lambda row: [row[0], *row[1]]), max_size=8
)
HEADERS = st.permutations(TITLES).flatmap(
    lambda titles: st.integers(0, 9).map(lambda size: ["企业名称", *titles[:size]])
)
ENCODINGS = st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "gb18030", "big5", "utf-16-le", "utf-32"])


def as_text(cell):
    return "" if cell is None else str(cell)


@st.composite
def texts(draw):
    """Return delimited text of random cells, perhaps cut, joined or with a byte turned over."""
    lines = [[as_text(cell) for cell in line] for line in draw(ROWS)]
    encoding = draw(ENCODINGS)
    stream = (
        text(*lines, encoding="utf-8", header=draw(HEADERS), delimiter=draw(st.sampled_from(",;\t|")))
        if all_utf8(lines)
        else text(header=draw(HEADERS))
    )
    return draw(damaged(stream.decode().encode(encoding, "replace")))


def all_utf8(lines):
    return not any("\ud800" <= char <= "\udfff" for line in lines for cell in line for char in cell)


@st.composite
def books(draw):
    """Return a workbook of random cells with merged areas, hidden parts, far cells and titles."""
    workbook = Workbook()
    sheet = workbook.active
    for title in draw(st.lists(WILD, max_size=2)):
        sheet.append([storable(title)])
    for line in [draw(HEADERS), *draw(ROWS)]:
        sheet.append([storable(cell) for cell in line])
    for first, last, column in draw(st.lists(st.tuples(*[st.integers(1, 9)] * 3), max_size=3)):
        sheet.merge_cells(start_row=min(first, last), end_row=max(first, last), start_column=column, end_column=column)
    for row in draw(st.lists(st.integers(1, 9), max_size=2)):
        sheet.row_dimensions[row].hidden = True
    for column in draw(st.lists(st.sampled_from("BCDE"), max_size=1)):
        sheet.column_dimensions[column].hidden = True
    if draw(st.integers(0, 9)) == 0:
        sheet.cell(draw(st.sampled_from([500, 1_048_576])), draw(st.sampled_from([30, 16_384]))).value = "x"
    return draw(damaged(saved(workbook)))


def storable(cell):
    """Return what the library agrees to store."""
    if isinstance(cell, str):
        return ILLEGAL_CHARACTERS_RE.sub("", cell).encode("utf-8", "ignore").decode()[:32_000]
    return None if isinstance(cell, float) and cell != cell else cell


def damaged(data):
    """Return bytes as they are, mostly; else cut off, or with some of them changed."""

    def change(damage):
        kind, place, byte = damage
        place %= max(len(data), 1)
        if kind == "cut":
            return data[:place]
        return data[:place] + bytes([byte]) + data[place + 1 :] if kind == "turn" else data

    kinds = st.sampled_from(["none"] * 8 + ["cut", "turn"])
    return st.tuples(kinds, st.integers(0, 10**6), st.integers(0, 255)).map(change)


@tagged("post_install", "-at_install")
class TestImportRandom(HostileCase):
    def test_whatever_file_every_row_is_accounted_for(self):
        outcome = {"read": 0, "refused": 0, "rows": 0, "written": 0}

        @settings(max_examples=FILES, **ANY)
        @given(texts() | books(), st.sampled_from(["leave", "take"]), st.sampled_from(["centre", "manager", "admin"]))
        def whatever(data, choice, role):
            note(f"{b64encode(data)!r}")
            with self.undone_afterwards():
                self.import_or_refuse(data, choice, role, outcome)

        whatever()
        self.assertGreater(outcome["read"], FILES // 3, outcome)
        self.assertGreater(outcome["refused"], 0, outcome)
        self.assertGreater(outcome["written"], FILES // 10, outcome)

    def import_or_refuse(self, data, choice, role, outcome):
        try:
            with self.env.cr.savepoint():
                batch = self.upload(data, role)
                batch.hidden_choice = choice
        except UserError as refusal:
            outcome["refused"] += 1
            self.chinese(str(refusal))
            return
        if "name" not in batch.column_ids.mapped("field"):
            with self.assertRaises(UserError):
                batch.action_preview()
            outcome["refused"] += 1
            return
        outcome["read"] += 1
        first = self.carried_out(batch)
        again = self.upload(data, role)
        again.hidden_choice = choice
        second = self.carried_out(again)
        self.assertEqual(len(first), len(second))
        for (row, verdict, _key), (_row, repeated, _again) in zip(first, second, strict=True):
            self.assertEqual(repeated, "refused" if verdict == "refused" else "unchanged", row)
        outcome["rows"] += len(first)
        outcome["written"] += sum(verdict != "refused" for _row, verdict, _key in first)

    def carried_out(self, batch):
        """Preview and import; return the verdicts, which are the same in both."""
        batch.action_preview()
        previewed = self.verdicts(batch)
        batch.action_import()
        self.assertEqual(batch.state, "done")
        self.assertEqual(self.verdicts(batch), previewed)
        self.assertEqual(sum(self.counts(batch).values()), len(previewed))
        self.assertEqual([row for row, _verdict, _key in previewed], sorted({row for row, _verdict, _key in previewed}))
        self.assertEqual(unsaid_differences(batch), [])
        return previewed

    def verdicts(self, batch):
        return [(line.row, line.verdict, line.reason_key) for line in batch.line_ids]


@tagged("post_install", "-at_install")
class TestImportRequests(HttpCase, HostileCase):
    """What the web client sends, with bytes from a stranger: an answer with a remedy, never a traceback."""

    def test_hostile_bytes_get_an_answer_with_a_remedy(self):
        self.centre.password = "a-long-Word-7"
        self.authenticate("ent_centre", "a-long-Word-7")
        hostile = [case.data() for case in CASES if case.unreadable and case.number not in (31, 32)]
        for data in [*hostile, *self.random_files(REQUESTS), b"\xff" * 99, b"PK\x03\x04", b"\x00"]:
            answer = self.save({"file": b64encode(data).decode(), "filename": "名单.xlsx"})
            if "error" in answer:
                self.assertEqual(answer["error"]["data"]["name"], "odoo.exceptions.UserError", data[:200])
                self.assertNotIn("Traceback", answer["error"]["data"]["message"])

    def test_what_is_no_file_at_all_gets_an_answer_with_a_remedy(self):
        self.centre.password = "a-long-Word-7"
        self.authenticate("ent_centre", "a-long-Word-7")
        for vals in (
            {"file": "@@@", "filename": "x"},
            {"file": "é", "filename": "x"},
            {"file": False, "filename": "x"},
            {"file": b64encode(text(("甲", code(1)))).decode(), "filename": "\x00\ud800.csv"},
            {"file": b64encode(text(("甲", code(1)))).decode(), "filename": "x", "wanted_sheet": "\x00"},
        ):
            answer = self.save(vals)
            name = answer.get("error", {"data": {"name": "odoo.exceptions.UserError"}})["data"]["name"]
            self.assertIn(name, ("odoo.exceptions.UserError", "odoo.exceptions.ValidationError"), vals)

    def random_files(self, number):
        found = []

        @settings(max_examples=number, **ANY)
        @given(texts() | books() | st.binary(max_size=300))
        def gather(data):
            found.append(data)

        gather()
        return found

    def save(self, vals):
        """Return the answer to a form of the web client that is saved for the first time."""
        with self.assertNoLogs("odoo.http", level="ERROR"):
            answer = self.url_open(
                "/web/dataset/call_kw/park.enterprise.import/web_save",
                json={
                    "params": {
                        "model": "park.enterprise.import",
                        "method": "web_save",
                        "args": [[], vals],
                        "kwargs": {"specification": {"notes": {}}, "context": {"lang": "zh_CN"}},
                    }
                },
            )
        self.assertEqual(answer.status_code, 200)
        return answer.json()
