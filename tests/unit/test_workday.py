"""Working-day arithmetic as plain Python: worked examples, the official list, and its laws."""

import csv
from datetime import date, timedelta
from pathlib import Path

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.core import load_core

DATA = Path(__file__).parents[3] / "shared/data"


workday = load_core("park_workday")
OFFICIAL = workday.WorkdayCalendar(
    years=frozenset(day.year for day in chinese_calendar.holidays),
    days_off=frozenset(chinese_calendar.holidays),
    makeup_days=frozenset(chinese_calendar.workdays),
)
PLAIN = workday.WorkdayCalendar(frozenset(), frozenset(), frozenset())

days = st.dates(date(2003, 6, 1), date(2028, 6, 1))  # the loaded years and the unknown on either side
counts = st.integers(-600, 600)
forward = st.integers(0, 600)


def rows(name):
    """Return the rows of a shared table; skip visibly where it is not laid beside the project."""
    path = DATA / name
    if not path.exists():
        return [pytest.param(None, marks=pytest.mark.skip(reason=f"{path} is not there"))]
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def slowly(calendar, start, n):
    """Count day by day, as one does with a finger on the wall calendar."""
    day, step = start, timedelta(days=1 if n > 0 else -1)
    for _ in range(abs(n)):
        day += step
        while not calendar.is_workday(day):
            day += step
    return day


@pytest.mark.parametrize("row", rows("workday_examples.csv"))
def test_worked_example(row):
    verb = {"working_days": OFFICIAL.add_workdays, "calendar_days_roll_forward": OFFICIAL.add_days}
    start, expected = date.fromisoformat(row["start_date"]), date.fromisoformat(row["expected"])
    assert verb[row["kind"]](start, int(row["n_or_end"])) == (expected, False)


@pytest.mark.parametrize(
    ("start", "n", "expected"),
    [
        ("2025-01-24", 5, "2025-02-07"),
        ("2025-09-26", 5, "2025-10-10"),
        ("2025-12-31", 3, "2026-01-06"),
        ("2026-02-12", 5, "2026-02-26"),
        ("2026-02-13", 1, "2026-02-14"),  # a worked Saturday
        ("2026-02-13", 10, "2026-03-05"),
        ("2026-02-14", 1, "2026-02-24"),
        ("2026-04-30", 5, "2026-05-11"),
        ("2026-09-18", 5, "2026-09-24"),
        ("2026-09-19", 1, "2026-09-20"),  # from a Saturday off to a worked Sunday
        ("2026-09-24", 5, "2026-10-09"),
        ("2026-09-30", 3, "2026-10-10"),
        ("2026-11-20", 5, "2026-11-27"),
        ("2026-10-10", -3, "2026-09-30"),
        ("2026-10-05", -1, "2026-09-30"),
        ("2026-10-03", 0, "2026-10-03"),
    ],
)
def test_official_list(start, n, expected):
    assert OFFICIAL.add_workdays(date.fromisoformat(start), n) == (date.fromisoformat(expected), False)


def test_working_days_of_a_year():
    for year in (2025, 2026):
        assert OFFICIAL.workdays_between(date(year - 1, 12, 31), date(year, 12, 31)) == 248


@pytest.mark.parametrize("row", rows("holidays_cn.csv"))
def test_library_agrees_with_the_notices(row):
    assert OFFICIAL.is_workday(date.fromisoformat(row["date"])) == (row["day_type"] == "work")


@pytest.mark.skipif(not (DATA / "holidays_cn.csv").exists(), reason="the shared table is not there")
def test_every_other_day_of_the_notices_is_plain():
    named = {row["date"] for row in rows("holidays_cn.csv")}
    day = date(2015, 1, 1)
    while day.year <= 2026:
        if day.isoformat() not in named:
            assert OFFICIAL.is_workday(day) == (day.weekday() < 5), day
        day += timedelta(days=1)


@pytest.mark.parametrize(
    ("case", "start", "n", "provisional"),
    [
        ("inside the loaded years", "2026-12-30", 1, False),
        ("into the next year", "2026-12-31", 1, True),
        ("back from the unknown year", "2027-01-08", -8, True),
        ("back from its first day, counting loaded days only", "2027-01-01", -1, False),
        ("nothing counted, but the day itself is unknown", "2027-03-01", 0, True),
        ("far beyond", "2026-06-01", 2000, True),
        ("before the first list", "2004-01-05", -5, True),
    ],
)
def test_provisional(case, start, n, provisional):
    assert OFFICIAL.add_workdays(date.fromisoformat(start), n)[1] is provisional, case


def test_a_gap_between_lists_is_provisional_though_start_and_end_are_not():
    gap = workday.WorkdayCalendar(frozenset({2026, 2028}), frozenset(), frozenset())
    assert gap.add_workdays(date(2026, 12, 1), 300) == (date(2028, 1, 25), True)


def test_calendar_days_ask_only_the_last_day():
    gap = workday.WorkdayCalendar(frozenset({2026, 2028}), frozenset(), frozenset())
    assert gap.add_days(date(2026, 12, 1), 400) == (date(2028, 1, 5), False)
    assert OFFICIAL.add_days(date(2026, 12, 21), 10) == (date(2026, 12, 31), False)
    assert OFFICIAL.add_days(date(2026, 12, 22), 10) == (date(2027, 1, 1), True)


def test_the_last_days_of_time_are_refused():
    with pytest.raises(OverflowError):
        PLAIN.add_workdays(date(9999, 12, 30), 5)
    with pytest.raises(OverflowError):
        PLAIN.add_workdays(date(1, 1, 2), -5)


@given(days, counts)
def test_same_as_counting_by_hand(start, n):
    assert OFFICIAL.add_workdays(start, n)[0] == slowly(OFFICIAL, start, n)


@given(days, days)
def test_between_is_a_count_of_worked_days(start, end):
    first, last = sorted((start, end))
    worked = sum(OFFICIAL.is_workday(first + timedelta(days=i)) for i in range(1, (last - first).days + 1))
    assert OFFICIAL.workdays_between(first, last) == worked
    assert OFFICIAL.workdays_between(last, first) == -worked


@given(days, counts, counts)
def test_monotone_in_the_count(start, a, b):
    first, second = sorted((a, b))
    assert OFFICIAL.add_workdays(start, first)[0] <= OFFICIAL.add_workdays(start, second)[0]


@given(days, days, counts)
def test_monotone_in_the_start(a, b, n):
    first, second = sorted((a, b))
    assert OFFICIAL.add_workdays(first, n)[0] <= OFFICIAL.add_workdays(second, n)[0]


@given(days, forward, forward)
def test_composes(start, a, b):
    there, _provisional = OFFICIAL.add_workdays(start, a)
    assert OFFICIAL.add_workdays(there, b)[0] == OFFICIAL.add_workdays(start, a + b)[0]
    back, _provisional = OFFICIAL.add_workdays(start, -a)
    assert OFFICIAL.add_workdays(back, -b)[0] == OFFICIAL.add_workdays(start, -a - b)[0]


@given(days.filter(OFFICIAL.is_workday), counts)
def test_inverse_from_working_days(start, n):
    there, _provisional = OFFICIAL.add_workdays(start, n)
    assert OFFICIAL.add_workdays(there, -n)[0] == start
    assert OFFICIAL.workdays_between(start, there) == n


@given(days, st.integers(0, 900), st.integers(0, 900))
def test_calendar_days_end_on_the_first_worked_day_not_before_the_last(start, a, b):
    end, _provisional = OFFICIAL.add_days(start, a)
    last = start + timedelta(days=a)
    assert OFFICIAL.is_workday(end)
    assert not any(OFFICIAL.is_workday(last + timedelta(days=i)) for i in range((end - last).days))
    assert end <= OFFICIAL.add_days(start, a + b)[0]


@given(days, counts)
def test_a_promise_that_is_not_provisional_is_moved_by_no_further_list(start, n):
    """Whatever the missing lists will say, an answer that is not provisional stands."""
    end, provisional = OFFICIAL.add_workdays(start, n)
    strange = workday.WorkdayCalendar(
        OFFICIAL.years | {2003, 2027, 2028},
        OFFICIAL.days_off | {date(year, 1, 1) + timedelta(days=i) for year in (2003, 2027) for i in range(365)},
        OFFICIAL.makeup_days,
    )
    if not provisional:
        assert strange.add_workdays(start, n)[0] == end
