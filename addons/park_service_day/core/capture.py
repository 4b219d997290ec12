"""What a line captured at the table must look like before anything is stored."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

KINDS = ("on_spot", "limited")
MAX_LINES = 200  # in one call; a table writes a line in ten seconds
MAX_TEXT = 4000  # characters of a problem, an answer or a measure
MAX_WORKDAYS = 250  # a year of working days: what takes longer is long-term work, not a limit
MAX_HELPERS = 10
UUID = re.compile(r"[0-9A-Za-z-]{8,64}")


class LineError(ValueError):
    """A line cannot be stored: which field is wrong, and how (a key and its values)."""

    def __init__(self, field_name: str, problem: str, **values: object):
        super().__init__(f"{field_name}: {problem}")
        self.field, self.problem, self.values = field_name, problem, values


@dataclass(frozen=True)
class Line:
    """One problem of one firm, and what was decided on it."""

    uuid: str
    enterprise_id: int
    text: str
    category_id: int
    kind: str  # one of KINDS
    answer: str = ""  # what was answered on the spot; of a limited line the measure, if one was named
    department_id: int = 0  # limited lines only, as all that follows
    workdays: int = 0
    helper_ids: tuple[int, ...] = field(default=())


def parse_line(raw: object) -> Line:
    """Return the line that a browser sent; raise LineError for the first field that is wrong.

    >>> sent = {"uuid": "0f3a-77e1", "enterprise_id": 7, "category_id": 2, "text": " No bus\\r\\nat night "}
    >>> parse_line(sent | {"kind": "on_spot", "answer": "Line 9 runs until 23:00"}).text
    'No bus\\nat night'
    >>> parse_line(sent | {"kind": "limited", "department_id": 3, "workdays": 0})
    ... # doctest: +IGNORE_EXCEPTION_DETAIL
    Traceback (most recent call last):
    LineError: workdays: range
    """
    if not isinstance(raw, Mapping):
        raise LineError("line", "type")
    uuid = raw.get("uuid")
    if not isinstance(uuid, str) or not UUID.fullmatch(uuid):
        raise LineError("uuid", "uuid")
    kind = raw.get("kind")
    common = {
        "uuid": uuid,
        "enterprise_id": _record(raw, "enterprise_id"),
        "text": _text(raw, "text", required=True),
        "category_id": _record(raw, "category_id"),
    }
    if kind not in KINDS:
        raise LineError("kind", "choice")
    if kind == "on_spot":
        return Line(**common, kind=kind, answer=_text(raw, "answer", required=True))
    return Line(
        **common,
        kind=kind,
        answer=_text(raw, "answer"),
        department_id=_record(raw, "department_id"),
        workdays=_workdays(raw),
        helper_ids=_helpers(raw),
    )


def _text(raw, name, required=False):
    value = raw.get(name)
    if value is None or value is False:
        value = ""
    if not isinstance(value, str):
        raise LineError(name, "type")
    # control characters come along when text is pasted; PostgreSQL refuses NUL
    value = re.sub(r"[\x00-\x08\x0b-\x1f\x7f]", "", value.replace("\r\n", "\n")).strip()
    if required and not value:
        raise LineError(name, "required")
    if len(value) > MAX_TEXT:
        raise LineError(name, "length", length=len(value), most=MAX_TEXT)
    return value


def _is_id(value):
    return isinstance(value, int) and not isinstance(value, bool) and 0 < value < 2**31


def _record(raw, name):
    value = raw.get(name)
    if value is None or value is False:
        raise LineError(name, "required")
    if not _is_id(value):
        raise LineError(name, "type")
    return value


def _workdays(raw):
    value = raw.get("workdays")
    if value is None or value is False:
        raise LineError("workdays", "required")
    if isinstance(value, bool) or not isinstance(value, int):
        raise LineError("workdays", "type")
    if not 1 <= value <= MAX_WORKDAYS:
        raise LineError("workdays", "range", most=MAX_WORKDAYS)
    return value


def _helpers(raw):
    value = raw.get("helper_ids") or []
    if not isinstance(value, (list, tuple)) or not all(map(_is_id, value)):
        raise LineError("helper_ids", "type")
    if len(value) > MAX_HELPERS:
        raise LineError("helper_ids", "length", length=len(value), most=MAX_HELPERS)
    return tuple(dict.fromkeys(value))


def summary(text: str, most: int = 60) -> str:
    """Return the first line of a problem, short enough for a list.

    >>> summary("No bus at night\\nsince the line was cut")
    'No bus at night'
    >>> summary("abcdef", most=4)
    'abc…'
    """
    first = text.split("\n", 1)[0].strip()
    return first if len(first) <= most else f"{first[: most - 1]}…"
