"""Parts of departments: the overall state follows from the lead's, and an objection is made once and in time."""

from datetime import date

import pytest
from support.core import load_core

parts = load_core("park_issue").parts


@pytest.mark.parametrize(
    ("lead", "state"),
    [
        (None, "accepted"),
        ("returned", "accepted"),
        ("released", "accepted"),
        ("waiting", "assigned"),
        ("signed", "doing"),
        ("answered", "doing"),
    ],
)
def test_the_overall_state_follows_the_lead(lead, state):
    assert parts.working_state(lead) == state
    assert state in parts.DERIVED


def test_verbs_on_parts_start_in_states_that_exist_and_none_from_a_part_moved_elsewhere():
    for states in parts.PART_VERBS.values():
        assert states <= set(parts.PART_STATES)
        assert "released" not in states


@pytest.mark.parametrize(
    ("until", "is_confirmed", "today", "refused"),
    [
        (date(2026, 9, 21), False, date(2026, 9, 21), None),
        (date(2026, 9, 21), False, date(2026, 9, 22), "late"),
        (date(2026, 9, 21), True, date(2026, 9, 18), "confirmed"),
        (None, False, date(2026, 9, 22), None),
    ],
)
def test_an_objection(until, is_confirmed, today, refused):
    assert parts.Objection(until, is_confirmed).refused(today) == refused
