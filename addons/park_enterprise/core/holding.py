"""Whether a certificate held on a day; unknown is an answer of its own."""

from datetime import date

HELD = frozenset({"valid", "review", "cancelled"})  # states that follow an award


def holds_on(
    state: str,
    valid_from: date | None,
    valid_to: date | None,
    day: date,
    *,
    cancelled_on: date | None = None,
    expires: bool = True,
) -> bool | None:
    """Return whether a certificate held on ``day``, or None where its dates do not tell.

    Both ends are included; from the day it was withdrawn it holds no more. ``expires`` says whether
    the kind of certificate ends by itself: where it does, a missing last day is unknown.

    >>> holds_on("valid", date(2023, 11, 1), date(2026, 10, 31), date(2026, 10, 31))
    True
    >>> holds_on("valid", date(2023, 11, 1), date(2026, 10, 31), date(2026, 11, 1))
    False
    >>> holds_on("valid", date(2023, 11, 1), None, date(2026, 11, 1)) is None
    True
    >>> holds_on("nurturing", None, None, date(2026, 11, 1))
    False
    >>> holds_on("cancelled", date(2023, 11, 1), date(2026, 10, 31), date(2024, 1, 1), cancelled_on=date(2025, 3, 1))
    True
    """
    if state not in HELD:
        return False
    if (valid_from and day < valid_from) or (valid_to and day > valid_to) or (cancelled_on and day >= cancelled_on):
        return False
    if not valid_from or (expires and not valid_to) or (state == "cancelled" and not cancelled_on):
        return None
    return True
