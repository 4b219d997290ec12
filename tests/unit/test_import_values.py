"""Values as lists write them: every shape of capital, telephones, and normalisers that never raise."""

import csv
import os
import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_import_core import CORE_PARTS

capital, cells, codes = CORE_PARTS["capital"], CORE_PARTS["cells"], CORE_PARTS["codes"]
dates, phones, reasons = CORE_PARTS["dates"], CORE_PARTS["phones"], CORE_PARTS["reasons"]
words = CORE_PARTS["words"]

DATA = Path(__file__).resolve().parents[2] / ".." / "shared" / "data"
EXAMPLES = 10_000 if os.environ.get("PARKDESK_LONG") else 500

# Every shape in which registers of eight zones write a capital; the amounts are invented.
CAPITAL_SHAPES = [
    ("37(万元人民币)", 37.0, "CNY"),
    ("1,237(万元人民币)", 1237.0, "CNY"),
    ("7.7(万元人民币)", 7.7, "CNY"),
    ("1,111.35(万元人民币)", 1111.35, "CNY"),
    ("9895.9", None, "capital_unit_unknown"),
    ("7401", None, "capital_unit_unknown"),
    ("21(万)", 21.0, "CNY"),
    ("61,000(万)", 61000.0, "CNY"),
    ("119.7(万)", 119.7, "CNY"),
    ("3,368.95(万)", 3368.95, "CNY"),
    ("53(万元)", 53.0, "CNY"),
    ("1,001(万元)", 1001.0, "CNY"),
    ("20.5(万元)", 20.5, "CNY"),
    ("12,346.81(万元)", 12346.81, "CNY"),
    ("501万人民币", 501.0, "CNY"),
    ("2187.4万人民币", 2187.4, "CNY"),
    ("3001万元人民币", 3001.0, "CNY"),
    ("1309.5万元人民币", 1309.5, "CNY"),
    ("9,001万(元)", 9001.0, "CNY"),
    ("681万(元)", 681.0, "CNY"),
    ("195,793.1238万(元)", 195793.1238, "CNY"),
    ("135.29万(元)", 135.29, "CNY"),
    ("51(万人民币元)", 51.0, "CNY"),
    ("1,003(万人民币元)", 1003.0, "CNY"),
    ("253.16(万人民币元)", 253.16, "CNY"),
    ("2,943.65(万人民币元)", 2943.65, "CNY"),
    ("0.001( 万人民币元)", 0.001, "CNY"),
    ("581万人民币元", 581.0, "CNY"),
    ("0万元", 0.0, "CNY"),
    ("263.5万元", 263.5, "CNY"),
    ("52万", 52.0, "CNY"),
    ("157（万元）", 157.0, "CNY"),
    ("61121.4834（万元）", 61121.4834, "CNY"),
    ("10,001(万元(人民币))", 10001.0, "CNY"),
    ("101(万元(人民币))", 101.0, "CNY"),
    ("131(万元（人民币）)", 131.0, "CNY"),
    ("401(万美元)", 401.0, "USD"),
    ("1,201(万美元)", 1201.0, "USD"),
    ("331.32(万美元)", 331.32, "USD"),
    ("4,866.4(万美元)", 4866.4, "USD"),
    ("246万美元", 246.0, "USD"),
    ("207.6万美元", 207.6, "USD"),
    ("11万(美元)", 11.0, "USD"),
    ("901(万日元)", 901.0, "JPY"),
    ("4,501(万日元)", 4501.0, "JPY"),
    ("91(万欧元)", 91.0, "EUR"),
    ("37.35(万欧元)", 37.35, "EUR"),
    ("102(万香港元)", 102.0, "HKD"),
    ("13,066(万香港元)", 13066.0, "HKD"),
    ("50,756.2684(万香港元)", 50756.2684, "HKD"),
    ("103(万港元)", 103.0, "HKD"),
    ("69,001(万港元)", 69001.0, "HKD"),
    ("113(万港币)", 113.0, "HKD"),
    ("2,651(万港币)", 2651.0, "HKD"),
    ("300.96(万港币)", 300.96, "HKD"),
    ("万人民币", None, "capital_unclear"),
]


def shape(text):
    """Return a text with its numbers made alike: 9, 9,9 and 9.9 with groups."""
    return re.sub(r"9(,9)+", "9,9", re.sub(r"\d+", "9", text))


@pytest.mark.parametrize(("text", "amount", "currency"), CAPITAL_SHAPES)
def test_each_shape_of_capital_is_read_or_asked_about(text, amount, currency):
    found = capital.parse_capital(text)
    assert found == (currency if amount is None else (amount, currency))


def test_no_list_knows_a_shape_that_the_table_lacks():
    lists = sorted(DATA.glob("companies_*.csv"))
    if not lists:
        pytest.skip("the shared lists are not beside the project")
    seen = set()
    for path in lists:
        with path.open(encoding="utf-8-sig", newline="") as handle:
            for row in csv.DictReader(handle):
                seen |= {shape(value) for name, value in row.items() if name and "capital" in name and value}
    assert len(seen) >= 39
    assert seen - {shape(text) for text, _amount, _currency in CAPITAL_SHAPES} == set()


@pytest.mark.parametrize(
    ("typed", "phone", "problem"),
    [
        ("13800138000", "13800138000", None),
        ("138 0013 8000", "13800138000", None),
        ("138-0013-8000", "13800138000", None),
        ("+86 138 0013 8000", "13800138000", None),
        ("0086-13800138000", "13800138000", None),
        ("13950008612", "13950008612", None),  # what looks like a country code is none in mid-number
        ("8613950008612", "13950008612", None),
        ("１３８００１３８０００", "13800138000", None),
        ("0379-64901234", "0379-64901234", None),
        ("(0379)64901234", "0379-64901234", None),
        ("（010）62345678", "010-62345678", None),
        ("+86 0379 6490 1234", "0379-64901234", None),
        ("037964901234", "0379-64901234", None),
        ("0379-64901234转801", "0379-64901234转801", None),
        ("0379-64901234 转分机 801", "0379-64901234转801", None),
        ("0379-64901234-801", None, "phone_doubtful"),
        ("0379-64901234 ext. 801", "0379-64901234转801", None),
        ("400-820-8820", "400-820-8820", None),
        ("12345", "12345", None),
        ("办公室：0379-64901234", "0379-64901234", None),
        ("13800138000；0379-64901234", "13800138000 / 0379-64901234", None),
        ("13800138000 13900139000", "13800138000 / 13900139000", None),
        ("13800138000\n13900139000", "13800138000 / 13900139000", None),
        ("13800138000、13800138000", "13800138000", None),
        ("13800138000（张三）", None, "phone_doubtful"),
        ("64901234", None, "phone_doubtful"),
        ("37964901234", None, "phone_doubtful"),
        ("1380013800", None, "phone_doubtful"),
        ("13800138000、无此号", None, "phone_doubtful"),
        ("138****8000", "", "phone_unusable"),
        ("138XXXX8000", "", "phone_unusable"),
        ("1.38E+10", "", "phone_unusable"),
        ("联系人处", "", "phone_unusable"),
    ],
)
def test_a_telephone_is_spelled_kept_or_left_out(typed, phone, problem):
    kept = {None: cells.clean(typed), "": None}.get(phone, phone)
    assert phones.read_phones(typed) == (kept, problem)


@pytest.mark.parametrize(
    ("text", "is_total"),
    [
        ("合计", True),
        ("合　计", True),
        ("合计：", True),
        ("合计：25家", True),
        ("合计（25家）", True),
        ("总计25家企业", True),
        ("Total: 25", True),
        ("合计算力科技有限公司", False),
        ("总计量仪器厂", False),
        ("累计", True),
        ("", False),
    ],
)
def test_a_total_is_told_from_a_firm(text, is_total):
    assert words.is_total(text) == is_total


ODD = "\u3000\xa0\u200b\u200e\u202e\ufeff\x00\x1b\ud800０Ａａ（）－+86 转x*；、\U0001f600\U00020bb7企"
TYPED = st.text(alphabet=st.sampled_from(ODD + "0123456789138MAXY.E")) | st.text(max_size=80)


def same_twice(function, text):
    once = function(text)
    assert function(once) == once
    return once


@settings(max_examples=EXAMPLES, deadline=None)
@given(TYPED)
def test_normalised_twice_is_normalised_once(text):
    assert not cells.INVISIBLE.search(same_twice(cells.clean, text))
    same_twice(cells.name_key, text)
    code = same_twice(codes.normalise, text)
    assert codes.check(code) in ("valid", "invalid", "missing")


@settings(max_examples=EXAMPLES, deadline=None)
@given(TYPED)
def test_a_telephone_never_raises_and_keeps_its_digits(text):
    found, problem = phones.read_phones(text)
    assert problem is None or problem in reasons.REASONS
    if found and not problem:
        assert phones.read_phones(found) == (found, None)
    same_twice(phones.phone_key, text)
    assert found is None or not cells.INVISIBLE.search(found)


@settings(max_examples=EXAMPLES, deadline=None)
@given(TYPED)
def test_judged_values_are_values_or_reasons(text):
    kind, code, _number = codes.judge_code(text)
    assert (kind == "valid") == (code is not None and codes.is_valid(code))
    found = capital.parse_capital(text, "wan")
    assert found in reasons.REASONS or found[0] >= 0
    found = dates.parse_date(text, date(2026, 11, 23), True)
    assert found in reasons.REASONS or isinstance(found, date)
