"""What the clocks of a special track do when one of its facts becomes known, is corrected or taken back.

A track (wages, arrears of payment, …) names the clocks of its own: each starts on an event and ends on the
first of others. An event is a step of every issue (``STEPS``) or a date among the facts that the track asks for.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

STEPS = ("accepted", "assigned", "closed")


@dataclass(frozen=True)
class TrackClock:
    """One clock of a track: the key of its kind, the event it starts on, and those that end it."""

    kind: str
    starts_on: str
    ends_on: tuple[str, ...] = ()


@dataclass(frozen=True)
class Move:
    """What happens to the clock of a kind: ``start``, ``restart``, ``meet`` on a day, or ``void``."""

    kind: str
    verb: str
    day: date | None


def moves(
    clocks: Iterable[TrackClock], before: Mapping[str, date | None], after: Mapping[str, date | None]
) -> list[Move]:
    """Return what the change from the dates ``before`` to those ``after`` does to the clocks, starts first.

    >>> opened, told = date(2026, 9, 7), date(2026, 9, 9)
    >>> wages = [TrackClock("open_case", "accepted", ("opened",)), TrackClock("decide", "opened", ("closed",))]
    >>> [(move.kind, move.verb, str(move.day)) for move in moves(wages, {}, {"opened": opened})]
    [('decide', 'start', '2026-09-07'), ('open_case', 'meet', '2026-09-07')]
    >>> [(move.kind, move.verb) for move in moves(wages, {"opened": opened}, {"opened": told})]
    [('decide', 'restart')]
    >>> [(move.kind, move.verb) for move in moves(wages, {"opened": opened}, {"opened": None})]
    [('decide', 'void')]
    """
    clocks = list(clocks)
    began = [Move(clock.kind, verb, day) for clock in clocks for verb, day in _begun(clock, before, after)]
    ended = [Move(clock.kind, "meet", day) for clock in clocks for day in _ended(clock, before, after)]
    return began + ended


def _begun(clock, before, after):
    old, new = before.get(clock.starts_on), after.get(clock.starts_on)
    if new == old:
        return []
    if not new:
        return [("void", None)]
    return [("restart" if old else "start", new)]


def _ended(clock, before, after):
    days = [after[event] for event in clock.ends_on if after.get(event) and not before.get(event)]
    return [min(days)] if days else []


def fact_gaps(needed: Iterable[str], facts: Mapping[str, object]) -> list[str]:
    """Return the needed facts that are not known yet, in their order; a fact that is zero or no is known.

    >>> fact_gaps(["debtor", "heads", "is_construction"], {"heads": 0, "is_construction": False, "debtor": ""})
    ['debtor']
    """
    return [name for name in needed if facts.get(name) is None or facts[name] == ""]
