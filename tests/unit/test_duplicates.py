"""Likely the same firms: what is proposed, what is not, and why."""

import importlib

import pytest
from support.core import load_core

duplicates = importlib.import_module(f"{load_core('park_enterprise').__name__}.duplicates")
Firm, Index = duplicates.Firm, duplicates.Index
RIGHT, OTHER_RIGHT = "91370100MA0XYT079Y", "91370100MA0XYT140M"  # invented

KNOWN = Firm(
    1, "桂林云图科技有限公司", RIGHT, ("桂林星河软件有限公司",), "0773-5801234", "桂林市七星区信息路18号创业园2栋"
)


@pytest.mark.parametrize(
    ("case", "firm", "keys"),
    [
        ("the same code under another name", {"name": "完全不同", "code": RIGHT}, ["same_code"]),
        ("the legal form in full", {"name": "桂林云图科技有限责任公司"}, ["name"]),
        ("one character mistaken", {"name": "桂林云途科技有限公司"}, ["name"]),
        ("full width and blanks", {"name": "桂林 云图科技（集团）有限公司"}, ["name"]),
        ("a name it once had", {"name": "桂林星河软件公司"}, ["former_name"]),
        ("the same telephone", {"name": "桂林市云图公司", "phone": "07735801234转8"}, ["name", "phone"]),
        (
            "the same address too",
            {"name": "桂林云图科", "address": "桂林市七星区信息路 18号 创业园2栋"},
            ["name", "address"],
        ),
        (
            "one name, another right code: still asked",
            {"name": KNOWN.name, "code": OTHER_RIGHT},
            ["name", "other_code"],
        ),
    ],
)
def test_proposed(case, firm, keys):
    (likely,) = Index([KNOWN]).find(Firm(None, **firm))
    assert [signal.key for signal in likely.signals] == keys
    assert likely.score == pytest.approx(min(sum(signal.weight for signal in likely.signals), 1))


@pytest.mark.parametrize(
    ("case", "firm"),
    [
        ("one town and one trade", {"name": "桂林光谷科技有限公司"}),
        ("only the telephone, as a shared office has", {"name": "海纳贸易有限公司", "phone": "0773-5801234"}),
        ("a like name with another right code", {"name": "桂林云途科技有限公司", "code": OTHER_RIGHT}),
        ("nothing but a legal form", {"name": "有限公司"}),
    ],
)
def test_not_proposed(case, firm):
    assert Index([KNOWN]).find(Firm(None, **firm)) == []


def test_a_firm_is_not_its_own_twin_and_the_likeliest_comes_first():
    twin = Firm(2, "桂林云途科技有限公司")
    same = Firm(3, "桂林云图科技公司")
    found = Index([KNOWN, twin, same]).find(KNOWN)
    assert [likely.id for likely in found] == [3, 2]


def test_a_rare_name_is_found_among_many_common_ones():
    crowd = [Firm(number, f"济南高新{number:05d}号智联科技有限公司") for number in range(10, 3000)]
    (likely, *_rest) = Index([*crowd, KNOWN]).find(Firm(None, "桂林云途科技有限公司"))
    assert likely.id == KNOWN.id
