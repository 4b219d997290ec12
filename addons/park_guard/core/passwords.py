"""What a password lacks, measured against values that a zone has chosen."""

from typing import NamedTuple


class Rules(NamedTuple):
    """0 switches a rule off."""

    length: int = 0  # characters at least
    classes: int = 0  # of the four: small letters, capitals, digits, anything else


def classes_of(password):
    """Return how many of the four classes of characters a password uses.

    Letters without case, such as Han, count as anything else.

    >>> classes_of("abcABC"), classes_of("abc 123"), classes_of("园区2026Ab"), classes_of("")
    (2, 3, 4, 0)
    """
    kinds = {
        "small" if c.islower() else "capital" if c.isupper() else "digit" if c.isdigit() else "other" for c in password
    }
    return len(kinds)


def shortcomings(password, rules, names=()):
    """Return ``[(key, wanted, found)]`` of what a password lacks; ``names`` are those of its owner.

    A password that contains the name by which its owner logs in is no secret, as soon as anything is asked of it.

    >>> shortcomings("lina2026", Rules(12, 3), ["lina"])
    [('length', 12, 8), ('classes', 3, 2), ('name', 0, 0)]
    >>> shortcomings("lina2026", Rules()), shortcomings("Long-enough-26", Rules(12, 3), ["lina", ""])
    ([], [])
    """
    found = []
    if len(password) < rules.length:
        found.append(("length", rules.length, len(password)))
    if classes_of(password) < rules.classes:
        found.append(("classes", rules.classes, classes_of(password)))
    if any(rules) and any(len(name) > 2 and name.lower() in password.lower() for name in names):
        found.append(("name", 0, 0))
    return found
