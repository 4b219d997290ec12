"""A list of days from a file: what is read, what is warned of, what is refused."""

import csv
import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.core import ADDONS, load_core
from test_workday import OFFICIAL

daylist = load_core("park_workday").daylist
with (ADDONS / "park_workday/data/day_list_words.csv").open(encoding="utf-8") as file:
    WORDS = {row["word"]: row["meaning"] for row in csv.DictReader(file)}

OFF = [f"2027-02-{day:02}" for day in range(5, 12)] + ["2027-01-01", "2027-05-01", "2027-10-01", "2027-10-04"]
GOOD = "date,kind,name\n" + "".join(f"{day},off,Rest\n" for day in OFF) + "2027-01-10,work,\n"
CHINESE = "日期,类型,节日\n" + "".join(f"{day},放假,春节\n" for day in OFF) + "2027/1/10,调休上班,\n"
PUBLISHED = json.dumps(
    {
        "year": 2027,
        "papers": ["https://example.org/notice"],
        "days": [{"name": "元旦", "date": day, "isOffDay": True} for day in OFF]
        + [{"name": "元旦", "date": "2027-01-10", "isOffDay": False}],
    },
    ensure_ascii=False,
)


@pytest.mark.parametrize(
    ("case", "data", "findings"),
    [
        ("comma separated", GOOD.encode(), []),
        ("with a byte order mark", b"\xef\xbb\xbf" + GOOD.encode(), []),
        ("semicolons and Windows lines", GOOD.replace(",", ";").replace("\n", "\r\n").encode(), []),
        ("Chinese words", CHINESE.encode(), []),
        ("as old office programs write it", CHINESE.encode("gb18030"), ["encoding_guessed"]),
        ("UTF-16", CHINESE.encode("utf-16"), []),
        ("as published", PUBLISHED.encode(), []),
        ("the same day twice", (GOOD + "2027-01-01,off,\n").encode(), ["twice"]),
        ("a worked weekday", (GOOD + "2027-03-01,work,\n").encode(), ["makeup_weekday"]),
        ("a weekend of the December before", (GOOD + "2026-12-27,off,\n").encode(), ["left_out"]),
        (
            "few working days",
            (GOOD + "".join(f"2027-03-{d:02},off,\n" for d in range(1, 32))).encode(),
            ["implausible"],
        ),
    ],
)
def test_read(case, data, findings):
    read = daylist.read_day_list(data, WORDS)
    assert [finding.key for finding in read.findings] == findings, case
    assert read.is_usable
    assert (read.year, read.works[date(2027, 1, 10)], read.works[date(2027, 2, 5)]) == (2027, True, False)
    assert all(day.year == 2027 for day in read.works)


@pytest.mark.parametrize(
    ("case", "data", "finding"),
    [
        ("nothing", b"", "header"),
        ("a picture", b"\x89PNG\r\n\x1a\n\x00\x00", "encoding"),
        ("bytes of no encoding", b"date,kind\n2027-01-01,\xff\xff\n", "encoding"),
        ("no header", b"2027-01-01,off\n", "header"),
        ("a header and no rows", b"date,kind\n", "empty"),
        ("no date", b"date,kind\nNew Year,off\n", "unread"),
        ("a day that does not exist", b"date,kind\n2027-02-30,off\n", "unread"),
        ("a kind nobody knows", b"date,kind\n2027-01-01,perhaps\n", "unread"),
        ("off and worked", (GOOD + "2027-01-01,work,\n").encode(), "against"),
        ("a weekday of another year", (GOOD + "2026-12-31,off,\n").encode(), "year"),
        ("nothing off", b"date,kind\n2027-01-10,work\n", "nothing_off"),
        ("broken JSON", b'{"year": 2027, "days": [', "json"),
        ("other JSON", b'{"year": 2027, "days": [{"day": 1}]}', "json"),
        ("too many rows", b"date,kind\n" + b"2027-01-01,off\n" * 500, "too_many"),
        ("far too large", b"x" * 2_000_000, "too_large"),
    ],
)
def test_refused(case, data, finding):
    read = daylist.read_day_list(data, WORDS)
    assert not read.is_usable, case
    assert finding in [found.key for found in read.findings if found.is_error], case


def test_a_year_without_a_day_of_work_is_refused():
    days = "".join(f"2027-{month:02}-{day:02},off,\n" for month in range(1, 13) for day in range(1, 32))
    real = "\n".join(line for line in days.splitlines() if daylist._date(line.split(",")[0]))
    read = daylist.read_day_list(f"date,kind,name\n{real}\n".encode(), WORDS)
    assert "no_workdays" in [finding.key for finding in read.findings if finding.is_error]


def test_another_year_than_expected_is_refused():
    read = daylist.read_day_list(GOOD.encode(), WORDS, year=2028)
    assert [finding.key for finding in read.findings if finding.is_error] == ["year", "nothing_off"]


def test_the_source_is_taken_from_the_file():
    assert daylist.read_day_list(PUBLISHED.encode(), WORDS).source == "https://example.org/notice"


@pytest.mark.parametrize("year", [2024, 2025, 2026])
def test_an_official_year_written_and_read_is_the_same(year):
    special = [day for day in OFFICIAL.days_off | OFFICIAL.makeup_days if day.year == year]
    text = "date,kind\n" + "".join(f"{day},{'work' if day in OFFICIAL.makeup_days else 'off'}\n" for day in special)
    read = daylist.read_day_list(text.encode(), WORDS)
    assert (read.is_usable, read.year) == (True, year)
    worked = {day for day, kind, _name in read.whole_year() if kind in ("workday", "makeup")}
    assert worked == {day for day, _kind, _name in read.whole_year() if OFFICIAL.is_workday(day)}


@given(st.binary(max_size=300))
def test_whatever_arrives_there_is_an_answer(data):
    read = daylist.read_day_list(data, WORDS)
    assert read.is_usable or read.findings


@given(st.lists(st.tuples(st.dates(date(2027, 1, 1), date(2027, 12, 31)), st.sampled_from(["off", "work", "?"]))))
def test_a_usable_list_has_each_day_of_its_year_once(rows):
    text = "date,kind\n" + "".join(f"{day},{kind}\n" for day, kind in rows)
    read = daylist.read_day_list(text.encode(), WORDS)
    if read.is_usable:
        days = [day for day, _kind, _name in read.whole_year()]
        assert (len(days), len(set(days)), read.workdays() > 0) == (365, 365, True)
