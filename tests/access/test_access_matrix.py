"""Who may do what: the whole registry, role by role, against the addons' access_policy.yaml."""

import time

from access_case import AccessCase
from matrix import park_models
from odoo.exceptions import AccessError
from policy import OPERATIONS, ROLES
from world import SCOPES


class TestAccessMatrix(AccessCase):
    def test_every_model_is_promised_and_every_promise_has_a_model(self):
        self.assertEqual(set(park_models(self.env)) - set(self.policy), set(), "no policy")
        self.assertEqual({model for model in self.policy if model not in self.env}, set(), "no model")

    def test_every_model_has_records_to_try(self):
        self.assertEqual(set(self.policy) - set(self.covered), set(), "not covered by an access_fixture.py")

    def test_every_scope_that_matters_has_a_record(self):
        """A reach is only proved where a record lies just outside it."""
        lacking = []
        for model, records in self.world.records.items():
            reaches = {self.policy[model][role][operation] for role in ROLES for operation in OPERATIONS}
            needed = reaches & {"own", "dept"} | set(self.special.get(model, ()))
            if "own_dept" in reaches:
                needed |= {"own", "dept"}
            if needed:
                needed.add("park")
            if reaches - {"none", "all"}:
                needed.add("foreign")
            lacking += [f"{model}: {label}" for label in sorted(needed - set(records))]
            unknown = set(records) - set(SCOPES) - set(self.special.get(model, ()))
            lacking += [f"{model}: no policy speaks of {label}" for label in sorted(unknown)]
        self.assertEqual(lacking, [])

    def test_access_is_as_promised(self):
        start = time.monotonic()
        found = [line for model in self.covered for line in self.differences(model)]
        cells = len(self.covered) * len(ROLES) * len(OPERATIONS) * 2
        print(f"\n{cells} cells of {len(self.covered)} models in {time.monotonic() - start:.1f} s")
        self.assertFalse(found, "\n" + "\n".join(found))

    def test_every_model_that_people_write_carries_the_guard(self):
        lacking = [
            model
            for model in park_models(self.env)
            if not issubclass(self.registry[model], self.registry["park.guard.reference"])
            and any(self.policy[model][role][op] != "none" for role in ROLES for op in ("write", "create"))
        ]
        self.assertEqual(lacking, [])

    def test_every_model_of_a_zone_has_a_rule_for_everybody(self):
        lacking = []
        for model in park_models(self.env):
            field = self.env[model]._fields.get("company_id")
            if self.env[model]._transient or field is None or field.comodel_name != "res.company":
                continue
            rules = self.env["ir.rule"].search([("model_id.model", "=", model), ("groups", "=", False)])
            zone_rules = rules.filtered(lambda rule: "company_ids" in (rule.domain_force or ""))
            lacking += [f"{model} {op}" for op in OPERATIONS if not any(zone_rules.mapped(f"perm_{op}"))]
        self.assertEqual(lacking, [])

    def test_nobody_reaches_another_zone_by_a_forged_context(self):
        """Whoever names a zone that is not theirs is refused, and with elevated rights not believed."""
        for role, user in self.world.users.items():
            for model in self.covered:
                forged = self.env[model].with_user(user).with_context(allowed_company_ids=self.world.other_zone.ids)
                if not forged.has_access("read") or self.env[model]._transient:
                    continue
                foreign = self.world.labelled(model, "foreign")
                with self.subTest(role=role, model=model):
                    try:
                        self.assertFalse(forged.search([("id", "in", foreign.ids)]))
                    except AccessError:
                        continue
                    self.assertFalse(foreign and self.policy[model][role]["read"] != "all")

    def test_a_person_of_both_zones_sees_the_chosen_one(self):
        for role, user in self.world.other_users.items():
            user.company_ids += self.world.zone
            for model in sorted(self.world.records):
                foreign = self.world.labelled(model, "foreign")
                if not foreign or self.policy[model][role]["read"] == "all":
                    continue
                chosen = self.env[model].with_user(user).with_context(allowed_company_ids=self.world.zone.ids)
                if chosen.has_access("read"):
                    with self.subTest(role=role, model=model):
                        self.assertFalse(chosen.search([("id", "in", foreign.ids)]))
