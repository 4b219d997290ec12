"""Which of several rules applies: every condition it sets must hold, and the more specific one wins.

A rule's conditions and a subject's traits are ``{name: value}``; a trait may be a tuple of values, the
nearest first (a category, then the one above it). What a rule does not set it does not ask.
"""

from collections.abc import Iterable, Mapping
from typing import TypeVar

Rule = TypeVar("Rule")


def match(conditions: Mapping[str, object], traits: Mapping[str, object]) -> tuple[int, int] | None:
    """Return how specific a rule is for a subject, or None where a condition fails or is unknown.

    The first number counts the conditions, the second how far up they were met, negative: 0 is nearest.

    >>> match({"channel": "hotline"}, {"channel": "hotline", "category": (7, 1)})
    (1, 0)
    >>> match({"category": 1}, {"category": (7, 1)})
    (1, -1)
    >>> match({}, {"channel": "hotline"})
    (0, 0)
    >>> match({"channel": "hotline"}, {}) is None  # unknown is not yes
    True
    """
    steps = 0
    for name, wanted in conditions.items():
        values = traits.get(name)
        values = values if isinstance(values, tuple) else (values,)
        if wanted not in values:
            return None
        steps -= values.index(wanted)
    return len(conditions), steps


def most_specific(rules: Iterable[tuple[Rule, Mapping]], traits: Mapping[str, object]) -> list[Rule]:
    """Return the rules that apply, the most specific first; equals keep their order.

    >>> most_specific([("all", {}), ("hotline", {"channel": "hotline"}), ("visit", {"channel": "visit"})],
    ...               {"channel": "hotline"})
    ['hotline', 'all']
    """
    fitting = [(found, rule) for rule, conditions in rules if (found := match(conditions, traits)) is not None]
    return [rule for _found, rule in sorted(fitting, key=lambda pair: pair[0], reverse=True)]
