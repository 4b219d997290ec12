"""The examples in the docstrings of every core package are true."""

import doctest
import importlib

import pytest
from support.core import ADDONS, load_core

MODULES = [
    (path.parts[len(ADDONS.parts)], ".".join(path.relative_to(ADDONS).with_suffix("").parts[2:]))
    for path in sorted(ADDONS.glob("*/core/**/*.py"))
    if path.name != "__init__.py"
]


@pytest.mark.parametrize(("addon", "module"), MODULES)
def test_examples_are_true(addon, module):
    loaded = importlib.import_module(f"{load_core(addon).__name__}.{module}")
    result = doctest.testmod(loaded)
    assert result.failed == 0
