"""Published tables of codes, read and checked before anything is written: industries and divisions."""

import csv
import io
import re
from dataclasses import dataclass, field

INDUSTRY_SHAPES = {"section": r"[A-T]", "division": r"\d{2}", "group": r"\d{3}", "class": r"\d{4}"}
DIVISION_SHAPES = {"province": r"\d{2}0000", "city": r"\d{4}00", "county": r"\d{6}"}
ABOVE = {"division": "section", "group": "division", "class": "group", "city": "province", "county": "city"}


class UnreadableTableError(ValueError):
    """A file that is no table of this kind; carries the columns that are missing."""

    def __init__(self, missing):
        super().__init__(", ".join(missing))
        self.missing = missing


@dataclass
class Table:
    """The rows of a table, each after the one it is part of, and what is wrong with it."""

    rows: list[tuple[str, str, str, str, str]] = field(default_factory=list)  # code, level, parent, name, kind
    problems: list[tuple[str, int, str]] = field(default_factory=list)  # problem, row number, code
    repeated: int = 0  # rows of cities without counties that stand for the city itself


def read_industries(data: bytes) -> Table:
    """Return the rows of a table with the columns code, level, parent and name; see ``read``."""
    return read(data, INDUSTRY_SHAPES, "parent")


def read_divisions(data: bytes) -> Table:
    """Return the rows of a table with the columns code, level, parent_code and name; see ``read``."""
    return read(data, DIVISION_SHAPES, "parent_code")


def read(data: bytes, shapes: dict[str, str], parent_column: str) -> Table:
    """Return the rows in the order of their levels, and every problem found.

    Problems: ``shape`` a code that its level cannot have, ``level`` an unknown level, ``name`` an empty
    name, ``twice`` a code that came before, ``parent`` a parent that is missing or of the wrong level.
    Refused with UnreadableTableError: text without the columns, or in another encoding than UTF-8.

    >>> table = read_industries("code,level,parent,name\\n011,group,01,谷物种植\\n".encode())
    >>> table.problems
    [('parent', 2, '011')]
    """
    try:
        reader = csv.DictReader(io.StringIO(data.decode("utf-8-sig")))
    except UnicodeDecodeError:
        raise UnreadableTableError(["UTF-8"]) from None
    needed = ("code", "level", parent_column, "name")
    if missing := [column for column in needed if column not in (reader.fieldnames or ())]:
        raise UnreadableTableError(missing)
    table, levels, numbers = Table(), {}, {}
    for number, line in enumerate(reader, 2):
        code, level, parent, name = ((line[column] or "").strip() for column in needed)
        if level == "county" and code == parent and code in levels:
            table.repeated += 1  # a city without counties, listed once more as its own part
            continue
        problem = _problem(code, level, name, shapes, levels)
        if problem:
            table.problems.append((problem, number, code))
            continue
        levels[code], numbers[code] = level, number
        table.rows.append((code, level, parent, name, (line.get("kind") or "").strip()))
    for code, level, parent, _name, _kind in table.rows:
        if (level in ABOVE or parent) and levels.get(parent) != ABOVE.get(level):
            table.problems.append(("parent", numbers[code], code))
    order = list(shapes)
    table.rows.sort(key=lambda row: (order.index(row[1]), row[0]))
    table.problems.sort(key=lambda problem: problem[1])
    return table


def _problem(code, level, name, shapes, levels):
    if level not in shapes:
        return "level"
    if not re.fullmatch(shapes[level], code, re.ASCII):
        return "shape"
    if not name:
        return "name"
    return "twice" if code in levels else None
