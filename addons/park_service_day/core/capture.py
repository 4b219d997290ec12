"""What a line captured at the table must look like before anything is stored."""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field

KINDS = ("on_spot", "limited", "explained")
AT_ONCE = ("on_spot", "explained")  # settled at the table: what was said there is the answer
MAX_LINES = 200  # in one call; a table writes a line in ten seconds
MAX_TEXT = 4000  # characters of a problem, an answer or a measure
MAX_WORKDAYS = 250  # a year of working days: what takes longer is long-term work, not a limit
MAX_HELPERS = 10
UUID = re.compile(r"[0-9A-Za-z-]{8,64}")
VERSION = re.compile(r"[0-9a-f]{16}")


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
    answer: str = ""  # what was answered or explained; of a limited line the measure, if one was named
    department_id: int = 0  # limited lines only, as all that follows
    workdays: int = 0
    helper_ids: tuple[int, ...] = field(default=())
    issue_id: int = 0  # of a line that is stored already and is being corrected
    version: str = ""  # what the recorder saw when the correction began, see ``fingerprint``


def fingerprint(line: Line) -> str:
    """Return a short text that differs whenever what a recorder may correct differs.

    It comes from the content, not from a counter: whoever changed the line, on the board or on
    the issue, a recorder who did not see it is told.

    >>> first = Line("0f3a77e1", 7, "No bus", 2, "on_spot", "Soon")
    >>> fingerprint(first) == fingerprint(Line("another1", 8, "No bus", 2, "on_spot", "Soon"))
    True
    >>> fingerprint(first) == fingerprint(Line("0f3a77e1", 7, "No bus", 2, "on_spot", "Now"))
    False
    """
    is_limited = line.kind == "limited"
    content = [line.text, line.category_id, line.kind, line.answer]
    content += [line.department_id, line.workdays, sorted(line.helper_ids)] if is_limited else []
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()[:16]


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
        **_correction(raw),
    }
    if kind not in KINDS:
        raise LineError("kind", "choice")
    if kind in AT_ONCE:
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


def _correction(raw):
    """Return what a correction says beside a new line: which line, and as what it was seen."""
    if not raw.get("issue_id"):
        return {}
    version = raw.get("version")
    if not isinstance(version, str) or not VERSION.fullmatch(version):
        raise LineError("line", "type")
    return {"issue_id": _record(raw, "issue_id"), "version": version}


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
