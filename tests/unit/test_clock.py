"""When a clock ends, turns yellow and shows which colour, as plain Python."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.core import load_core
from test_workday import OFFICIAL, days

clock = load_core("park_deadline").clock


@pytest.mark.parametrize(
    ("case", "started_on", "amount", "unit", "due"),
    [
        ("three working days over National Day", "2026-09-30", 3, "workday", "2026-10-10"),
        ("the same day", "2026-09-30", 0, "workday", "2026-09-30"),
        ("a calendar limit rolls over the holiday", "2026-09-21", 10, "calendar_day", "2026-10-08"),
    ],
)
def test_due_on(case, started_on, amount, unit, due):
    answer = clock.due_on(date.fromisoformat(started_on), amount, unit, OFFICIAL)
    assert answer == (date.fromisoformat(due), False), case


def test_into_the_unknown_year_is_provisional():
    assert clock.due_on(date(2026, 12, 30), 1, "workday", OFFICIAL) == (date(2026, 12, 31), False)
    assert clock.due_on(date(2026, 12, 31), 1, "workday", OFFICIAL) == (date(2027, 1, 1), True)


@pytest.mark.parametrize(
    ("amount", "unit"), [(-1, "workday"), (-1, "calendar_day"), (3, "fortnight"), (4, "working_hour")]
)
def test_nonsense_is_refused(amount, unit):
    with pytest.raises(ValueError, match=r"limit|unit"):
        clock.due_on(date(2026, 9, 1), amount, unit, OFFICIAL)


@pytest.mark.parametrize(
    ("workdays", "green_until"),
    [(10, 7), (7, 4), (3, 2), (1, 0), (30, 21)],  # days used that are still green, at 70 %
)
def test_yellow_after_the_green_share(workdays, green_until):
    started = date(2026, 3, 2)
    due, _provisional = OFFICIAL.add_workdays(started, workdays)
    yellow = clock.yellow_on(started, due, 70, OFFICIAL)
    assert OFFICIAL.workdays_between(started, yellow) == green_until + 1


@given(days, st.integers(1, 300), st.sampled_from(clock.DAY_UNITS), st.integers(0, 100))
def test_yellow_lies_after_the_start_and_not_after_the_due_day(start, amount, unit, pct):
    due, _provisional = clock.due_on(start, amount, unit, OFFICIAL)
    assert start < clock.yellow_on(start, due, pct, OFFICIAL) <= due


@given(days, st.integers(1, 60), st.integers(0, 60), st.integers(0, 60))
def test_a_pause_gives_back_exactly_the_working_days_it_took(start, amount, before, paused):
    due, _provisional = clock.due_on(start, amount, "workday", OFFICIAL)
    paused_on, _provisional = OFFICIAL.add_workdays(start, min(before, amount))
    today, _provisional = OFFICIAL.add_workdays(paused_on, paused)
    moved, _provisional, taken = clock.resumed(due, paused_on, today, "workday", OFFICIAL)
    left = OFFICIAL.workdays_between(paused_on, due)
    assert OFFICIAL.workdays_between(today, moved) == left
    assert taken == OFFICIAL.workdays_between(paused_on, today)


@pytest.mark.parametrize(
    ("state", "today", "colour"),
    [
        ("running", "2026-09-07", "green"),
        ("running", "2026-09-08", "yellow"),
        ("running", "2026-09-10", "yellow"),
        ("running", "2026-09-11", "red"),
        ("paused", "2026-09-11", "grey"),
        ("void", "2026-09-11", "grey"),
        ("met", "2026-09-11", "green"),
        ("missed", "2026-09-11", "red"),
    ],
)
def test_lamp(state, today, colour):
    due, yellow, today = date(2026, 9, 10), date(2026, 9, 8), date.fromisoformat(today)
    late = clock.ran_out(due, None, today, datetime(2026, 9, 9))
    assert clock.lamp(state, late, yellow, today) == colour


@pytest.mark.parametrize(
    ("case", "today", "now", "late"),
    [
        ("the morning of the due day", "2026-09-10", "2026-09-10T01:00", False),
        ("at its moment", "2026-09-10", "2026-09-10T03:30", False),
        ("a second later", "2026-09-10", "2026-09-10T03:30:01", True),
        ("the day before", "2026-09-09", "2026-09-09T09:00", False),
        ("the day after", "2026-09-11", "2026-09-11T00:00", True),
    ],
)
def test_a_limit_in_hours_runs_out_at_its_moment(case, today, now, late):
    due_at = datetime(2026, 9, 10, 3, 30)
    assert clock.ran_out(date(2026, 9, 10), due_at, date.fromisoformat(today), datetime.fromisoformat(now)) is late
