"""What could not be done: the outcomes the law leaves, who decides on each, and what still forbids closing.

Source: the window of Lanzhou's tax office sorts cases into three: policy stands in the way of one matter
(政策瓶颈个案: special procedure), of all alike (政策障碍共性: joint effort), or rules it out (政策不允许:
explained). A window may not simply say no: a negative answer has a reason, a legal basis and a second person.
"""

from dataclasses import dataclass

from .states import CENTRE, SUPERVISOR

LEADER = "leader"

OUTCOMES = {
    "ordinary": "No obstacle of policy",
    "bottleneck": "Policy stands in the way of this case",
    "barrier": "Policy stands in the way of all alike",
    "not_allowed": "Policy does not allow it",
}
# Who approves what a handler proposes; what is missing here needs no approval.
APPROVERS = {
    "bottleneck": frozenset({LEADER}),
    "not_allowed": frozenset({LEADER, CENTRE, SUPERVISOR}),
}
# Closed without a result of one's own, so that no outcome can be asked for.
WITHOUT_OUTCOME = frozenset({"unreachable"})


@dataclass(frozen=True)
class Case:
    """What the rules read of a case: its outcome, the decision on it, and what was written down."""

    outcome: str | None
    decision: str | None = None  # asked, approved, refused
    reason: str = ""
    clause: str = ""
    plain_words: str = ""
    has_group: bool = False
    is_measure_tracked: bool = False


def proposal_gaps(case: Case) -> list[str]:
    """Return what a proposal still lacks before anybody decides on it.

    >>> proposal_gaps(Case("bottleneck", reason="One department checks on site"))
    []
    >>> proposal_gaps(Case("not_allowed", reason="Protected water area"))
    ['clause', 'plain_words']
    >>> proposal_gaps(Case("barrier"))
    ['reason']
    """
    needed = {"bottleneck": ["reason"], "barrier": ["reason"], "not_allowed": ["reason", "clause", "plain_words"]}
    return [name for name in needed.get(case.outcome, []) if not getattr(case, name).strip()]


def closing_gaps(case: Case, closure_kind: str) -> list[str]:
    """Return the keys of what still forbids closing a case; an empty list allows it.

    >>> closing_gaps(Case(None), "solved")
    ['outcome']
    >>> closing_gaps(Case("ordinary"), "solved")
    []
    >>> closing_gaps(Case("bottleneck", "asked", "Site check"), "solved")
    ['approval']
    >>> closing_gaps(Case("barrier", reason="No rule for shared halls", has_group=True), "explained")
    ['measure']
    >>> closing_gaps(Case("not_allowed", "approved", "Water", "Art. 4", "Not beside the river"), "solved")
    ['kind']
    >>> closing_gaps(Case(None), "unreachable")
    []
    """
    if closure_kind in WITHOUT_OUTCOME:
        return []
    if not case.outcome:
        return ["outcome"]
    gaps = proposal_gaps(case)
    if case.outcome in APPROVERS and case.decision != "approved":
        gaps.append("approval")
    if case.outcome == "barrier":
        gaps += ["group"] if not case.has_group else [] if case.is_measure_tracked else ["measure"]
    if case.outcome == "not_allowed" and closure_kind != "explained":
        gaps.append("kind")
    return gaps


def may_decide(outcome: str, roles: frozenset[str] | set[str], user: int, proposer: int) -> bool:
    """Return whether somebody with these roles may approve or refuse; never who proposed it.

    >>> may_decide("bottleneck", {"leader"}, user=7, proposer=3)
    True
    >>> may_decide("bottleneck", {"service_centre"}, user=7, proposer=3)
    False
    >>> may_decide("not_allowed", {"service_centre"}, user=3, proposer=3)
    False
    """
    return bool(APPROVERS.get(outcome, frozenset()) & roles) and user != proposer
