"""The import of firms as plain Python: files, values, headers and verdicts."""

import csv
import doctest
import importlib
import importlib.util
import io
import sys
import zipfile
from datetime import date, datetime, time
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

CORE = Path(__file__).parents[2] / "addons/park_enterprise/core"
PARTS = [
    "archive",
    "cells",
    "words",
    "reasons",
    "codes",
    "capital",
    "dates",
    "headers",
    "csv_reader",
    "phones",
    "xlsx_reader",
    "xlsx_sheet",
    "reader",
    "reading",
    "judging",
]


def load_core():
    """Return the core package, loaded by its path because the addon itself imports models."""
    name = "park_enterprise_core"
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(
            name, CORE / "__init__.py", submodule_search_locations=[str(CORE)]
        )
        sys.modules[name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[name])
    return {part: importlib.import_module(f"{name}.importing.{part}") for part in PARTS}


CORE_PARTS = load_core()
capital, cells, codes = CORE_PARTS["capital"], CORE_PARTS["cells"], CORE_PARTS["codes"]
dates, headers, judging = CORE_PARTS["dates"], CORE_PARTS["headers"], CORE_PARTS["judging"]
reader, reading, reasons = CORE_PARTS["reader"], CORE_PARTS["reading"], CORE_PARTS["reasons"]

TODAY = date(2026, 11, 23)
CODE_1, CODE_2, CODE_3 = "91370100MA0XYT079Y", "91620100MA0XYT079E", "91430400MA0XYT079L"
WRONG = "91370100MA0XYT079A"


@pytest.mark.parametrize("part", PARTS)
def test_examples_in_docstrings_hold(part):
    assert doctest.testmod(CORE_PARTS[part]).failed == 0


# --- values -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "unit", "expected"),
    [
        ("3,662.2224(万元人民币)", None, (3662.2224, "CNY")),
        ("440.4247(万元人民币)", None, (440.4247, "CNY")),
        ("500万人民币", None, (500.0, "CNY")),
        ("27,000万(元)", None, (27000.0, "CNY")),
        ("60,000(万)", None, (60000.0, "CNY")),
        ("1,000(万元(人民币))", None, (1000.0, "CNY")),
        ("1000（万元）", None, (1000.0, "CNY")),
        ("100( 万人民币元)", None, (100.0, "CNY")),
        ("1,000,000(万)", None, (1000000.0, "CNY")),
        ("500.000000万美元", None, (500.0, "USD")),
        ("500万(美元)", None, (500.0, "USD")),
        ("30(万香港元)", None, (30.0, "HKD")),
        ("2,000(万日元)", None, (2000.0, "JPY")),
        ("12.5(万欧元)", None, (12.5, "EUR")),
        ("1.5亿元", None, (15000.0, "CNY")),
        ("人民币5000000元", None, (500.0, "CNY")),
        ("￥5,000,000.00", None, (500.0, "CNY")),
        ("RMB 300万", None, (300.0, "CNY")),
        ("270000000", "yuan", (27000.0, "CNY")),
        ("500", "wan", (500.0, "CNY")),
        ("0", None, (0.0, "CNY")),
        ("500", None, "capital_unit_unknown"),
        ("万人民币", None, "capital_unclear"),
        ("2,0180000(万元人民币)", None, "capital_unclear"),
        ("-5万元", None, "capital_unclear"),
        ("NaN", None, "capital_unclear"),
        ("1e999", None, "capital_unclear"),
        ("100万元至200万元", None, "capital_unclear"),
        ("9999999999999(万元)", None, "capital_unclear"),
    ],
)
def test_capital(text, unit, expected):
    assert capital.parse_capital(text, unit) == expected


@pytest.mark.parametrize(
    ("value", "day_first", "expected"),
    [
        ("2016-03-03", None, date(2016, 3, 3)),
        ("2016.3.3", None, date(2016, 3, 3)),
        ("2016/3/3 00:00:00", None, date(2016, 3, 3)),
        ("2016年3月3日", None, date(2016, 3, 3)),
        ("二〇一六年十二月二十一日", None, date(2016, 12, 21)),
        ("20160303", None, date(2016, 3, 3)),
        ("18/1/2016", None, date(2016, 1, 18)),
        ("3/4/2016", True, date(2016, 4, 3)),
        ("3/4/2016", False, date(2016, 3, 4)),
        ("3/4/2016", None, "founded_unclear"),
        (42432, None, date(2016, 3, 3)),
        (42432.75, None, date(2016, 3, 3)),
        ("42432", None, date(2016, 3, 3)),
        (datetime(2016, 3, 3, 12), None, date(2016, 3, 3)),
        (20160303, None, date(2016, 3, 3)),
        (time(0, 0), None, "founded_unclear"),
        ("2021年5月", None, "founded_unclear"),
        ("2016-02-31", None, "founded_unclear"),
        ("soon", None, "founded_unclear"),
        ("1970-01-01", None, "founded_placeholder"),
        ("2027-01-01", None, "founded_in_future"),
    ],
)
def test_founding_date(value, day_first, expected):
    assert dates.parse_date(value, TODAY, day_first) == expected


@pytest.mark.parametrize(
    ("typed", "is_number", "expected"),
    [
        (CODE_1, False, ("valid", CODE_1, None)),
        (CODE_1.lower(), False, ("valid", CODE_1, None)),
        ("９１３７０１００ＭＡ０ＸＹＴ０７９Ｙ", False, ("valid", CODE_1, None)),
        ("9137 0100 MA0X YT07 9Y", False, ("valid", CODE_1, None)),
        ("'" + CODE_1, False, ("valid", CODE_1, None)),
        (WRONG, False, ("code_check_fails", WRONG, None)),
        (CODE_1[:-1], False, ("code_not_a_code", CODE_1[:-1], None)),
        (CODE_1.replace("0", "O", 1), False, ("code_not_a_code", CODE_1.replace("0", "O", 1), None)),
        ("914201007447727917", True, ("code_digits_lost", None, None)),
        ("9.14201E+17", False, ("code_digits_lost", None, None)),
        ("914201007447727000", False, ("code_digits_lost", None, None)),
        ("320113000002816", True, ("code_registration_no", None, "320113000002816")),
        ("3209231100626", False, ("code_registration_no", None, "3209231100626")),
        ("320506NA000043X", False, ("code_registration_no", None, "320506NA000043X")),
        ("企合苏锡总字第0001", False, ("code_registration_no", None, "企合苏锡总字第0001")),
        ("13830295-X", False, ("code_organisation_only", None, "13830295-X")),
        ("", False, ("code_missing", None, None)),
    ],
)
def test_code(typed, is_number, expected):
    assert codes.judge_code(typed, is_number) == expected


@settings(max_examples=200, deadline=None)
@given(st.text())
def test_cleaning_twice_changes_nothing_more(text):
    assert cells.clean(cells.clean(text)) == cells.clean(text)
    assert codes.normalise(codes.normalise(text)) == codes.normalise(text)
    assert cells.name_key(cells.name_key(text)) == cells.name_key(text)


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet=st.sampled_from("0123456789,.-+()（）万亿元美人民币USDE¥ 　")) | st.text())
def test_values_never_raise(text):
    found = capital.parse_capital(text, "yuan")
    assert found in reasons.REASONS or found[0] >= 0
    found = dates.parse_date(text, TODAY, True)
    assert found in reasons.REASONS or found <= TODAY
    kind, code, _registration_no = codes.judge_code(text)
    assert kind == "valid" or kind in reasons.REASONS
    assert (kind == "valid") == (code is not None and codes.is_valid(code))


# --- files ------------------------------------------------------------------------------------

HEADER = ["企业名称", "统一社会信用代码", "成立日期", "注册资本（万元）"]
LINES = [["甲有限公司", CODE_1, "2016-03-03", "500"], ["乙有限公司", CODE_2, "2017.3.3", "1,000"]]


def csv_bytes(lines, encoding="utf-8", delimiter=","):
    stream = io.StringIO()
    csv.writer(stream, delimiter=delimiter).writerows(lines)
    return stream.getvalue().encode(encoding)


def xlsx_bytes(fill):
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        fill(book)
    return stream.getvalue()


def rows_of(data):
    return [[cells.show(cell) for cell in row.cells] for row in reader.read_table(data).rows]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_text_files(encoding, delimiter):
    table = reader.read_table(csv_bytes([HEADER, *LINES], encoding, delimiter))
    assert list(table.header) == HEADER
    assert [list(row.cells) for row in table.rows] == LINES
    assert [row.number for row in table.rows] == [2, 3]


def test_a_quoted_line_break_stays_in_its_cell_and_the_row_keeps_its_line():
    table = reader.read_table(csv_bytes([HEADER, ["甲\n公司", CODE_1], [], ["乙公司", CODE_2]]))
    assert [row.number for row in table.rows] == [2, 5]


def test_title_rows_and_a_second_header_row_are_seen():
    lines = [
        ["高新区企业名单"],
        [],
        ["企业", "", "注册资本"],
        ["企业名称", "统一社会信用代码", ""],
        LINES[0][:2],
    ]
    table = reader.read_table(csv_bytes(lines))
    assert table.header == ("企业名称", "统一社会信用代码", "注册资本")
    assert len(table.rows) == 1


def test_workbook_cells_keep_what_they_are():
    def fill(book):
        sheet = book.add_worksheet("企业")
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(0, 0, HEADER)
        sheet.write_string(1, 0, "甲有限公司")
        sheet.write_number(1, 1, 914201007447727917)
        sheet.write_datetime(1, 2, datetime(2016, 3, 3), day)
        sheet.write_formula(1, 3, "=1+41", value=42)
        sheet.write_string(2, 0, "=1+41")
        sheet.write_formula(2, 3, "=A1/0", value="#DIV/0!")
        sheet.set_row(2, None, None, {"hidden": True})
        book.add_worksheet("说明").write_string(0, 0, "说明")

    table = reader.read_table(xlsx_bytes(fill))
    first, second = table.rows
    assert first.cells[0] == "甲有限公司"
    assert codes.judge_code(cells.show(first.cells[1]), True)[0] == "code_digits_lost"
    assert first.cells[2] == datetime(2016, 3, 3)
    assert first.cells[3] == 42
    assert second.hidden
    assert second.cells[0] == "=1+41"
    assert isinstance(second.cells[3], cells.Broken)
    assert ("other_sheet", "说明") in table.notes
    assert ("hidden_rows", 1) in table.notes


def test_a_formula_nobody_calculated_is_broken_not_empty():
    def fill(book):
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEADER)
        sheet.write_string(1, 0, "甲有限公司")
        sheet.write_formula(1, 1, "=A2", value="")

    (row,) = reader.read_table(xlsx_bytes(fill)).rows
    assert row.cells[1] == cells.Broken("formula", "=A2") or row.cells[1:] == ()


def far_cell(book):
    book.add_worksheet().write_string(0, 16000, "x")


def zipped(**parts):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml").replace("_bin", ".bin"), data)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("case", "data", "key"),
    [
        ("nothing", b"", "empty"),
        ("blanks", b" \n\n", "empty"),
        ("old workbook", reader.OLE + b"\0" * 600, "old_workbook"),
        ("protected workbook", reader.OLE + reader.ENCRYPTED, "encrypted"),
        ("web page named .xls", b"<html><table></table>", "web_page"),
        ("pdf", b"%PDF-1.7", "not_a_table"),
        ("NUL bytes", b"name,code\n\x00\x01", "not_a_table"),
        ("no known encoding", b"name\n" + b"\xff\xff\xff", "encoding_unknown"),
        ("open quote", b'name,code\n"A,1\nB,2\n', "quotes_broken"),
        ("macros", zipped(xl__workbook_xml="<x/>", xl__vbaProject_bin="x"), "macros"),
        ("links out", zipped(xl__workbook_xml="<x/>", xl__externalLinks__a_xml="x"), "external_links"),
        ("opendocument", zipped(content_xml="<x/>"), "opendocument"),
        ("zip of something", zipped(readme="x"), "not_a_table"),
        ("cut off", xlsx_bytes(far_cell)[:900], "workbook_broken"),
        ("bomb", zipped(xl__workbook_xml="<x/>", xl__a_xml=b"0" * (201 * 1024 * 1024)), "unpacked_too_large"),
        ("small bomb", zipped(xl__workbook_xml="<x/>", xl__a_xml=b"0" * (9 * 1024 * 1024)), "packed_too_tightly"),
        ("cell at the far end", xlsx_bytes(far_cell), "too_many_columns"),
    ],
)
def test_unreadable_files_name_the_remedy(case, data, key):
    with pytest.raises(cells.UnreadableFile) as caught:
        reader.read_table(data)
    assert caught.value.key == key


def test_too_many_rows_are_refused():
    with pytest.raises(cells.UnreadableFile, match="too_many_rows"):
        reader.read_table(csv_bytes([HEADER] + [LINES[0]] * 12), max_rows=10)


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=400) | st.text(max_size=400).map(lambda text: text.encode("utf-8", "replace")))
def test_any_bytes_are_a_table_or_a_named_refusal(data):
    try:
        table = reader.read_table(data)
    except cells.UnreadableFile as refusal:
        assert refusal.key
        return
    judged = list(judging.judge_table(table, headers.guess_mapping(table), judging.Register(), LISTS))
    assert len(judged) == len(table.rows)


# --- headers ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("titles", "mapping"),
    [
        (["企业名称", "统一社会信用代码"], {0: "name", 1: "uscc"}),
        (["*统一社会信用代码（18位）", " 企业 名称 "], {0: "uscc", 1: "name"}),
        (["Name", "USCC", "Founded", "Capital_raw"], {0: "name", 1: "uscc", 2: "founded_on", 3: "capital"}),
        (["founded_raw", "founded", "name"], {1: "founded_on", 2: "name"}),
        (["企业名称", "id", "company_id", "create_uid", "state"], {0: "name"}),
        (["法人", "联系人", "企业名称"], {1: "contact", 2: "name"}),
    ],
)
def test_mapping_is_guessed_from_titles(titles, mapping):
    assert headers.guess_mapping(cells.Table(tuple(titles), ())) == mapping


def test_a_code_column_without_a_title_is_known_by_its_contents():
    table = reader.read_table(csv_bytes([["企业名称", "备注2"], ["甲公司", CODE_1], ["乙公司", CODE_2]]))
    assert headers.guess_mapping(table) == {0: "name", 1: "uscc"}


# --- verdicts ---------------------------------------------------------------------------------

LISTS = reading.Lists(
    today=TODAY,
    choices={"province": {reading.choice_key("四川省"): 7}, "tier": {"a": "a"}},
    officers={"li": (3,), "wang": (4, 5)},
    currencies={"CNY": 1, "USD": 2},
)
MAPPING = {0: "name", 1: "uscc", 2: "founded_on", 3: "capital", 4: "province", 5: "officer"}
NAMES = ("甲高新技术有限公司", "乙高新技术有限公司")


def judge(*lines, firms=(), lists=LISTS, mapping=MAPPING, **register):
    rows = tuple(cells.Row(number, tuple(line)) for number, line in enumerate(lines, 2))
    table = cells.Table(("",) * 6, rows)
    return list(judging.judge_table(table, mapping, judging.Register(firms, **register), lists))


def known(firm_id, name, uscc=None, **values):
    facts = {key: values.pop(key) for key in list(values) if key in judging.Firm.__dataclass_fields__}
    return judging.Firm(firm_id, {"name": name, "uscc": uscc, **values}, **facts)


def verdicts(judged):
    return [(row.verdict, [reason.key for reason in row.reasons]) for row in judged]


@pytest.mark.parametrize(
    ("line", "verdict", "keys"),
    [
        ((NAMES[0], CODE_1, "2016.3.3", "500万元", "四川"), "created", []),
        ((NAMES[0], None), "flagged", ["code_missing"]),
        ((NAMES[0], "无"), "flagged", ["code_missing"]),
        ((NAMES[0], WRONG), "flagged", ["code_check_fails"]),
        ((NAMES[0], 914201007447727917), "flagged", ["code_digits_lost"]),
        ((NAMES[0], "320113000002816"), "flagged", ["code_registration_no"]),
        ((NAMES[0], CODE_1, "2021年5月"), "flagged", ["founded_unclear"]),
        ((NAMES[0], CODE_1, None, "若干"), "flagged", ["capital_unclear"]),
        ((NAMES[0], CODE_1, None, None, "火星"), "flagged", ["province_unknown"]),
        ((NAMES[0], CODE_1, None, None, None, "wang"), "flagged", ["officer_ambiguous"]),
        ((NAMES[0], CODE_1, cells.Broken("error", "#N/A")), "flagged", ["cell_broken"]),
        (("甲有限公司；乙有限公司", CODE_1), "flagged", ["name_several"]),
        ((None, CODE_1), "refused", ["no_name"]),
        (("", CODE_1, "2016-03-03"), "refused", ["no_name"]),
        (("合计", None, None, "5000"), "refused", ["subtotal_row"]),
        (("甲" * 20_000, CODE_1), "refused", ["name_too_long"]),
        ((cells.Broken("error", "#REF!"), CODE_1), "refused", ["name_broken"]),
        ((NAMES[0], CODE_1, None, None, None, None, "extra"), "refused", ["extra_cells"]),
    ],
)
def test_verdict_on_a_row_of_an_empty_zone(line, verdict, keys):
    assert verdicts(judge(line)) == [(verdict, keys)]


def test_legacy_numbers_are_kept_as_registration_number_and_lost_codes_nowhere():
    legacy, lost = judge((NAMES[0], "320113000002816"), (NAMES[1], 914201007447727917))
    assert (legacy.values["company_registry"], legacy.values.get("uscc")) == ("320113000002816", None)
    assert lost.values == {"name": NAMES[1]}


def test_repeated_rows_are_refused_with_the_row_they_repeat():
    judged = judge((NAMES[0], CODE_1), (NAMES[0], CODE_1), (NAMES[1], CODE_1), (NAMES[0], None), (NAMES[0], CODE_2))
    assert [(row.verdict, [reason.as_json() for reason in row.reasons]) for row in judged] == [
        ("created", []),
        ("refused", [["duplicate_code", 2]]),
        ("refused", [["duplicate_code_differs", 2, ["name"]]]),
        ("refused", [["duplicate_name", 2]]),
        ("flagged", [["same_name_other_code", CODE_1]]),
    ]


def test_known_firms_are_found_by_code_and_left_alone_when_nothing_differs():
    firm = known(1, NAMES[0], CODE_1, founded_on=date(2016, 3, 3))
    (row,) = judge((NAMES[0], CODE_1.lower(), "2016年3月3日"), firms=[firm])
    assert (row.verdict, row.firm.id, row.values) == ("unchanged", 1, {})


def test_an_empty_cell_never_erases():
    firm = known(1, NAMES[0], CODE_1, founded_on=date(2016, 3, 3), city="成都")
    (row,) = judge((NAMES[0], CODE_1, None, "—"), firms=[firm])
    assert row.verdict == "unchanged"


def test_a_changed_value_updates_and_a_new_name_keeps_the_former():
    (row,) = judge((NAMES[1], CODE_1), firms=[known(1, NAMES[0], CODE_1)])
    assert (row.verdict, row.values, row.former_name) == ("updated", {"name": NAMES[1]}, NAMES[0])


def test_a_name_in_other_widths_is_the_same_name():
    (row,) = judge(("甲(集团)有限公司", CODE_1), firms=[known(1, "甲（集团）有限公司", CODE_1)])
    assert row.verdict == "unchanged"


def test_a_row_without_code_means_the_only_firm_of_that_name():
    firm = known(1, NAMES[0], CODE_1)
    (row,) = judge((NAMES[0], None, "2016-03-03"), firms=[firm])
    assert (row.verdict, row.firm.id) == ("updated", 1)
    twins = [firm, known(2, NAMES[0], CODE_2)]
    assert verdicts(judge((NAMES[0], None), firms=twins)) == [("refused", ["ambiguous_name"])]


def test_a_corrected_code_fills_the_flagged_firm_and_answers_its_question():
    firm = known(1, NAMES[0], WRONG, open_questions={"uscc": 9})
    (row,) = judge((NAMES[0], CODE_1), firms=[firm])
    assert (row.verdict, row.values, row.answers) == ("updated", {"uscc": CODE_1}, ["uscc"])


def test_a_wrong_code_never_replaces_a_right_one():
    (row,) = judge((NAMES[0], WRONG), firms=[known(1, NAMES[0], CODE_1)])
    assert (row.verdict, row.values, list(row.asks)) == ("flagged", {}, ["uscc"])
    assert [reason.key for reason in row.asks["uscc"]] == ["code_check_fails", "code_conflict"]


def test_same_name_with_another_right_code_is_another_firm_to_ask_about():
    (row,) = judge((NAMES[0], CODE_2), firms=[known(1, NAMES[0], CODE_1)])
    assert (row.verdict, row.firm) == ("flagged", None)
    assert verdicts([row])[0][1] == ["same_name_other_code"]


def test_a_flagged_row_is_unchanged_the_second_time_while_its_question_is_open():
    firm = known(1, NAMES[0], WRONG, open_questions={"uscc": 9})
    assert judge((NAMES[0], WRONG), firms=[firm])[0].verdict == "unchanged"


def test_a_dropped_question_is_not_asked_again_for_the_same_values():
    firm = known(1, NAMES[0], WRONG, closed_questions=frozenset({"uscc"}))
    assert judge((NAMES[0], WRONG), firms=[firm])[0].verdict == "unchanged"


def test_firms_of_others_are_refused_only_where_they_would_change():
    firm = known(1, NAMES[0], CODE_1, is_writable=False)
    same, other = (judge(line, firms=[firm]) for line in ((NAMES[0], CODE_1), (NAMES[1], CODE_1)))
    assert verdicts(same) == [("unchanged", [])]
    assert verdicts(other) == [("refused", ["not_yours"])]


def test_two_rows_about_one_known_firm_are_not_both_written():
    firm = known(1, NAMES[0], CODE_1)
    judged = judge((NAMES[1], CODE_1), (NAMES[0], None), firms=[firm])
    assert [row.verdict for row in judged] == ["updated", "refused"]
    assert judged[1].reasons[0].as_json() == ["duplicate_firm", 2]


def test_archived_codes_are_not_doubled():
    assert verdicts(judge((NAMES[0], CODE_1), archived_codes=[CODE_1])) == [("refused", ["archived_code"])]


def test_a_code_of_a_merged_record_leads_to_the_firm_that_stayed():
    firm = known(1, NAMES[0], CODE_1, street="1号", former_names=frozenset({cells.name_key(NAMES[1])}))
    (row,) = judge((NAMES[1], CODE_2), firms=[firm], archived_codes=[CODE_2], merged_codes={CODE_2: 1})
    assert verdicts([row]) == [("unchanged", ["merged_code"])]
    assert row.firm is firm
    (row,) = judge((NAMES[1], WRONG), firms=[firm], archived_codes=[WRONG], merged_codes={WRONG: 1})
    assert verdicts([row]) == [("unchanged", ["merged_code"])], "the right code of the firm leaves no doubt"
    rows = judge((NAMES[0], CODE_1), (NAMES[1], CODE_2), firms=[firm], merged_codes={CODE_2: 1})
    assert verdicts(rows)[1] == ("refused", ["duplicate_firm"])
    (row,) = judge((NAMES[1], CODE_2), archived_codes=[CODE_2], merged_codes={CODE_2: 9})
    assert verdicts([row]) == [("refused", ["archived_code"])], "the one that stayed is archived as well"


def test_a_row_without_a_right_code_names_the_firm_it_looks_like():
    firm = known(7, "桂林云图科技有限公司", CODE_1)
    (row,) = judge(("桂林云途科技有限责任公司", None), firms=[firm])
    assert verdicts([row]) == [("flagged", ["code_missing", "likely_twin"])]
    key, name, score, signals = row.asks["name"][0].as_json()
    assert (key, name, [signal[0] for signal in signals]) == ("likely_twin", "桂林云图科技有限公司", ["name"])
    assert 0.82 <= score < 1
    assert [row.verdict for row in judge(("桂林云途科技有限责任公司", CODE_2), firms=[firm])] == ["created"]
    assert verdicts(judge(("洛阳重工机械有限公司", None), firms=[firm])) == [("flagged", ["code_missing"])]


def test_an_officer_is_entered_only_where_there_is_none():
    free = known(1, NAMES[0], CODE_1)
    taken = known(1, NAMES[0], CODE_1, officer_ids=frozenset({8}), main_officer_id=8)
    line = (NAMES[0], CODE_1, None, None, None, "Li")
    assert judge(line, firms=[free])[0].officer_id == 3
    (row,) = judge(line, firms=[taken])
    assert (row.verdict, row.officer_id, list(row.asks)) == ("flagged", None, ["officer"])


def test_hidden_rows_wait_for_a_decision():
    rows = (cells.Row(2, (NAMES[0], CODE_1), True),)
    table = cells.Table(("", ""), rows)
    assert judging.judge_table(table, MAPPING, judging.Register(), LISTS).__next__().reasons[0].key == "hidden_row"


# --- every row is accounted for ---------------------------------------------------------------

LINE = st.tuples(
    st.sampled_from([*NAMES, "", "合计", " 甲高新技术有限公司"]),
    st.sampled_from([CODE_1, CODE_2, CODE_3, WRONG, "", "3209231100626", "9.1E+17"]),
    st.sampled_from(["", "2016-03-03", "1970-01-01", "x"]),
    st.sampled_from(["", "500万元", "x"]),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(LINE, max_size=12))
def test_every_row_gets_one_verdict_and_the_second_time_nothing_is_written(lines):
    judged = judge(*lines)
    assert len(judged) == len(lines)
    assert {row.verdict for row in judged} <= {"created", "flagged", "refused"}
    written = [row for row in judged if row.verdict != "refused"]
    firms = [judging.Firm(number, row.values, open_questions=row.asks) for number, row in enumerate(written, 1)]
    again = judge(*lines, firms=firms)
    assert {row.verdict for row in again} <= {"unchanged", "refused"}
    assert sum(row.verdict == "unchanged" for row in again) >= len(written)
