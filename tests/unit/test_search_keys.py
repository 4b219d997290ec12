"""Keys of the search for firms."""

import importlib

from support.core import load_core

keys = importlib.import_module(f"{load_core('park_enterprise').__name__}.search_keys")


def test_initials_read_characters_in_their_context():
    assert keys.initials("重庆银行") == "cqyh"
    assert keys.initials("") == keys.initials(None) == ""


def test_every_pair_of_a_part_is_a_pair_of_the_whole():
    name = keys.search_text("桂林量子（中国）科技有限公司")
    for start in range(len(name)):
        for end in range(start + 2, len(name) + 1):
            assert set(keys.pairs(name[start:end])) <= set(keys.pairs(name))


def test_half_and_full_width_are_the_same():
    assert keys.tokens("（中国）　ＡＢ") == keys.tokens("(中国) ab") == ["(中国)", "ab"]
