import re

from odoo.tests import HttpCase, tagged

SUITE = "@park_service_day"


def hoot_id(path):
    """Return the id that Hoot gives a suite of this name."""
    value = 0
    for char in path:
        value = ((value << 5) - value + ord(char)) & 0xFFFFFFFF
    return f"{value:08x}"


@tagged("post_install", "-at_install")
class TestBoard(HttpCase):
    """The Hoot suite of the capture board."""

    def test_the_suite_passes_and_is_not_empty(self):
        url = f"/web/tests?headless&loglevel=2&preset=desktop&timeout=15000&id={hoot_id(SUITE)}"
        with self.assertLogs(self._logger.name, "INFO") as logs:
            try:
                self.browser_js(
                    url, "", "", login="admin", timeout=300, success_signal="[HOOT] Test suite succeeded",
                    error_checker=lambda message: "[HOOT]" not in message,
                )  # fmt: skip
            except AssertionError as failure:
                told = [line for line in logs.output if "[HOOT]" in line or "Error" in line]
                raise AssertionError("\n".join(told)) from failure
        ran = re.findall(r"\[HOOT\] Passed (\d+) tests", "\n".join(logs.output))
        self.assertGreaterEqual(int(ran[-1]) if ran else 0, 30)
