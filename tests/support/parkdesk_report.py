"""Pytest plugin of scripts/test: an unexpected skip is a failure, and the counts are summed over runs."""

import json
import os
from pathlib import Path

import pytest

SHARED_DATA = Path(__file__).resolve().parents[3] / "shared" / "data"


def is_allowed(reason):
    """Tell whether a test may be skipped: tables beside the project are absent, or a full size is not asked for.

    >>> is_allowed("needs --long"), is_allowed("no browser")
    (True, False)
    """
    return "--long" in reason or ("shared" in reason and not SHARED_DATA.exists())


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    """Turn a skip nobody allowed into a failure: a test that never runs proves nothing."""
    report = (yield).get_result()
    if report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        if not is_allowed(reason):
            report.outcome = "failed"
            report.longrepr = f"unexpected skip: {reason}"


def pytest_terminal_summary(terminalreporter):
    """Add this run's counts as one line to the file that scripts/test sums."""
    target = os.environ.get("PARKDESK_COUNTS")
    if not target:
        return
    stats = terminalreporter.stats
    counts = {key: len(stats.get(key, ())) for key in ("passed", "failed", "error", "skipped")}
    with Path(target).open("a") as file:
        file.write(json.dumps(counts) + "\n")
