"""Each record rule is needed: with any one of them switched off, the matrix must show a difference."""

import os
import random
import time

from access_case import AccessCase

SAMPLE = 120  # rules in continuous integration, always the same ones; all of them with --long
SEED = 19
# rules on records of core that no park policy speaks of; each is needed in a test of its own
ELSEWHERE = {"park_guard": ("ir.exports", "ir.exports.line")}  # test_shared_searches.py


class TestRuleMutation(AccessCase):
    def test_no_rule_can_be_missing_unnoticed(self):
        start = time.monotonic()
        rules = self._our_rules()
        if not os.environ.get("PARKDESK_LONG"):
            chosen = random.Random(SEED).sample(sorted(rules), min(SAMPLE, len(rules)))
            rules = {xml_id: rules[xml_id] for xml_id in chosen}
        survivors = [xml_id for xml_id, rule in rules.items() if not self._is_noticed(rule)]
        print(f"\n{len(rules)} rules switched off one by one in {time.monotonic() - start:.1f} s")
        self.assertFalse(survivors, "\n" + "\n".join(survivors))

    def _our_rules(self):
        """Return ``{xml id: rule}`` of every active rule that one of our addons brings."""
        data = self.env["ir.model.data"].search([("model", "=", "ir.rule"), ("module", "in", self.addons)])
        rules = self.env["ir.rule"].browse(data.mapped("res_id"))
        xml_ids = {line.res_id: line.complete_name for line in data}
        return {
            xml_ids[rule.id]: rule
            for rule in rules
            if rule.active and rule.model_id.model not in ELSEWHERE.get(xml_ids[rule.id].split(".")[0], ())
        }

    def _is_noticed(self, rule):
        model = rule.model_id.model
        if model not in self.covered:
            return False
        rule.active = False
        self.env.invalidate_all()
        try:
            return bool(self.differences(model))
        finally:
            rule.active = True
            self.env.invalidate_all()
