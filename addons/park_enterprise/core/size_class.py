"""Size of a firm by the statistical method: a class requires all its lower limits."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

SIZES = ("large", "medium", "small")  # from the top; what reaches none of them is micro


@dataclass(frozen=True)
class Limit:
    """A lower limit of a class: the fact has to be at least ``least``, in the unit of the fact."""

    fact: str
    least: float

    def is_met(self, facts: Mapping[str, float]) -> bool | None:
        """Return whether the facts reach the limit, None where the fact is missing."""
        value = facts.get(self.fact)
        return None if value is None else value >= self.least


@dataclass(frozen=True)
class Judgement:
    """A size, or None while it is unknown; ``deciding`` are the limits that made it so."""

    size: str | None
    deciding: tuple[Limit, ...]


def judge(limits: Mapping[str, Sequence[Limit]], facts: Mapping[str, float]) -> Judgement:
    """Return the size of a firm by the limits ``{size: limits}`` of its industry.

    From the top: one limit that is missed rules a class out, whatever else is unknown; a class that
    is neither reached nor ruled out leaves the size unknown, and the missing facts decide. Below the
    top, the limits that ruled out the class above decide.

    >>> industry = {
    ...     "large": [Limit("staff", 1000), Limit("sales_wan", 40000)],
    ...     "medium": [Limit("staff", 300), Limit("sales_wan", 2000)],
    ...     "small": [Limit("staff", 20), Limit("sales_wan", 300)],
    ... }
    >>> judge(industry, {"staff": 1000, "sales_wan": 39999})
    Judgement(size='medium', deciding=(Limit(fact='sales_wan', least=40000),))
    >>> judge(industry, {"staff": 10}).size, judge(industry, {"staff": 500})
    ('micro', Judgement(size=None, deciding=(Limit(fact='sales_wan', least=2000),)))
    """
    above = ()
    for size in SIZES:
        answers = {limit: limit.is_met(facts) for limit in limits[size]}
        missed = tuple(limit for limit, met in answers.items() if met is False)
        if not missed:
            unknown = tuple(limit for limit, met in answers.items() if met is None)
            return Judgement(None, unknown) if unknown else Judgement(size, above or tuple(answers))
        above = missed
    return Judgement("micro", above)
