"""What forbids closing a case of the window, over every combination of what can be known of it."""

from itertools import product

import pytest
from support.core import load_core

window = load_core("park_issue").window
KINDS = ("solved", "partly", "explained", "unreachable", "escalated")


def cases():
    """Yield every case that differs in what the rules read."""
    for outcome, decision, text, clause, words, group, measure in product(
        (None, *window.OUTCOMES), (None, "asked", "approved", "refused"), *[("", "x")] * 3, *[(False, True)] * 2
    ):
        yield window.Case(outcome, decision, text, clause, words, group, measure)


@pytest.mark.parametrize("kind", KINDS)
def test_a_case_closes_only_the_way_its_outcome_allows(kind):
    for case in cases():
        open_roads = {
            None: False,
            "ordinary": True,
            "bottleneck": bool(case.decision == "approved" and case.reason),
            "barrier": bool(case.reason and case.has_group and case.is_measure_tracked),
            "not_allowed": bool(
                case.decision == "approved" and case.reason and case.clause and case.plain_words and kind == "explained"
            ),
        }
        expected = kind == "unreachable" or open_roads[case.outcome]
        assert (window.closing_gaps(case, kind) == []) is expected, (kind, case)


@pytest.mark.parametrize(
    ("outcome", "role", "may"),
    [
        ("bottleneck", "leader", True),
        ("bottleneck", "service_centre", False),
        ("bottleneck", "handler", False),
        ("not_allowed", "leader", True),
        ("not_allowed", "service_centre", True),
        ("not_allowed", "supervisor", True),
        ("not_allowed", "handler", False),
        ("barrier", "leader", False),
        ("ordinary", "leader", False),
    ],
)
def test_who_decides_on_an_outcome(outcome, role, may):
    assert window.may_decide(outcome, {role}, user=1, proposer=2) is may
    assert not window.may_decide(outcome, {role}, user=1, proposer=1)
