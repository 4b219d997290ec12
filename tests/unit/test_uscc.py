"""Credit codes: all rows of the shared table come out as given there."""

import csv
import importlib
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from support.core import load_core

CASES = Path(__file__).parents[3] / "shared/data/uscc_cases.csv"
uscc = importlib.import_module(f"{load_core('park_enterprise').__name__}.uscc")


@pytest.mark.skipif(not CASES.exists(), reason=f"the shared table {CASES.name} is not beside the project")
def test_every_row_of_the_shared_table_comes_out_as_given():
    with CASES.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) > 300
    wrong = []
    for row in rows:
        typed = row["code_as_typed"]
        code = uscc.normalise(typed)
        verdict = uscc.check(code)
        outcome = (uscc.check(typed), verdict, code if verdict == "valid" else "")
        expected = (row["verdict_strict"], row["verdict_after_normalising"], row["normalised_if_valid"])
        if outcome != expected:
            wrong.append((typed, outcome, expected))
    assert not wrong


@example("A-\u0301")
@given(st.text(max_size=30))
def test_a_normal_spelling_stays_as_it_is(text):
    once = uscc.normalise(text)
    assert uscc.normalise(once) == once
    assert uscc.check(once) in ("valid", "invalid", "missing")


@pytest.mark.parametrize(
    ("case", "code", "verdict"),
    [
        ("an invented firm", "91370100MA0XYT079Y", "valid"),
        ("two neighbours swapped", "91370100MA0YXT079Y", "invalid"),
        ("a registration number of old", "370100400001234", "invalid"),
        ("nothing", "", "missing"),
    ],
)
def test_check(case, code, verdict):
    assert uscc.check(code) == verdict
