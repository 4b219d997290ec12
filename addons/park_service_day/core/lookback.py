"""What became of the lines of a service day: what was promised, what is done, what the firm says."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

DONE = ("closed", "signed_off")
STANDINGS = ("at_once", "in_time", "late", "running", "overdue", "longterm", "withdrawn")


@dataclass(frozen=True)
class Line:
    """One line of the day as it stands now. ``due_on`` is the limit that holds, extensions included."""

    outcome: str  # on_spot, limited, explained
    state: str
    due_on: date | None = None
    closed_on: date | None = None
    is_solved: str | None = None  # yes, no, unknown; None: the firm has not been asked


def standing(line: Line, today: date) -> str:
    """Return where a line stands, one of ``STANDINGS``.

    >>> due = date(2026, 12, 4)
    >>> standing(Line("limited", "closed", due, closed_on=date(2026, 12, 7)), date(2026, 12, 9))
    'late'
    >>> standing(Line("limited", "doing", due), due), standing(Line("limited", "doing", due), date(2026, 12, 5))
    ('running', 'overdue')
    >>> standing(Line("on_spot", "closed"), due), standing(Line("on_spot", "doing"), due)
    ('at_once', 'running')
    """
    if line.state in ("withdrawn", "longterm"):
        return line.state
    if line.state in DONE:
        if line.outcome != "limited":
            return "at_once"
        is_late = line.due_on and line.closed_on and line.closed_on > line.due_on
        return "late" if is_late else "in_time"
    return "overdue" if line.due_on and line.due_on < today else "running"


@dataclass(frozen=True)
class Figures:
    """The day in numbers; parts add up to ``total``."""

    total: int
    by_standing: Counter
    asked: int  # firms asked whether it is solved
    solved: int  # of these, how many say yes

    @property
    def done(self) -> int:
        return sum(self.by_standing[name] for name in ("at_once", "in_time", "late"))


def figures(lines: Iterable[Line], today: date) -> Figures:
    """Return the day in numbers.

    >>> counted = figures([Line("on_spot", "closed", is_solved="yes"), Line("limited", "doing", date(2026, 1, 1))],
    ...                   date(2026, 1, 2))
    >>> counted.total, counted.done, counted.by_standing["overdue"], counted.solved, counted.asked
    (2, 1, 1, 1, 1)
    """
    lines = list(lines)
    return Figures(
        total=len(lines),
        by_standing=Counter(standing(line, today) for line in lines),
        asked=sum(line.is_solved in ("yes", "no") for line in lines),
        solved=sum(line.is_solved == "yes" for line in lines),
    )
