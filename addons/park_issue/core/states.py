"""The road of an issue as data: which verb leads where, and who may use it.

Four facts are kept apart and no state stands for two of them: *answered* (``closed``, the department
says done), *solved* and *satisfied* (the firm says so, in the call-back), *signed off* (the hub has
verified). Source: park practice of signing off (monthly lists "until all are signed off"), where an
issue leaves the ledger only after the firm was asked by somebody who did not handle it.
"""

from dataclasses import dataclass

STATES = {
    "draft": "Draft",
    "new": "Submitted",
    "rejected": "Rejected",
    "accepted": "Accepted",
    "assigned": "Assigned",
    "doing": "In Progress",
    "replied": "Replied",
    "closed": "Closed",
    "signed_off": "Signed Off",
    "longterm": "Long-term",
    "withdrawn": "Withdrawn",
}

MANAGER = "account_manager"  # for issues of their own firms
HANDLER = "handler"  # for issues assigned to their own departments
CENTRE = "service_centre"  # for issues of their zones
SUPERVISOR = "supervisor"  # reads everything, and stands in for all others on restricted issues
ROLES = (MANAGER, HANDLER, CENTRE, SUPERVISOR)


@dataclass(frozen=True)
class Verb:
    """One thing that can be done with an issue.

    ``leads_to`` is the state reached, or None where the verb only records a fact. ``needs`` names what
    the user must say with it; ``on_assignment`` marks verbs of one department's part of the issue.
    """

    from_states: frozenset[str]
    leads_to: str | None
    roles: frozenset[str]
    needs: tuple[str, ...] = ()
    on_assignment: bool = False


def _verb(from_states, leads_to, roles, *needs, on_assignment=False):
    return Verb(frozenset(from_states.split()), leads_to, frozenset(roles), needs, on_assignment)


VERBS = {
    "submit": _verb("draft", "new", (MANAGER, CENTRE)),
    "accept": _verb("new", "accepted", (CENTRE,)),
    "reject": _verb("new", "rejected", (CENTRE,), "comment", "ground"),
    "assign": _verb("accepted", "assigned", (CENTRE,), "department"),
    "contact": _verb("accepted assigned doing", None, (MANAGER, HANDLER, CENTRE)),
    "sign": _verb("assigned doing", "doing", (HANDLER, CENTRE), on_assignment=True),
    "answer": _verb("doing replied", None, (HANDLER, CENTRE), "text", on_assignment=True),
    # A department objects to its part once (职责异议); the dispatcher moves the part or rules that it stands.
    "return": _verb("assigned doing", None, (HANDLER, CENTRE), "comment", "ground", on_assignment=True),
    "uphold": _verb("accepted assigned doing", None, (CENTRE,), "comment", on_assignment=True),
    "release": _verb("accepted assigned doing", None, (CENTRE,), "comment", on_assignment=True),
    "reassign": _verb("assigned doing", "assigned", (CENTRE,), "department", "comment"),
    "reply": _verb("accepted doing", "replied", (HANDLER, CENTRE), "text"),
    "approve_reply": _verb("doing", "replied", (CENTRE,)),
    "refuse_reply": _verb("doing", None, (CENTRE,), "comment"),
    "close": _verb("replied longterm", "closed", (HANDLER, CENTRE), "kind", "text"),
    "record_callback": _verb("replied closed", None, (MANAGER, CENTRE), "is_solved", "satisfaction"),
    "record_attempt": _verb("accepted assigned doing replied closed", None, (MANAGER, HANDLER, CENTRE), "outcome"),
    "evidence": _verb("closed", None, (HANDLER, CENTRE), "clause"),
    "sign_off": _verb("closed", "signed_off", (CENTRE,)),
    "longterm": _verb("accepted assigned doing replied", "longterm", (CENTRE,), "comment", "taskforce"),
    "review": _verb("longterm", None, (HANDLER, CENTRE), "text"),
    "elevate": _verb("accepted assigned doing longterm", None, (CENTRE, SUPERVISOR), "comment"),
    "reopen": _verb("replied closed signed_off longterm", "doing", (MANAGER, CENTRE), "comment"),
    "withdraw": _verb("draft new accepted assigned doing replied longterm", "withdrawn", (MANAGER, CENTRE), "comment"),
    # What an account manager settles alone, and what the round table of a service day decides.
    "solve_on_spot": _verb("draft new accepted", "closed", (MANAGER, CENTRE), "text"),
    "dispatch": _verb("accepted", "assigned", (MANAGER, CENTRE), "department"),
}


def roles_for(verb: str, restricted: bool) -> frozenset[str]:
    """Return the roles that may use a verb; on a restricted issue only the supervising unit acts.

    >>> sorted(roles_for("close", restricted=False))
    ['handler', 'service_centre']
    >>> sorted(roles_for("close", restricted=True))
    ['supervisor']
    """
    return frozenset({SUPERVISOR}) if restricted else VERBS[verb].roles


def allowed_verbs(state: str, roles: frozenset[str] | set[str], restricted: bool = False) -> list[str]:
    """Return the verbs on the issue itself that these roles may use in this state, in table order.

    >>> allowed_verbs("new", {"service_centre"})
    ['accept', 'reject', 'withdraw', 'solve_on_spot']
    >>> allowed_verbs("new", {"handler"})
    []
    >>> allowed_verbs("signed_off", {"account_manager"})
    ['reopen']
    """
    return [
        name
        for name, verb in VERBS.items()
        if not verb.on_assignment and state in verb.from_states and roles & roles_for(name, restricted)
    ]


def sign_off_gaps(closure_kind, result, called_back_on, is_solved, approver, handlers) -> list[str]:
    """Return the keys of what still forbids signing off; an empty list allows it.

    ``handlers`` are the ids of all who signed for, answered or closed the issue. A closure that claims
    "solved" does not stand against a firm that says no.

    >>> sign_off_gaps("solved", "Road mended", "2026-05-06", "yes", approver=7, handlers={3})
    []
    >>> sign_off_gaps("solved", "", None, None, approver=3, handlers={3})
    ['result', 'callback', 'approver']
    >>> sign_off_gaps("solved", "Road mended", "2026-05-06", "no", approver=7, handlers={3})
    ['contradiction']
    >>> sign_off_gaps("explained", "No legal basis", "2026-05-06", "no", approver=7, handlers={3})
    []
    """
    gaps = []
    if not closure_kind:
        gaps.append("closure_kind")
    if not result:
        gaps.append("result")
    if not called_back_on:
        gaps.append("callback")
    if closure_kind == "solved" and is_solved == "no":
        gaps.append("contradiction")
    if approver in handlers:
        gaps.append("approver")
    return gaps
