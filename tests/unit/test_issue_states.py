"""The road of an issue as plain data: complete, without dead ends, and four facts apart."""

import pytest
from support.core import load_core

states = load_core("park_issue").states

# Written from the status table of the ledger practice, not from the code: state -> states that may follow.
NEXT = {
    "draft": {"new", "withdrawn", "closed"},
    "new": {"accepted", "rejected", "withdrawn", "closed"},
    "rejected": set(),
    "accepted": {"assigned", "replied", "longterm", "withdrawn", "closed"},
    "assigned": {"assigned", "doing", "longterm", "withdrawn"},
    "doing": {"assigned", "doing", "replied", "longterm", "withdrawn"},
    "replied": {"closed", "doing", "longterm", "withdrawn"},
    "closed": {"signed_off", "doing"},
    "signed_off": {"doing"},
    "longterm": {"closed", "doing", "withdrawn"},
    "withdrawn": set(),
}


@pytest.mark.parametrize("state", NEXT)
def test_where_a_state_leads(state):
    reached = {verb.leads_to for verb in states.VERBS.values() if state in verb.from_states and verb.leads_to}
    assert reached == NEXT[state]


def test_the_table_names_states_and_roles_that_exist():
    assert set(NEXT) == set(states.STATES)
    for verb in states.VERBS.values():
        assert verb.from_states <= set(states.STATES)
        assert verb.leads_to is None or verb.leads_to in states.STATES
        assert verb.roles <= set(states.ROLES)


def test_every_state_can_be_reached_and_left_or_is_an_end():
    reached = {"draft"}
    for _round in states.STATES:
        reached |= {step for state in reached for step in NEXT[state]}
    assert reached == set(states.STATES)
    assert {state for state, following in NEXT.items() if not following} == {"rejected", "withdrawn"}


@pytest.mark.parametrize(
    ("role", "verbs"),
    [
        ("account_manager", "submit contact record_callback record_attempt reopen withdraw solve_on_spot dispatch"),
        ("handler", "contact sign answer return reply close record_attempt evidence review"),
        (
            "service_centre",
            "submit accept reject assign reassign contact sign answer return uphold release reply approve_reply "
            "refuse_reply close record_callback record_attempt evidence sign_off longterm reopen withdraw "
            "solve_on_spot dispatch review elevate",
        ),
        ("supervisor", "elevate"),
    ],
)
def test_what_a_role_may_do(role, verbs):
    assert {name for name, verb in states.VERBS.items() if role in verb.roles} == set(verbs.split())


@pytest.mark.parametrize("verb", states.VERBS)
def test_a_restricted_issue_is_handled_by_the_supervising_unit_alone(verb):
    assert states.roles_for(verb, restricted=True) == {"supervisor"}


def test_only_the_verb_of_the_fact_brings_the_state_of_the_fact():
    assert [name for name, verb in states.VERBS.items() if verb.leads_to == "signed_off"] == ["sign_off"]
    assert [name for name, verb in states.VERBS.items() if verb.leads_to == "closed"] == [
        "close",
        "solve_on_spot",
    ]
    assert states.VERBS["record_callback"].leads_to is None


@pytest.mark.parametrize(
    ("case", "arguments", "gaps"),
    [
        ("all there", ("solved", "done", "2026-05-06", "yes", 7, {3}), []),
        ("partly is no claim to be solved", ("partly", "half", "2026-05-06", "no", 7, {3}), []),
        ("the firm could not be asked", ("unreachable", "no answer", "2026-05-06", "unknown", 7, {3}), []),
        ("not asked", ("solved", "done", None, None, 7, {3}), ["callback"]),
        ("no result", ("solved", "", "2026-05-06", "yes", 7, {3}), ["result"]),
        ("the firm says no", ("solved", "done", "2026-05-06", "no", 7, {3}), ["contradiction"]),
        ("own work", ("solved", "done", "2026-05-06", "yes", 3, {3, 4}), ["approver"]),
        (
            "nothing at all",
            (None, None, None, None, 3, {3}),
            ["closure_kind", "result", "callback", "approver"],
        ),
    ],
)
def test_what_forbids_signing_off(case, arguments, gaps):
    assert states.sign_off_gaps(*arguments) == gaps
