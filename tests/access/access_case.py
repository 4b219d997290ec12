"""The world of all fixtures, built once for a class of tests."""

from canary import Canaries
from matrix import differences, park_addons
from odoo.tests import TransactionCase
from policy import load_policy, load_special
from world import World


class AccessCase(TransactionCase):
    # Odoo sets these on tests that live in an addon; these span all addons
    test_tags = frozenset({"standard", "post_install"})
    test_module = "park_suite"
    test_class = "AccessCase"
    with_world = True  # whether the tests of the class need records and people
    with_canaries = False  # whether the records carry canaries

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.addons = park_addons(cls.env)
        cls.policy = load_policy(cls.addons)
        cls.special = load_special(cls.addons)
        if cls.with_world:
            cls._build_world()

    @classmethod
    def _build_world(cls):
        cls.world = World(cls.env)
        if cls.with_canaries:
            cls.canaries = Canaries(cls.world, cls.policy, cls.special)
            with cls.canaries.hatching():
                cls.world.build(cls.addons)
            cls.canaries.fill()
        else:
            cls.world.build(cls.addons)
        cls.covered = sorted(
            model
            for model in cls.policy
            if model in cls.env and (model in cls.world.records or cls.env[model]._transient)
        )

    def differences(self, model):
        return differences(self.world, self.policy, self.special, model)
