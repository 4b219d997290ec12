"""Pytest plugin of scripts/test: an unexpected skip is a failure, and the counts are summed over runs."""

import json
import os
from pathlib import Path

import pytest

# A test may be skipped for one of these reasons only (a part of the text is enough).
ALLOWED_SKIPS = ("shared data", "needs --long")


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    """Turn a skip nobody allowed into a failure: a test that never runs proves nothing."""
    report = (yield).get_result()
    if report.skipped and not hasattr(report, "wasxfail"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        if not any(allowed in reason for allowed in ALLOWED_SKIPS):
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
