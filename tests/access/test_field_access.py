"""Fields that are for some roles only (``groups=``): as promised, and each restriction is needed."""

from unittest.mock import patch

from access_case import AccessCase
from policy import ROLES, load_fields
from world import World


class TestFieldAccess(AccessCase):
    with_world = False

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users = World(cls.env).users
        cls.promised = load_fields(cls.addons)

    def test_every_restricted_field_is_promised(self):
        restricted = {
            (model, field.name)
            for model in self.policy
            for field in self.env[model]._fields.values()
            if (field._module or "").startswith("park_") and field.groups
        }
        self.assertEqual(restricted, set(self.promised))

    def test_fields_are_read_by_those_alone_whom_the_policy_names(self):
        self.assertEqual([line for place in self.promised for line in self._differences(*place)], [])

    def test_no_restriction_can_be_dropped_unnoticed(self):
        for model, name in self.promised:
            with self.subTest(model=model, field=name), patch.object(self.env[model]._fields[name], "groups", None):
                self.assertTrue(self._differences(model, name))

    def _differences(self, model, name):
        """Return a sentence for each role that may read a field against the promise, or may not."""
        field = self.env[model]._fields[name]
        found = []
        for role in ROLES:
            records = self.env[model].with_user(self.users[role])
            may, promised = records._has_field_access(field, "read"), role in self.promised[model, name]
            if may != promised:
                found.append(f"{model}.{name}: {role} promised {promised}, is {may}")
        return found
