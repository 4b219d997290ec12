"""Size classes: the boundary cases of the statistical method of 2017, on the rows that are installed."""

import csv
import importlib

import pytest
from support.core import ADDONS, load_core

size_class = importlib.import_module(f"{load_core('park_enterprise').__name__}.size_class")
FACTS = {"X": "staff_count", "Y": "sales_wan", "Z": "assets_wan"}


def limits_of(code):
    with (ADDONS / "park_enterprise/data/park.size.class.rule.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if code in row["industry_codes"].split()]
    assert len(rows) == 3, code
    return {
        row["size"]: [
            size_class.Limit(fact, float(row[f"{fact}_min"])) for fact in FACTS.values() if float(row[f"{fact}_min"])
        ]
        for row in rows
    }


@pytest.mark.parametrize(
    ("code", "facts", "size", "deciding"),
    [
        ("A", {"Y": 20000}, "large", "Y"),
        ("A", {"Y": 19999.99}, "medium", "Y"),
        ("A", {"Y": 49}, "micro", "Y"),
        ("C", {"X": 1000, "Y": 40000}, "large", "XY"),
        ("C", {"X": 1000, "Y": 39999}, "medium", "Y"),
        ("C", {"X": 299, "Y": 500000}, "small", "X"),
        ("C", {"X": 19, "Y": 5000}, "micro", "X"),
        ("C", {"X": 20, "Y": 300}, "small", "XY"),
        ("C", {"X": 19, "Y": 299}, "micro", "XY"),
        ("C", {"X": 19}, "micro", "X"),
        ("C", {"X": 299}, None, "Y"),
        ("C", {"X": 5000}, None, "Y"),
        ("C", {}, None, "XY"),
        ("E", {"Y": 80000, "Z": 79999}, "medium", "Z"),
        ("E", {"Y": 300, "Z": 300}, "small", "YZ"),
        ("E", {"X": 9000}, None, "YZ"),
        ("51", {"X": 200, "Y": 40000}, "large", "XY"),
        ("52", {"X": 49, "Y": 20000}, "small", "X"),
        ("54", {"X": 300, "Y": 3000}, "medium", "XY"),
        ("592", {"X": 99, "Y": 30000}, "small", "X"),
        ("60", {"X": 300, "Y": 1999}, "small", "Y"),
        ("61", {"X": 10, "Y": 100}, "small", "XY"),
        ("63", {"X": 1999, "Y": 100000}, "medium", "X"),
        ("65", {"X": 10, "Y": 50}, "small", "XY"),
        ("65", {"X": 10, "Y": 49}, "micro", "Y"),
        ("701", {"Y": 200000, "Z": 10000}, "large", "YZ"),
        ("701", {"Y": 1000, "Z": 4999}, "small", "Z"),
        ("701", {"Y": 200000, "Z": 1999}, "micro", "Z"),
        ("702", {"X": 100, "Y": 500}, "small", "XY"),
        ("L", {"X": 300, "Z": 119999}, "medium", "Z"),
        ("M", {"X": 300}, "large", "X"),
        ("M", {"X": 9}, "micro", "X"),
    ],
)
def test_a_class_requires_all_its_limits(code, facts, size, deciding):
    judgement = size_class.judge(limits_of(code), {FACTS[letter]: value for letter, value in facts.items()})
    assert judgement.size == size
    assert {limit.fact for limit in judgement.deciding} == {FACTS[letter] for letter in deciding}
