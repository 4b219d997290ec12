"""Working hours as plain Python: a table of receipts and limits, and their laws."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_workday import OFFICIAL, workday

HOURS = workday.WorkingHours(((540, 720), (780, 1080)), receipt_closes=1020)  # 9-12, 13-18; receipts until 17
SUMMER = workday.WorkingHours(((510, 720), (870, 1080)), receipt_closes=1050)  # 8:30-12, 14:30-18

moments = st.datetimes(datetime(2025, 6, 1), datetime(2028, 6, 1))
lengths = st.integers(0, 5000)  # minutes
offices = st.sampled_from([HOURS, SUMMER])


def moment(text):
    """Read ``Mon 2026-09-07 16:30``; the weekday is for the reader and must be right."""
    read = datetime.strptime(text[4:], "%Y-%m-%d %H:%M")
    assert f"{read:%a}" == text[:3], text
    return read


@pytest.mark.parametrize(
    ("case", "start", "hours", "end"),
    [
        ("half past four", "Mon 2026-09-07 16:30", 4, "Tue 2026-09-08 11:30"),
        ("lunch is not counted", "Mon 2026-09-07 11:00", 4, "Mon 2026-09-07 16:00"),
        ("during lunch", "Mon 2026-09-07 12:20", 1, "Mon 2026-09-07 14:00"),
        ("used up at noon ends at noon", "Mon 2026-09-07 09:00", 3, "Mon 2026-09-07 12:00"),
        ("used up at the end of the day", "Mon 2026-09-07 09:00", 8, "Mon 2026-09-07 18:00"),
        ("one minute more is tomorrow", "Mon 2026-09-07 09:01", 8, "Tue 2026-09-08 09:01"),
        ("before opening", "Mon 2026-09-07 06:00", 1, "Mon 2026-09-07 10:00"),
        ("at night", "Mon 2026-09-07 22:00", 1, "Tue 2026-09-08 10:00"),
        ("a Saturday off, the Sunday is worked", "Sat 2026-09-19 10:00", 2, "Sun 2026-09-20 11:00"),
        ("over National Day", "Wed 2026-09-30 17:00", 4, "Thu 2026-10-08 12:00"),
        ("into the worked Saturday", "Fri 2026-10-09 17:00", 2, "Sat 2026-10-10 10:00"),
        ("nothing is the start", "Sat 2026-09-19 10:00", 0, "Sat 2026-09-19 10:00"),
    ],
)
def test_add(case, start, hours, end):
    assert HOURS.add(moment(start), hours * 60, OFFICIAL) == (moment(end), False), case


@pytest.mark.parametrize(
    ("case", "arrived", "counts_from"),
    [
        ("in the morning", "Mon 2026-09-07 09:30", "Mon 2026-09-07 09:30"),
        ("at the stroke of closing", "Mon 2026-09-07 17:00", "Mon 2026-09-07 17:00"),
        ("a minute later", "Mon 2026-09-07 17:01", "Tue 2026-09-08 09:00"),
        ("before opening", "Mon 2026-09-07 07:00", "Mon 2026-09-07 09:00"),
        ("on Friday evening", "Fri 2026-09-11 20:00", "Mon 2026-09-14 09:00"),
        ("on a Saturday before a worked Sunday", "Sat 2026-09-19 10:00", "Sun 2026-09-20 09:00"),
        ("on the eve of National Day", "Wed 2026-09-30 17:30", "Thu 2026-10-08 09:00"),
        ("on a holiday", "Fri 2026-10-02 10:00", "Thu 2026-10-08 09:00"),
    ],
)
def test_receipt(case, arrived, counts_from):
    assert HOURS.received_at(moment(arrived), OFFICIAL) == moment(counts_from), case
    assert HOURS.received_on(moment(arrived), OFFICIAL) == moment(counts_from).date(), case


def test_into_the_unknown_year_is_provisional():
    assert HOURS.add(moment("Thu 2026-12-31 16:00"), 120, OFFICIAL) == (moment("Thu 2026-12-31 18:00"), False)
    assert HOURS.add(moment("Thu 2026-12-31 16:00"), 121, OFFICIAL) == (moment("Fri 2027-01-01 09:01"), True)
    assert HOURS.add(moment("Mon 2027-03-01 10:00"), 1, OFFICIAL)[1] is True
    assert HOURS.add(moment("Mon 2027-03-01 10:00"), 0, OFFICIAL)[1] is True


def test_a_started_minute_does_not_shorten_the_limit():
    start = moment("Mon 2026-09-07 16:30") + timedelta(seconds=20)
    assert HOURS.add(start, 60, OFFICIAL)[0] == moment("Mon 2026-09-07 17:31")


def test_adding_backward_is_refused():
    with pytest.raises(ValueError, match="-1"):
        HOURS.add(moment("Mon 2026-09-07 16:30"), -1, OFFICIAL)


def slowly(hours, start, minutes):
    """Wait minute by minute, as one does with a watch."""
    now = start
    while minutes:
        minute = now.hour * 60 + now.minute
        if OFFICIAL.is_workday(now.date()) and any(begin <= minute < end for begin, end in hours.spans):
            minutes -= 1
        now += timedelta(minutes=1)
    return now


@given(offices, st.datetimes(datetime(2026, 9, 18), datetime(2026, 10, 9)), st.integers(0, 1500))
def test_same_as_waiting_with_a_watch(hours, start, minutes):
    start = start.replace(second=0, microsecond=0)
    assert hours.add(start, minutes, OFFICIAL)[0] == slowly(hours, start, minutes)


@given(offices, moments, lengths, lengths)
def test_monotone_in_the_length(hours, start, a, b):
    first, second = sorted((a, b))
    assert hours.add(start, first, OFFICIAL)[0] <= hours.add(start, second, OFFICIAL)[0]


@given(offices, moments, moments, lengths)
def test_monotone_in_the_start(hours, a, b, minutes):
    first, second = sorted((a, b))
    assert hours.add(first, minutes, OFFICIAL)[0] <= hours.add(second, minutes, OFFICIAL)[0]


@given(offices, moments, lengths, lengths)
def test_composes(hours, start, a, b):
    there, _provisional = hours.add(start, a, OFFICIAL)
    assert hours.add(there, b, OFFICIAL)[0] == hours.add(start, a + b, OFFICIAL)[0]


@given(offices, moments, lengths)
def test_between_is_the_inverse(hours, start, minutes):
    end, _provisional = hours.add(start, minutes, OFFICIAL)
    assert hours.between(start, end, OFFICIAL) == minutes
    assert hours.between(end, start, OFFICIAL) == -minutes


@given(offices, moments, st.integers(0, 200))
def test_whole_days_of_hours_are_working_days(hours, start, n):
    """From the end of a working day, n days of hours end when the n-th working day after it ends."""
    day, _provisional = OFFICIAL.add_workdays(start.date(), 1)
    end, provisional = hours.add(hours.closing(day), n * hours.minutes_per_day, OFFICIAL)
    assert (end, provisional) == (hours.closing(OFFICIAL.add_workdays(day, n)[0]), OFFICIAL.add_workdays(day, n)[1])


@given(offices, moments, lengths)
def test_ends_within_working_time(hours, start, minutes):
    end, _provisional = hours.add(start, minutes + 1, OFFICIAL)
    assert OFFICIAL.is_workday(end.date())
    assert any(begin < end.hour * 60 + end.minute <= close for begin, close in hours.spans)


@given(offices, moments)
def test_receipt_is_the_first_working_day_not_before_the_moment(hours, arrived):
    day = hours.received_on(arrived, OFFICIAL)
    assert OFFICIAL.is_workday(day)
    assert day == arrived.date() or OFFICIAL.workdays_between(arrived.date(), day) == 1
    assert hours.received_at(arrived, OFFICIAL) >= arrived
