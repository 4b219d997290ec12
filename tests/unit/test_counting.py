"""The counting rules of limits, a table with the rule each line shows and where it is written."""

from datetime import date, datetime
from importlib import import_module

import pytest
from support.core import load_core
from test_workday import OFFICIAL

core = load_core("park_deadline")
recount = import_module("park_deadline_core.recount")
AS_THE_CODE = core.Counting()
WITH_FIRST_DAY = core.Counting(counts_first_day=True)
STAYS_ON_A_DAY_OFF = core.Counting(rolls_forward=False)


def day(text):
    return date.fromisoformat(text[4:])


@pytest.mark.parametrize(
    ("rule", "source", "counting", "started_on", "amount", "unit", "due"),
    [
        # the day of the start
        ("4.4.1", "Civil Code 201", AS_THE_CODE, "Fri 2026-09-11", 1, "workday", "Mon 2026-09-14"),
        ("4.4.1", "document", WITH_FIRST_DAY, "Fri 2026-09-11", 1, "workday", "Fri 2026-09-11"),
        ("4.4.1", "document", WITH_FIRST_DAY, "Fri 2026-09-11", 2, "workday", "Mon 2026-09-14"),
        ("4.4.1", "document", WITH_FIRST_DAY, "Sat 2026-09-12", 1, "workday", "Mon 2026-09-14"),
        ("4.4.1", "document", WITH_FIRST_DAY, "Mon 2026-09-14", 3, "calendar_day", "Wed 2026-09-16"),
        ("4.4.1", "promise", WITH_FIRST_DAY, "Mon 2026-09-14", 0, "workday", "Mon 2026-09-14"),
        # the unit is the document's
        ("4.4.2", "Administrative Licensing Law 82", AS_THE_CODE, "Wed 2026-09-30", 3, "workday", "Sat 2026-10-10"),
        ("4.4.2", "statutes that say days", AS_THE_CODE, "Wed 2026-09-16", 7, "calendar_day", "Wed 2026-09-23"),
        # days off between, and at the end
        ("R03", "State Council, 2026", AS_THE_CODE, "Fri 2026-09-18", 1, "workday", "Sun 2026-09-20"),
        ("R03", "Civil Code 203", AS_THE_CODE, "Mon 2026-09-21", 10, "calendar_day", "Thu 2026-10-08"),
        ("R03", "document", STAYS_ON_A_DAY_OFF, "Mon 2026-09-21", 10, "calendar_day", "Thu 2026-10-01"),
        ("R03", "document", STAYS_ON_A_DAY_OFF, "Wed 2026-09-30", 3, "workday", "Sat 2026-10-10"),
    ],
)  # fmt: skip
def test_the_last_day(rule, source, counting, started_on, amount, unit, due):
    last, provisional = core.due_on(day(started_on), amount, unit, OFFICIAL, counting)
    assert (f"{last:%a %Y-%m-%d}", provisional) == (due, False), (rule, source)


@pytest.mark.parametrize(
    ("rule", "counting", "unit", "due", "after"),
    [  # paused for two days in the unit of the clock: from Thursday to the next worked day but one
        ("4.4.3", AS_THE_CODE, "workday", "Fri 2026-09-11", "Tue 2026-09-15"),
        ("4.4.3", AS_THE_CODE, "calendar_day", "Fri 2026-09-11", "Mon 2026-09-14"),
        ("4.4.3", STAYS_ON_A_DAY_OFF, "calendar_day", "Fri 2026-09-11", "Sun 2026-09-13"),
    ],
)
def test_time_that_is_not_counted_is_given_back(rule, counting, unit, due, after):
    paused_on, today = date(2026, 9, 8), date(2026, 9, 10)
    assert core.resumed(day(due), paused_on, today, unit, OFFICIAL, counting)[::2] == (day(after), 2), rule


def test_into_a_year_without_a_list_a_last_day_that_stays_is_certain():
    start = date(2026, 12, 28)
    assert core.due_on(start, 4, "calendar_day", OFFICIAL, AS_THE_CODE) == (date(2027, 1, 1), True)
    assert core.due_on(start, 4, "calendar_day", OFFICIAL, STAYS_ON_A_DAY_OFF) == (date(2027, 1, 1), False)


@pytest.mark.parametrize(
    ("rule", "counting", "unit", "amount", "due", "new_due"),
    [  # rule 4.4.5 and R26: New Year's Day becomes a day off, Thursday 31 December is the start
        ("the first day not counted", AS_THE_CODE, "workday", 2, "Mon 2027-01-04", "Tue 2027-01-05"),
        ("the first day counted", WITH_FIRST_DAY, "workday", 2, "Fri 2027-01-01", "Mon 2027-01-04"),
        ("its own calendar days roll", AS_THE_CODE, "calendar_day", 1, "Fri 2027-01-01", "Mon 2027-01-04"),
        ("with the first day too", WITH_FIRST_DAY, "calendar_day", 2, "Fri 2027-01-01", "Mon 2027-01-04"),
        ("or stay", STAYS_ON_A_DAY_OFF, "calendar_day", 1, "Fri 2027-01-01", "Fri 2027-01-01"),
    ],
)
def test_a_list_that_arrives_counts_by_the_same_rule(rule, counting, unit, amount, due, new_due):
    start, closing = date(2026, 12, 31), datetime(2027, 1, 1, 10)
    before, provisional = core.due_on(start, amount, unit, OFFICIAL, counting)
    assert before == day(due), rule
    published = type(OFFICIAL)(OFFICIAL.years | {2027}, OFFICIAL.days_off | {date(2027, 1, 1)}, OFFICIAL.makeup_days)
    ends_at = closing + (before - closing.date())
    clock = recount.Clock(
        1, unit, amount, 0, False, start, before, before, provisional, None, ends_at,
        counting.counts_first_day, counting.rolls_forward,
    )  # fmt: skip
    due_on, due_at, _yellow, open_end = recount.recounted(clock, OFFICIAL, published, None)
    assert (due_on, open_end) == (day(new_due), False), rule
    assert due_at == closing + (due_on - closing.date()), "the hour at which the last day ends stays"
