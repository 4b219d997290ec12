"""Each access line is needed as it is: with any right added to it, the matrix must show a difference."""

import os
import random
import time

from access_case import AccessCase
from policy import OPERATIONS

SAMPLE = 40  # rights in continuous integration
SEED = 19


class TestLineMutation(AccessCase):
    def test_no_line_can_be_widened_unnoticed(self):
        start = time.monotonic()
        rights = [(line, op) for line in self._our_lines() for op in OPERATIONS if not line[f"perm_{op}"]]
        if not os.environ.get("PARKDESK_LONG"):
            rights = random.Random(SEED).sample(rights, min(SAMPLE, len(rights)))
        survivors = [f"{line.name} {op}" for line, op in rights if not self._is_noticed(line, op)]
        print(f"\n{len(rights)} rights added one by one in {time.monotonic() - start:.1f} s")
        self.assertFalse(survivors, f"\n{len(survivors)} survivors\n" + "\n".join(survivors))

    def _our_lines(self):
        """Return the access lines that our addons bring for models of the policy, in a fixed order."""
        data = self.env["ir.model.data"].search([("model", "=", "ir.model.access"), ("module", "in", self.addons)])
        lines = self.env["ir.model.access"].browse(data.sorted("complete_name").mapped("res_id"))
        return lines.filtered(lambda line: line.active and line.model_id.model in self.covered)

    def _is_noticed(self, line, operation):
        line[f"perm_{operation}"] = True
        self.env.flush_all()
        try:
            return bool(self.differences(line.model_id.model))
        finally:
            line[f"perm_{operation}"] = False
            self.env.flush_all()
            self.env.invalidate_all()
