"""Rows in the text form that PostgreSQL's COPY reads."""

import json
from collections.abc import Iterable
from datetime import date, datetime

NULL = r"\N"
AS_JSON = json.JSONEncoder(ensure_ascii=False, default=str, separators=(",", ":")).encode


def copy_value(value):
    r"""Return one value as COPY text; lists and mappings become JSON, which is the caller's choice.

    >>> copy_value(None), copy_value(True), copy_value("a\tb\\c"), copy_value({"a": 1})
    ('\\N', 't', 'a\\tb\\\\c', '{"a":1}')
    """
    if value is None:
        return NULL
    if type(value) is str:
        return value if value.isalnum() else _escaped(value)
    if value is True or value is False:
        return "t" if value else "f"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return repr(value)
    if isinstance(value, datetime):
        return value.isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict | list | tuple):
        return AS_JSON(value).replace("\\", r"\\")
    return _escaped(str(value))


def _escaped(text):
    """Return a text with the marks that COPY gives a meaning escaped; most texts have none."""
    if "\\" in text:
        text = text.replace("\\", r"\\")
    if "\t" in text or "\n" in text or "\r" in text:
        text = text.replace("\t", r"\t").replace("\n", r"\n").replace("\r", r"\r")
    return text


def copy_lines(rows: Iterable[Iterable], tail=()):
    """Yield a line for each row of values; ``tail`` are the values that end every row.

    >>> list(copy_lines([(1, None), ("x", 2.5)], (True,)))
    ['1\\t\\\\N\\tt\\n', 'x\\t2.5\\tt\\n']
    """
    end = "".join(f"\t{copy_value(value)}" for value in tail) + "\n"
    for row in rows:
        yield "\t".join([NULL if value is None else copy_value(value) for value in row]) + end
