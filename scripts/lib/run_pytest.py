"""Pytest without the working folder on sys.path, where an addon could hide a module of Python's."""

import sys

import pytest

sys.exit(pytest.main())
