"""A reply to an invitation, as a form without a log-in sends it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

MOST_PEOPLE = 4  # of one unit; a table has few chairs
LENGTHS = {"name": 60, "title": 60, "phone": 30, "plate": 15}  # characters
MAX_NOTE = 300


class ReplyError(ValueError):
    """A reply that cannot be taken; ``args`` hold the key of what is wrong."""


@dataclass(frozen=True)
class Reply:
    """Who comes, each as ``{name, title, phone, plate}``, or that nobody does and why."""

    comes: bool
    people: tuple[Mapping[str, str], ...] = ()
    note: str = ""


def parse_reply(form: Mapping[str, object]) -> Reply:
    """Return the reply of a form; raise ReplyError where a name or the reason is missing.

    >>> parse_reply({"comes": "yes", "name_0": " Li Ming ", "phone_0": "138\\x000", "name_3": ""}).people
    ({'name': 'Li Ming', 'title': '', 'phone': '1380', 'plate': ''},)
    >>> parse_reply({"comes": "no", "note": "Budget week"})
    Reply(comes=False, people=(), note='Budget week')
    >>> parse_reply({"comes": "yes"})  # doctest: +IGNORE_EXCEPTION_DETAIL
    Traceback (most recent call last):
    ReplyError: name
    """
    note = _words(form.get("note"), MAX_NOTE)
    if form.get("comes") == "no":
        if not note:
            raise ReplyError("note")
        return Reply(False, (), note)
    if form.get("comes") != "yes":
        raise ReplyError("comes")
    people = [
        {field: _words(form.get(f"{field}_{place}"), most) for field, most in LENGTHS.items()}
        for place in range(MOST_PEOPLE)
    ]
    people = tuple(person for person in people if any(person.values()))
    if not people or not all(person["name"] for person in people):
        raise ReplyError("name")
    return Reply(True, people, note)


def _words(value: object, most: int) -> str:
    text = re.sub(r"[\x00-\x1f\x7f]", "", value) if isinstance(value, str) else ""
    return text.strip()[:most]
