"""Fixtures for the tests that span several addons; see support/server.py and support/browser.py."""

import os
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))


def factory_of_servers():
    """Yield a factory of running servers, and remove them in the end."""
    from support.server import ParkServer

    if "PARKDESK_TEMPLATE" not in os.environ:
        pytest.fail("journeys and drills need a prepared database: run them with ./scripts/test")
    servers = []

    def start(*args, **options):
        server = ParkServer(*args, **options)
        servers.append(server)
        return server.start()

    yield start
    for server in servers:
        server.remove()


@pytest.fixture
def park_server():
    """Return a factory of running servers; its arguments are those of ``support.server.ParkServer``."""
    yield from factory_of_servers()


@pytest.fixture(scope="module")
def shared_server():
    """Return such a factory for servers that all tests of a file share."""
    yield from factory_of_servers()


@pytest.fixture(scope="session")
def browser():
    """Return a headless Chromium shared by the session; log in with ``support.browser.log_in``."""
    from support.browser import launch_browser

    with launch_browser() as chromium:
        yield chromium


@pytest.fixture(scope="session")
def is_long():
    """Tell whether the full sizes are wanted (scripts/test --long)."""
    return bool(os.environ.get("PARKDESK_LONG"))


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    """Keep a picture of every open page when a journey fails, below ``screenshots`` of the state folder."""
    report = (yield).get_result()
    chromium = item.funcargs.get("browser") if hasattr(item, "funcargs") else None
    if report.when == "call" and report.failed and chromium and "PARKDESK_STATE_DIR" in os.environ:
        folder = Path(os.environ["PARKDESK_STATE_DIR"]) / "screenshots"
        folder.mkdir(exist_ok=True)
        pages = [page for context in chromium.contexts for page in context.pages]
        for number, page in enumerate(pages):
            page.screenshot(path=folder / f"{item.name}-{number}.png", full_page=True)
