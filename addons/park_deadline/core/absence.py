"""Who stands in for whom: absences may chain, and may lead back to somebody who is away as well."""

from collections.abc import Iterable
from dataclasses import dataclass

ALL_KINDS = None


@dataclass(frozen=True)
class Absence:
    """One person's absence today; persons are any hashable."""

    person: object
    substitute: object
    kind: str | None = ALL_KINDS  # the kind of clocks it is about; None for all
    is_told_too: bool = False  # the absent person is told as well


def stand_ins(absences: Iterable[Absence], kind: str | None = ALL_KINDS) -> dict:
    """Return ``{absent person: persons told}`` for clocks of a kind.

    Chains are followed to somebody who is there. Where they lead nowhere (a circle of absent people)
    the person is told as if present: better told on holiday than nobody told. An absence for the kind
    goes before one for all kinds.

    >>> away = [Absence("Li", "Wang"), Absence("Wang", "Zhao"), Absence("Qian", "Sun"), Absence("Sun", "Qian")]
    >>> stand_ins(away)["Li"], stand_ins(away)["Qian"]
    (('Zhao',), ('Qian',))
    >>> stand_ins([Absence("Li", "Wang", is_told_too=True)])
    {'Li': ('Li', 'Wang')}
    >>> stand_ins([Absence("Li", "Wang"), Absence("Li", "Zhao", "issue_reply")], "issue_reply")
    {'Li': ('Zhao',)}
    """
    by_person = {}
    for absence in sorted(absences, key=lambda absence: absence.kind is not ALL_KINDS):
        if absence.kind in (ALL_KINDS, kind):
            by_person[absence.person] = absence
    told = {}
    for person, absence in by_person.items():
        present = _present(person, by_person)
        if present == person:
            told[person] = (person,)
        else:
            told[person] = (person, present) if absence.is_told_too else (present,)
    return told


def _present(person, by_person):
    """Follow the chain of substitutes to somebody who is there; return the person where there is none."""
    seen, at = set(), person
    while at in by_person:
        if at in seen:
            return person
        seen.add(at)
        at = by_person[at].substitute
    return at
