"""Work orders of another system (12345 and the like): what one says, and how it differs from what is kept.

Plain Python: values of a row or a JSON body go in, facts come out, so that a file, an interface and a
comparison all speak of the same values.
"""

import json
import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from pathlib import Path

# {field: titles that files give it}
TITLES = json.loads(Path(__file__).with_name("intake_words.json").read_text(encoding="utf-8"))
FIELDS = tuple(TITLES)
# {word of a source, small letters: what it usually means}; a proposal, the table of the source decides
USUAL_STATES = {
    word: meaning
    for meaning, words in json.loads(Path(__file__).with_name("intake_states.json").read_text("utf-8")).items()
    for word in words
}
REQUIRED = ("number", "summary", "received")
MOMENTS = ("received", "due", "closed")
LONGEST = {"number": 100, "detail": 10_000}  # characters; what is not named takes OTHERWISE
OTHERWISE = 300
CLOCK = re.compile(r"[T ](\d{1,2}):(\d{2})(?::(\d{2}))?(?:\.\d+)?$")
EARLIEST = 1990  # no hotline system keeps older orders; programs write 1900 or 1970 where they know nothing


@dataclass(frozen=True)
class Problem:
    """Why a work order is refused: the field it is about, the key of the remedy, what stood there."""

    field: str
    key: str
    shown: str = ""


@dataclass(frozen=True)
class Order:
    """What a source says about one work order. Moments are dates, or UTC datetimes without a zone."""

    facts: dict = field(default_factory=dict)  # {field: str, date or datetime}; what is not known is left out
    problems: tuple = ()  # of Problem


def read_order(values, zone, day_of=lambda text: None):
    """Return the ``Order`` in ``{field: value}``; values are texts, dates and datetimes.

    ``zone`` is the tzinfo of moments that name none; ``day_of`` reads a day in shapes other than ISO, or None.

    >>> read_order({"number": " A1 ", "summary": "Noise", "received": "2026-09-07"}, UTC).facts["received"]
    datetime.date(2026, 9, 7)
    >>> [(p.field, p.key) for p in read_order({"number": "A1", "received": "soon"}, UTC).problems]
    [('received', 'moment'), ('summary', 'missing')]
    """
    facts, problems = {}, []
    for name in FIELDS:
        value = values.get(name)
        if value is None or (isinstance(value, str) and not value.strip()):
            continue
        fact = read_moment(value, zone, day_of) if name in MOMENTS else str(value).strip()
        if fact is None:
            problems.append(Problem(name, "moment", str(value)[:80]))
        elif isinstance(fact, str) and len(fact) > LONGEST.get(name, OTHERWISE):
            problems.append(Problem(name, "long", str(LONGEST.get(name, OTHERWISE))))
        else:
            facts[name] = fact
    seen = {problem.field for problem in problems}
    problems += [Problem(name, "missing") for name in REQUIRED if name not in facts and name not in seen]
    for name in ("due", "closed"):
        if name in facts and "received" in facts and day(facts[name], zone) < day(facts["received"], zone):
            problems.append(Problem(name, "before_receipt", str(values[name])[:80]))
    return Order(facts, tuple(problems))


def read_moment(value, zone, day_of=lambda text: None):
    """Return a date, a UTC datetime without a zone, or None where no day between 1990 and 2199 can be told.

    >>> read_moment("2026-09-07T10:00:00+08:00", UTC), read_moment("2026-09-07 10:00", UTC)
    (datetime.datetime(2026, 9, 7, 2, 0), datetime.datetime(2026, 9, 7, 10, 0))
    >>> read_moment("2026-02-30", UTC), read_moment("1970-01-01", UTC)
    (None, None)
    """
    found = _from_text(value.strip(), day_of) if isinstance(value, str) else value
    if isinstance(found, bool) or not isinstance(found, date) or not EARLIEST <= found.year < 2200:
        return None
    if not isinstance(found, datetime):
        return found
    found = found if found.tzinfo else found.replace(tzinfo=zone)
    return found.astimezone(UTC).replace(tzinfo=None, microsecond=0)


def _from_text(text, day_of):
    for parse in (date.fromisoformat, datetime.fromisoformat):
        try:
            return parse(text)
        except ValueError:
            continue
    clock = CLOCK.search(text)
    found = day_of(text[: clock.start()] if clock else text)
    if not clock or not found:
        return found
    hour, minute, second = (int(part or 0) for part in clock.groups())
    try:
        return datetime.combine(found, time(hour, minute, second))
    except ValueError:
        return None


def day(moment, zone):
    """Return the local day of a moment; a date is its own.

    >>> from datetime import timedelta, timezone
    >>> day(datetime(2026, 9, 7, 23, 0), timezone(timedelta(hours=8)))
    datetime.date(2026, 9, 8)
    """
    return moment.replace(tzinfo=UTC).astimezone(zone).date() if isinstance(moment, datetime) else moment


def verdict(due, closed, zone):
    """Return "on_time", "late", "open" (not closed) or "unknown" (no limit known) for one work order.

    Two moments are compared as moments; where either is only a day, the whole last day counts.

    >>> verdict(date(2026, 9, 16), datetime(2026, 9, 16, 15, 0), UTC)
    'on_time'
    >>> verdict(datetime(2026, 9, 16, 12, 0), datetime(2026, 9, 16, 15, 0), UTC)
    'late'
    >>> verdict(None, date(2026, 9, 16), UTC), verdict(date(2026, 9, 16), None, UTC)
    ('unknown', 'open')
    """
    if closed is None:
        return "open"
    if due is None:
        return "unknown"
    if isinstance(due, datetime) and isinstance(closed, datetime):
        return "late" if closed > due else "on_time"
    return "late" if day(closed, zone) > day(due, zone) else "on_time"


def differences(kept, said):
    """Return the fields of which a source now says something else; what it leaves out is no difference.

    >>> differences({"state": "open", "firm": "A"}, {"state": "closed"})
    ['state']
    """
    return [name for name in FIELDS if name in said and kept.get(name) != said[name]]


def meaning(facts, states):
    """Return "open", "closed", "withdrawn", or None where the word of the source has no meaning yet.

    ``states`` is ``{word: meaning}``. Where a source tells no state, its closing date does.

    >>> meaning({"state": "Done"}, {}), meaning({}, {}), meaning({"closed": date(2026, 9, 7)}, {})
    (None, 'open', 'closed')
    """
    if "state" in facts:
        return states.get(facts["state"])
    return "closed" if "closed" in facts else "open"
