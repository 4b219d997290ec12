"""Read one year's list of holidays and worked weekends from CSV or JSON, and say what is wrong with it.

CSV: a header with a date, a kind (off or work) and, where wanted, an occasion; comma, semicolon or tab.
JSON: ``{"year": 2027, "papers": ["https://…"], "days": [{"name": …, "date": "2027-01-01", "isOffDay": true}]}``,
the form in which such lists are commonly published, or only the list of its days.
"""

import csv
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

SATURDAY = 5
DATE_FORMATS = ("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y%m%d")
LARGEST = 1_000_000  # bytes; a year has 366 rows
MOST_ROWS = 400
PLAUSIBLE = range(235, 262)  # working days of a year; 2004-2026 had 247 to 252 (a sum of the notices)


@dataclass(frozen=True)
class Finding:
    """One thing to know about a list; with ``is_error`` it cannot be loaded."""

    key: str  # what it is, for the words of the screen
    is_error: bool = False
    detail: str = ""  # the rows or days concerned


@dataclass
class DayList:
    """What a file says, as far as it could be read."""

    year: int | None = None
    source: str = ""
    encoding: str = ""
    works: dict[date, bool] = field(default_factory=dict)  # {day that differs from a plain one: whether worked}
    names: dict[date, str] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    @property
    def is_usable(self) -> bool:
        """Return whether nothing forbids loading it."""
        return not any(finding.is_error for finding in self.findings)

    def whole_year(self) -> list[tuple[date, str, str]]:
        """Return ``(date, kind, occasion)`` of each day of the year, plain ones included.

        >>> holiday = DayList(2027, works={date(2027, 1, 1): False}, names={date(2027, 1, 1): "New Year"})
        >>> holiday.whole_year()[:3]
        [(datetime.date(2027, 1, 1), 'holiday', 'New Year'), (datetime.date(2027, 1, 2), 'weekend', ''), \
(datetime.date(2027, 1, 3), 'weekend', '')]
        """
        days = (date(self.year, 1, 1) + timedelta(days=at) for at in range(366))
        return [(day, self._kind(day), self.names.get(day, "")) for day in days if day.year == self.year]

    def workdays(self) -> int:
        """Return how many days of the year are worked."""
        return sum(kind in ("workday", "makeup") for _day, kind, _name in self.whole_year())

    def _kind(self, day: date) -> str:
        plain = "weekend" if day.weekday() >= SATURDAY else "workday"
        if day not in self.works:
            return plain
        if self.works[day]:
            return "makeup" if plain == "weekend" else "workday"
        return "holiday"


def read_day_list(data: bytes, words: Mapping[str, str], year: int | None = None) -> DayList:
    """Return what the file says, with findings instead of exceptions; ``year`` is the one expected, if any.

    ``words`` is ``{word in lower case: "date", "kind", "name", "off" or "work"}``.

    >>> words = {"date": "date", "kind": "kind", "off": "off", "work": "work"}
    >>> read = read_day_list(b"date,kind\\n2027-01-01,off\\n2027-01-10,work\\n", words)
    >>> read.year, read.works[date(2027, 1, 10)], read.is_usable
    (2027, True, True)
    """
    day_list = DayList(year=year)
    text = _decode(data, day_list)
    if text is None:
        return day_list
    rows = _json_rows(text, day_list) if text.lstrip()[:1] in ("{", "[") else _csv_rows(text, words, day_list)
    if day_list.is_usable:
        _take(rows, words, day_list)
    if day_list.is_usable:
        _judge(day_list)
    return day_list


def _decode(data: bytes, day_list: DayList) -> str | None:
    """Return the text; what is no text, or too long, is a finding."""
    if len(data) > LARGEST:
        day_list.findings.append(Finding("too_large", True))
        return None
    for encoding in ("utf-16",) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            day_list.encoding = encoding
            if encoding == "gb18030":
                day_list.findings.append(Finding("encoding_guessed"))
            return text
    day_list.findings.append(Finding("encoding", True))
    return None


def _json_rows(text: str, day_list: DayList) -> list[tuple]:
    """Return ``(place, date, kind, name)`` as written."""
    try:
        content = json.loads(text)
        days = content["days"] if isinstance(content, dict) else content
        if isinstance(content, dict):
            papers = content.get("papers") or []
            day_list.source = "; ".join(str(paper) for paper in papers)
            day_list.year = day_list.year or int(content["year"])
        return [
            (place, str(day["date"]), str(day["isOffDay"]).lower(), str(day.get("name") or ""))
            for place, day in enumerate(days, 1)
        ]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        day_list.findings.append(Finding("json", True))
        return []


def _csv_rows(text: str, words: Mapping[str, str], day_list: DayList) -> list[tuple]:
    """Return ``(line, date, kind, name)`` as written, by the header's own words."""
    lines = text.splitlines()
    separator = max(",;\t", key=lambda mark: lines[0].count(mark)) if lines else ","
    try:
        table = list(csv.reader(lines, delimiter=separator, strict=True))
    except csv.Error:
        day_list.findings.append(Finding("csv", True))
        return []
    header = [words.get(cell.strip().lower()) for cell in table[0]] if table else []
    if "date" not in header or "kind" not in header:
        day_list.findings.append(Finding("header", True))
        return []
    places = [header.index(name) if name in header else None for name in ("date", "kind", "name")]
    return [
        (line, *(row[at].strip() if at is not None and at < len(row) else "" for at in places))
        for line, row in enumerate(table[1:], 2)
        if any(cell.strip() for cell in row)
    ]


def _take(rows: list[tuple], words: Mapping[str, str], day_list: DayList) -> None:
    """Take over the rows; what cannot be read, is there twice or contradicts itself is a finding."""
    if len(rows) > MOST_ROWS:
        day_list.findings.append(Finding("too_many", True))
        return
    unread, twice, against = [], [], []
    for place, written, kind, name in rows:
        day, meaning = _date(written), words.get(kind.lower())
        if day is None or meaning not in ("off", "work"):
            unread.append(str(place))
            continue
        works = meaning == "work"
        if day in day_list.works:
            (twice if day_list.works[day] == works else against).append(day.isoformat())
        day_list.works[day] = works
        if name:
            day_list.names[day] = name
    for key, is_error, places in (("unread", True, unread), ("against", True, against), ("twice", False, twice)):
        if places:
            day_list.findings.append(Finding(key, is_error, ", ".join(places[:10])))


def _date(written: str) -> date | None:
    """Return the day of ``2027-01-01``, ``2027/1/1``, ``2027.1.1`` or ``20270101``; None for anything else."""
    for form in DATE_FORMATS:
        try:
            return datetime.strptime(written.strip(), form).date()
        except ValueError:
            continue
    return None


def _judge(day_list: DayList) -> None:
    """Find what no official list says: another year, nothing off, worked weekdays, a year of no work."""
    found = day_list.findings
    years = Counter(day.year for day in day_list.works)
    if not years:
        found.append(Finding("empty", True))
        return
    day_list.year = day_list.year or years.most_common(1)[0][0]
    # a notice may name weekend days of the December before: they are off in any case
    outside = sorted(day for day in day_list.works if day.year != day_list.year)
    harmless = [day for day in outside if day.weekday() >= SATURDAY and not day_list.works[day]]
    for key, is_error, days in (
        ("year", True, [d for d in outside if d not in harmless]),
        ("left_out", False, harmless),
    ):
        if days:
            found.append(Finding(key, is_error, ", ".join(day.isoformat() for day in days[:10])))
    for day in outside:
        day_list.works.pop(day)
        day_list.names.pop(day, None)
    plain = sorted(day for day, works in day_list.works.items() if works and day.weekday() < SATURDAY)
    if plain:
        found.append(Finding("makeup_weekday", False, ", ".join(day.isoformat() for day in plain[:10])))
    if all(works for works in day_list.works.values()):
        found.append(Finding("nothing_off", True))
    count = day_list.workdays()
    if not count:
        found.append(Finding("no_workdays", True))
    elif count not in PLAUSIBLE:
        found.append(Finding("implausible", False, str(count)))
