"""The arithmetic of figures: shares, changes, points and ranks. Unknown stays None, never 0 or 100 %.

Sources: ledger practice of 12345-style offices and weekly bulletins (ring and year-on-year changes in
percent, changes of a share in percentage points); units with few matters are not ranked (product default).
"""

from fractions import Fraction

RANKED_FROM = 5  # product default, handed in by callers that know better
DASH = "—"


def share(numerator, denominator):
    """Return the exact share, or None where nothing or an unknown is counted against.

    >>> share(3, 4), share(0, 4), share(0, 0), share(None, 4)
    (Fraction(3, 4), Fraction(0, 1), None, None)
    """
    if numerator is None or not denominator:
        return None
    return Fraction(numerator) / Fraction(denominator)


def change(now, base):
    """Return ``(share of the change, word)`` from a base value; the share is None where it cannot be said.

    The word is ``up``, ``down`` or ``same``; None where either is unknown. Base 0 has no share; a
    negative base has the word alone.

    >>> change(506, 420)
    (Fraction(43, 210), 'up')
    >>> change(5, 0), change(3, -2), change(None, 4)
    ((None, 'up'), (None, 'up'), (None, None))
    """
    if now is None or base is None:
        return None, None
    word = "up" if now > base else "down" if now < base else "same"
    return (Fraction(now - base) / Fraction(base) if base > 0 else None), word


def points(now, base):
    """Return by how many percentage points a share has moved, or None where either is unknown.

    >>> points(Fraction(9, 10), Fraction(85, 100)), points(None, Fraction(1))
    (Fraction(5, 1), None)
    """
    return None if now is None or base is None else (now - base) * 100


def score(parts):
    """Return the weighted mean of ``[(share, weight)]`` in points of 100; None unless every part is known.

    >>> score([(Fraction(1), 10), (Fraction(1, 2), 45), (Fraction(1), 45)])
    Fraction(155, 2)
    >>> score([(None, 10), (Fraction(1), 90)]) is None
    True
    """
    weights = sum(weight for _part, weight in parts)
    if not weights or any(part is None for part, _weight in parts):
        return None
    return sum(part * Fraction(weight) for part, weight in parts) * 100 / Fraction(weights)


def ranks(values, lower_is_better=False, least=RANKED_FROM):
    """Return ``{key: rank}`` of ``{key: (value, number counted)}``; those who tie share a rank.

    Fewer than ``least`` counted, or no value, is not ranked: None. The next rank after a tie is skipped.

    >>> ranks({"a": (9, 5), "b": (9, 8), "c": (7, 6), "d": (10, 4), "e": (None, 9)})
    {'a': 1, 'b': 1, 'c': 3, 'd': None, 'e': None}
    """
    ranked = [value for value, counted in values.values() if value is not None and counted >= least]
    answer = {}
    for key, (value, counted) in values.items():
        if value is None or counted < least:
            answer[key] = None
        else:
            answer[key] = 1 + sum(other < value if lower_is_better else other > value for other in ranked)
    return answer


def rank_moves(now, before):
    """Return ``{key: places}`` climbed since, negative when fallen; None where either was not ranked.

    >>> rank_moves({"a": 1, "b": 2, "c": None}, {"a": 3, "b": 1, "c": 1})
    {'a': 2, 'b': -1, 'c': None}
    """
    return {
        key: before[key] - rank if rank is not None and before.get(key) is not None else None
        for key, rank in now.items()
    }


def as_text(value, sign=False):
    """Return a number with one decimal, rounded half away from zero, or a dash for None.

    >>> as_text(Fraction(867, 10)), as_text(Fraction(1, 20)), as_text(Fraction(-5, 2), sign=True), as_text(None)
    ('86.7', '0.1', '-2.5', '—')
    >>> as_text(Fraction(0), sign=True), as_text(Fraction(3), sign=True)
    ('0.0', '+3.0')
    """
    if value is None:
        return DASH
    tenths = (abs(Fraction(value)) * 20 + 1) // 2
    mark = "" if not tenths else "-" if value < 0 else "+" if sign else ""
    return f"{mark}{tenths // 10}.{tenths % 10}"
