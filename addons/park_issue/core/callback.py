"""When a firm that cannot be reached counts as called back in vain."""

from collections.abc import Iterable
from datetime import date

REACHED = "reached"


def is_given_up(attempts: Iterable[tuple[date, str]], needed: int) -> bool:
    """Return whether ``needed`` days saw a failed attempt and none reached the firm; calls of one day count once.

    Source: product default (未接通 ×3); days rather than calls, so that three calls in a minute are one.

    >>> monday, tuesday, friday = date(2026, 9, 7), date(2026, 9, 8), date(2026, 9, 11)
    >>> is_given_up([(monday, "no_answer"), (monday, "no_answer"), (tuesday, "no_answer")], 3)
    False
    >>> is_given_up([(monday, "no_answer"), (tuesday, "wrong_number"), (friday, "no_answer")], 3)
    True
    >>> is_given_up([(monday, "no_answer"), (tuesday, "reached"), (friday, "no_answer")], 2)
    False
    """
    attempts = list(attempts)
    if any(outcome == REACHED for _day, outcome in attempts):
        return False
    return len({day for day, _outcome in attempts}) >= needed
