"""The outside of the suite changes on purpose only: each line of tests/access/golden/ has its reason.

After a change that is meant, run with PARK_GOLDEN=write and give each new line its reason after ``#``.
"""

import inspect
import os
from pathlib import Path

from access_case import AccessCase
from odoo.exceptions import AccessError
from surface import elevated_fields, park_methods, personal_fields, public_methods, routes

GOLDEN = Path(__file__).parent / "golden"
# sound values for arguments that are no text: a refusal must come from the rights, not from these
ARGUMENTS = {
    "kind": "solved",
    "ground": "settled",
    "outcome": "no_answer",
    "lead": 1,
    "is_solved": "unknown",
    "lines": [],
    "enterprise_ids": [],
}


class TestGolden(AccessCase):
    with_world = False

    def test_public_methods_are_listed_with_their_reasons(self):
        self.compare("rpc_surface.txt", public_methods(self.env))

    def test_routes_are_listed_with_their_reasons(self):
        self.compare("routes.txt", routes(self.addons))

    def test_fields_that_read_with_elevated_rights_are_listed_with_their_reasons(self):
        self.compare("related_sudo.txt", elevated_fields(self.env))

    def test_fields_of_personal_data_are_listed_with_their_purpose(self):
        """PIPL, article 6: what is kept of persons, what for, and whether everybody sees it."""
        self.compare("fields_pii.txt", personal_fields(self.env))

    def compare(self, name, found):
        path = GOLDEN / name
        lines = path.read_text().splitlines() if path.exists() else []
        reasons = {line.partition("  #")[0]: line.partition("  #")[2].strip() for line in lines}
        if os.environ.get("PARK_GOLDEN") == "write":
            path.parent.mkdir(exist_ok=True)
            path.write_text("".join(f"{line}  # {reasons.get(line, '')}\n" for line in sorted(found)))
            return
        self.assertEqual(found - reasons.keys(), set(), f"not in {name}: is it meant?")
        self.assertEqual(reasons.keys() - found, set(), f"gone, take it out of {name}")
        self.assertEqual({line for line, reason in reasons.items() if not reason}, set(), "without a reason")


class TestSurfaceRefuses(AccessCase):
    """A public method refuses records that its caller cannot reach."""

    def test_every_public_method_refuses_records_of_another_zone(self):
        for model in self.covered:
            foreign = self.world.records.get(model) and self.world.labelled(model, "foreign")[:1]
            if foreign:
                self.check_refusals(foreign)

    def check_refusals(self, foreign):
        for method, function in park_methods(self.env, foreign._name).items():
            parameters = list(inspect.signature(function).parameters.values())[1:]
            needed = [ARGUMENTS.get(p.name, "x") for p in parameters if p.default is p.empty]
            for role in ("account_manager", "service_centre", "admin", "portal"):
                with (
                    self.subTest(model=foreign._name, method=method, role=role),
                    self.assertRaises(AccessError),
                    self.cr.savepoint(),
                ):
                    getattr(foreign.with_user(self.world.users[role]), method)(*needed)
