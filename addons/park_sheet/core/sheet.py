"""What a sheet contains, said without any file format."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from math import ceil, isfinite
from typing import Literal, get_args

from .text import width

Kind = Literal["text", "date", "datetime", "count", "number", "money_wan", "percent", "lamp"]
NUMERIC = frozenset({"count", "number", "money_wan", "percent"})
CENTRED = frozenset({"date", "datetime", "lamp"})
LEAST_WIDTHS = {"date": 12, "datetime": 18, "money_wan": 12, "number": 10, "lamp": 8}
NARROWEST, WIDEST = 7, 50  # of an estimated column, in half-width characters
SAMPLE = 200  # rows looked at for the widths
NOT_AVAILABLE = "—"  # the share of nothing, and figures that are none


@dataclass(frozen=True)
class Column:
    """A column of a sheet.

    The kind says what its values are: ``text``; ``date``; ``datetime`` in local time; ``count``, a
    whole number; ``number``; ``money_wan``, an amount already in units of 10,000 yuan (the unit is
    added to the header); ``percent``, a share of 1; ``lamp``, one of green, yellow, red and grey,
    written in words. ``None`` (and Odoo's ``False``) is an empty cell, except for a percentage,
    where it is a dash. A value of another type than its kind is written as text.
    """

    title: str
    kind: Kind = "text"
    width: float | None = None  # in half-width characters; None: estimated from the first rows

    def __post_init__(self):
        if self.kind not in get_args(Kind):
            raise ValueError(f"unknown kind of column: {self.kind!r}")


@dataclass(frozen=True)
class Sheet:
    """A table with a title and a date; ``rows`` is read once and may be a generator."""

    title: str
    as_of: date | datetime
    columns: Sequence[Column]
    rows: Iterable[tuple]
    subtitle: str = ""
    notes: Sequence[str] = ()  # below the table: definitions, sources, what is provisional
    landscape: bool = True

    def __post_init__(self):
        if not self.columns:
            raise ValueError(f"a sheet needs a column: {self.title!r}")


def _english_lamps() -> dict[str, str]:
    return {"green": "Green", "yellow": "Yellow", "red": "Red", "grey": "Grey"}


@dataclass(frozen=True)
class Labels:
    """The few words a renderer adds, in the language of the reader."""

    as_of: str = "As of %(date)s"
    unit_wan: str = "(CNY 10,000)"
    too_long: str = "…(full text in the system)"
    page: str = "Page %(page)s of %(pages)s"
    lamps: Mapping[str, str] = field(default_factory=_english_lamps)


def heading(column: Column, labels: Labels) -> str:
    """Return the text of a header cell; amounts carry their unit."""
    if column.kind != "money_wan" or labels.unit_wan in column.title:
        return column.title
    return f"{column.title}{labels.unit_wan}"


def as_of_line(sheet: Sheet, labels: Labels) -> str:
    """Return the line below the title: the date of the figures, then the subtitle."""
    line = labels.as_of % {"date": display(sheet.as_of, "datetime", labels)}
    return f"{line}   {sheet.subtitle}" if sheet.subtitle else line


def is_figure(value: object) -> bool:
    """Return whether ``value`` is a number a cell can hold without losing digits.

    >>> is_figure(3), is_figure(float("nan")), is_figure(913701002612345678), is_figure("3")
    (True, False, False, False)
    """
    if isinstance(value, int):
        return abs(value) < 10**15
    return isinstance(value, (float, Decimal)) and isfinite(value)


def display(value: object, kind: Kind, labels: Labels) -> str:
    """Return ``value`` in words, as a column of ``kind`` shows it on paper.

    >>> display(0.905, "percent", Labels()), display(1234.5, "money_wan", Labels())
    ('90.5%', '1,234.50')
    >>> display(None, "percent", Labels()), display(None, "count", Labels())
    ('—', '')
    """
    if value is None or value is False:
        return NOT_AVAILABLE if kind == "percent" else ""
    if kind == "lamp":
        return labels.lamps.get(value, str(value))
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d}" if kind == "date" else f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    if kind in NUMERIC and is_figure(value):
        return format(value, {"count": ",.0f", "percent": ".1%"}.get(kind, ",.2f"))
    if isinstance(value, (float, Decimal)) and not isfinite(value):
        return NOT_AVAILABLE
    return str(value)


def estimated_widths(columns: Sequence[Column], sample: Sequence[tuple], labels: Labels) -> list[float]:
    """Return widths that show most values of the sample in one line, and headers in two."""
    return [
        column.width or _estimate(column, [row[position] for row in sample if len(row) > position], labels)
        for position, column in enumerate(columns)
    ]


def _estimate(column: Column, values: Sequence[object], labels: Labels) -> float:
    title = width(heading(column, labels))
    header = max(ceil(title / 2), min(title, 10)) + 3  # beside the filter's button
    widest = max((width(display(value, column.kind, labels)) for value in values), default=0) + 2
    return min(max(header, widest, LEAST_WIDTHS.get(column.kind, NARROWEST)), WIDEST)
