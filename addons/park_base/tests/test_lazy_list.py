import re

from odoo.addons.park_guard.tests.test_masked_field import hoot_id
from odoo.tests import HttpCase, tagged


@tagged("post_install", "-at_install")
class TestLazyList(HttpCase):
    def test_hoot(self):
        suite = hoot_id("@park_base")
        with self.assertLogs(self._logger.name, "INFO") as logs:
            self.browser_js(
                f"/web/tests?headless&loglevel=2&preset=desktop&timeout=15000&id={suite}",
                "",
                "",
                login="admin",
                timeout=300,
                success_signal="[HOOT] Test suite succeeded",
                error_checker=lambda message: "[HOOT]" not in message,
            )
        ran = re.findall(r"\[HOOT\] Passed (\d+) tests", "\n".join(logs.output))
        self.assertTrue(ran and int(ran[-1]), "no hoot test ran")
