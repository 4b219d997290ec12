"""A real Chromium for journeys, driven by Playwright; the system's own browser, none is downloaded."""

import shutil
from contextlib import contextmanager

from playwright.sync_api import sync_playwright

NAMES = ("google-chrome", "chromium", "chromium-browser", "google-chrome-stable")
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-dev-shm-usage",
    "--no-first-run",
]


@contextmanager
def launch_browser():
    """Yield a headless Chromium; fail, not skip, when the machine has none."""
    path = next(filter(None, map(shutil.which, NAMES)), None)
    assert path, "no Chromium on PATH: ./scripts/bootstrap installs it"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


def log_in(browser, server, login, password, **context_options):
    """Log in through the page, in a context of its own, and return the page with the web client ready.

    ``page.problems`` lists console errors and failed scripts so far. Other context options, for example
    ``viewport={"width": 390, "height": 844}`` or ``accept_downloads=True``, are handed on.
    """
    options = {
        "locale": "zh-CN",
        "timezone_id": "Asia/Shanghai",
        "viewport": {"width": 1440, "height": 900},
    } | context_options
    page = browser.new_context(**options).new_page()
    page.problems = []
    page.on("pageerror", lambda error: page.problems.append(str(error)))
    page.on("console", lambda message: message.type == "error" and page.problems.append(message.text))
    page.goto(f"{server.url}/web/login")
    page.fill("input[name=login]", login)
    page.fill("input[name=password]", password)
    page.click(".oe_login_form button[type=submit]")
    page.wait_for_selector(".o_main_navbar", timeout=60_000)
    return page
