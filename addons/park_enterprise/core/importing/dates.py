"""Founding dates in the shapes that registers, spreadsheets and hands write."""

import re
import unicodedata
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from .words import WORDS

DATE_WORDS = WORDS["dates"]
YEAR, MONTH, DAY = DATE_WORDS["year"], DATE_WORDS["month"], f"[{DATE_WORDS['day']}]"
CLOCK = r"(?:[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?"
YEAR_FIRST = re.compile(rf"(\d{{4}})([-/.])(\d{{1,2}})\2(\d{{1,2}}){CLOCK}")
CHINESE = re.compile(rf"(\d{{4}}){YEAR}(\d{{1,2}}){MONTH}(\d{{1,2}}){DAY}?{CLOCK}")
COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
YEAR_LAST = re.compile(rf"(\d{{1,2}})([-/.])(\d{{1,2}})\2(\d{{4}}){CLOCK}")
SERIAL = re.compile(r"\d{5}(\.\d+)?")
DIGITS = str.maketrans(DATE_WORDS["digits"], "00123456789")
TENS = re.compile(f"([1-9]?){DATE_WORDS['ten']}([1-9]?)")
FIRST_SERIAL, LAST_SERIAL = 18_000, 80_000  # 1949 to 2119
# What programs write when they know no date: the epochs of Unix and of spreadsheets.
PLACEHOLDERS = frozenset({date(1970, 1, 1), date(1900, 1, 1), date(1899, 12, 30), date(1899, 12, 31)})


def from_serial(number):
    """Return the date of a spreadsheet's day number (1900 system), or None outside 1949 to 2119.

    >>> from_serial(42432)
    datetime.date(2016, 3, 3)
    """
    if not FIRST_SERIAL <= number <= LAST_SERIAL:
        return None
    return date(1899, 12, 30) + timedelta(days=int(number))


def _plain(text):
    """Return half-width text with Chinese numerals as digits: the tenth month is 10, not 1-0."""
    text = unicodedata.normalize("NFKC", text).strip().translate(DIGITS)
    return TENS.sub(lambda ten: f"{ten[1] or '1'}{ten[2] or '0'}", text)


def _from_text(text, day_first):
    """Return a date or None; ``day_first`` (True, False, None) settles 3/4/2016."""
    for shape, order in ((YEAR_FIRST, (1, 3, 4)), (CHINESE, (1, 2, 3)), (COMPACT, (1, 2, 3))):
        if match := shape.fullmatch(text):
            return date(*(int(match[group]) for group in order))
    if match := YEAR_LAST.fullmatch(text):
        first, second, year = int(match[1]), int(match[3]), int(match[4])
        if first > 12 or first == second:
            day_first = True
        elif second > 12:
            day_first = False
        if day_first is not None:
            day, month = (first, second) if day_first else (second, first)
            return date(year, month, day)
    if SERIAL.fullmatch(text):
        return from_serial(float(text))
    return None


@lru_cache(maxsize=50_000)
def parse_date(value, today, day_first=None):
    """Return a date, or the key of the reason why the value is no founding date.

    >>> today = date(2026, 11, 23)
    >>> parse_date("2016.3.3", today), parse_date(f"2016{YEAR}3{MONTH}3", today)
    (datetime.date(2016, 3, 3), datetime.date(2016, 3, 3))
    >>> parse_date("31/2/2016", today), parse_date("1970-01-01", today)
    ('founded_unclear', 'founded_placeholder')
    """
    if isinstance(value, datetime):
        found = value.date()
    elif isinstance(value, date):
        found = value
    elif isinstance(value, time | bool):
        return "founded_unclear"
    elif isinstance(value, int | float):
        found = from_serial(value) or _try_text(str(int(value)), day_first)
    else:
        found = _try_text(_plain(str(value)), day_first)
    if found is None or found.year < 1800:
        return "founded_unclear"
    if found in PLACEHOLDERS:
        return "founded_placeholder"
    return "founded_in_future" if found > today else found


def _try_text(text, day_first):
    """Return the date a text names, or None where it names none that exists."""
    try:
        return _from_text(text, day_first)
    except (ValueError, OverflowError):
        return None


def guess_day_first(samples):
    """Return whether a column writes the day before the month: True, False, or None if unknown.

    >>> guess_day_first(["18/1/2016", "3/4/2016"]), guess_day_first(["3/4/2016"])
    (True, None)
    """
    firsts, seconds = set(), set()
    for sample in samples:
        if match := YEAR_LAST.fullmatch(_plain(sample)):
            firsts.add(int(match[1]) > 12)
            seconds.add(int(match[3]) > 12)
    if (True in firsts) == (True in seconds):
        return None  # neither tells, or the column mixes both orders
    return True in firsts
