"""Two zones with one person for each role, and the records that the addons' fixtures add to them."""

import importlib.util

from odoo.tests import new_test_user
from policy import ADDONS, ROLES

# staff and internal hold core's right on contacts as well: it must not open firms
GROUPS = {"staff": "park_guard.group_park_user,base.group_partner_manager", "portal": "base.group_portal"}
GROUPS |= {"internal": "base.group_user,base.group_partner_manager", "public": "base.group_public"}
SCOPES = ("own", "dept", "park", "foreign")
# (role, label) of who serves which firm of the fixture of park_enterprise, and so sees its telephone
SERVED = {("account_manager", "own"), ("leader", "park")}


class World:
    """What a fixture builds on.

    ``env`` has elevated rights. ``zone`` and ``other_zone`` are companies; ``users`` and
    ``other_users`` are ``{role: user}`` of each, who know their own zone only. ``things`` holds the
    records that a lower addon leaves for the higher ones (``dept_mine``, ``firm_other``, …).
    ``records`` collects ``{model: {label: records, or {role: records}}}``; labels beyond own, dept,
    park and foreign are those of the policy's ``special``.
    """

    def __init__(self, env):
        self.env = env
        self.zone, self.other_zone = env["res.company"].create([{"name": "Zone A"}, {"name": "Zone B"}])
        self.users = self._people(self.zone, "a")
        self.other_users = self._people(self.other_zone, "b")
        self.things = {}
        self.records = {}

    def _people(self, zone, mark):
        return {
            role: new_test_user(
                self.env(context={**self.env.context, "no_reset_password": True}),
                f"access_{mark}_{role}",
                groups=GROUPS.get(role, f"park_guard.group_park_{role}"),
                company_id=zone.id,
                company_ids=[(6, 0, zone.ids)],
            )
            for role in ROLES
        }

    def build(self, addons):
        """Run the fixture of each addon, lower floors first; a higher one may add to a lower one's labels."""
        for addon in addons:
            path = ADDONS / addon / "tests" / "access_fixture.py"
            if not path.exists():
                continue
            spec = importlib.util.spec_from_file_location(f"access_fixture_{addon}", path)
            fixture = importlib.util.module_from_spec(spec)
            spec.loader.exec_module(fixture)
            for model, labels in fixture.build(self).items():
                for label, records in labels.items():
                    self._add(model, label, records)
        self.env.flush_all()

    def _add(self, model, label, records):
        by_owner = self.records.setdefault(model, {}).setdefault(label, {})
        for owner, owned in (records if isinstance(records, dict) else {None: records}).items():
            by_owner[owner] = by_owner.get(owner, self.env[model]) + owned

    def labelled(self, model, label):
        """Return all records of a label, whoever they belong to."""
        return self.env[model].union(*self.records[model].get(label, {}).values())

    def special(self, model, at_home=True):
        """Return ``{label: record ids}`` of the records that stand outside the four scopes.

        People of the other zone are asked about those that belong to no zone.
        """
        special = {}
        for label in self.records.get(model, {}).keys() - set(SCOPES):
            records = self.labelled(model, label)
            if not at_home:
                records = records.filtered(lambda record: not record.company_id)
            special[label] = set(records.ids)
        return special

    def scopes(self, model, role, at_home=True):
        """Return ``{scope: record ids}`` as the person of ``role`` stands to the model's records.

        A label may hold records for each role; those of the others lie in the zone only. Handlers
        alone belong to the department; to everybody else its records are records of the zone. For
        people of the other zone, foreign is home, and nothing is theirs.
        """
        scopes = {scope: set() for scope in SCOPES}
        for label in self.records[model].keys() & set(SCOPES):
            for owner, records in self.records[model][label].items():
                scope = label if label == "foreign" or owner in (None, role) else "park"
                if scope == "dept" and role != "handler":
                    scope = "park"
                if not at_home:
                    scope = "park" if label == "foreign" else "foreign"
                scopes[scope].update(records.ids)
        return scopes
