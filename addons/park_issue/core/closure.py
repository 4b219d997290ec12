"""What a kind of closure has to show before an issue leaves the ledger (销号), as plain data.

Source: the practice of 信阳 and others: signed off only with result and evidence, after the firm was asked, by
somebody who did not handle it; a firm that is not content sends it back once.
"""

from dataclasses import dataclass

POOR = frozenset({"1", "2"})  # 差评: dissatisfied and very dissatisfied (GB/T 39735)


@dataclass(frozen=True)
class Needs:
    """What a kind of closure asks for."""

    file: bool = False
    clause: bool = False  # the article that rules it out
    reference: bool = False  # number of the file with the authority above
    failed_contacts: int = 0  # days on which nobody was reached
    is_solution: bool = False  # counts as solved, in whole or in part


@dataclass(frozen=True)
class Shown:
    """What the issue has to show."""

    file: bool = False
    clause: str | None = None
    reference: str | None = None
    failed_contacts: int = 0
    satisfaction: str | None = None
    reopened: int = 0


def words_missing(needs: Needs, shown: Shown) -> list[str]:
    """Return what is missing to close at all: what is said with the closing, and the contacts tried before.

    >>> words_missing(Needs(clause=True), Shown())
    ['clause']
    >>> words_missing(Needs(failed_contacts=3), Shown(failed_contacts=2))
    ['failed_contacts']
    """
    gaps = [name for name in ("clause", "reference") if getattr(needs, name) and not getattr(shown, name)]
    if shown.failed_contacts < needs.failed_contacts:
        gaps.append("failed_contacts")
    return gaps


def evidence_gaps(needs: Needs, shown: Shown) -> list[str]:
    """Return what is missing to sign off: the words, the file, and the second handling that a poor grade asks for.

    >>> evidence_gaps(Needs(file=True, is_solution=True), Shown(file=True, satisfaction="4"))
    []
    >>> evidence_gaps(Needs(file=True, is_solution=True), Shown(satisfaction="1"))
    ['file', 'redo']
    >>> evidence_gaps(Needs(is_solution=True), Shown(satisfaction="2", reopened=1))  # sent back once, not for ever
    []
    """
    gaps = words_missing(needs, shown)
    if needs.file and not shown.file:
        gaps.append("file")
    if needs.is_solution and shown.satisfaction in POOR and not shown.reopened:
        gaps.append("redo")
    return gaps
