"""The floors of the house: which addon may depend on which, and what a core package may import."""

import ast
from pathlib import Path

import pytest

ADDONS = Path(__file__).parents[1] / "addons"

FLOORS = {
    "park_guard": 0, "park_workday": 0, "park_sheet": 0, "park_base": 0, "park_deadline": 0,
    "park_enterprise": 1, "park_rating": 1,
    "park_issue": 2, "park_project": 2, "park_policy": 2,
    "park_visit": 3, "park_service_day": 3, "park_permit": 3, "park_subsidy": 3, "park_event": 3,
    "park_cross_region": 3,
    "park_field": 4, "park_portal": 4, "park_report": 4, "park_cockpit": 4,
    "park_suite": 5, "park_demo": 5,
    # Glue for two addons that must meet without an arrow: on the floor above the higher of the two.
    "park_project_issue": 3, "park_project_visit": 4, "park_policy_visit": 4,
    "park_service_day_visit": 4, "park_service_day_policy": 4,
}  # fmt: skip
GLUE = {name for name in FLOORS if name.endswith(("project_issue", "_visit", "_day_policy"))} - {"park_visit"}
ARROWS = {  # on the same floor, only these
    "park_workday": {"park_guard"},
    "park_base": {"park_guard", "park_workday"},
    "park_deadline": {"park_base", "park_workday"},
    "park_visit": {"park_issue"},
    "park_service_day": {"park_issue"},
    "park_permit": {"park_project"},
    "park_subsidy": {"park_policy"},
    "park_event": {"park_policy"},
    "park_demo": {"park_suite"},
}
# park_sheet knows no business: nothing of ours below it.
ALONE = {"park_guard", "park_sheet"}


def manifests():
    """Return ``{addon: manifest}`` of this repository."""
    return {path.parent.name: ast.literal_eval(path.read_text()) for path in sorted(ADDONS.glob("*/__manifest__.py"))}


MANIFESTS = manifests()


def may_depend(addon, other):
    """Tell whether the picture lets ``addon`` depend on ``other``, both ours.

    >>> may_depend("park_issue", "park_enterprise"), may_depend("park_enterprise", "park_issue")
    (True, False)
    """
    if addon in ALONE:
        return False
    return FLOORS[other] < FLOORS[addon] or other in ARROWS.get(addon, ())


@pytest.mark.parametrize("addon", MANIFESTS)
def test_each_addon_stands_on_its_floor(addon):
    assert addon in FLOORS, f"{addon} is not in the picture of the house"
    ours = [name for name in MANIFESTS[addon]["depends"] if name in FLOORS]
    assert [name for name in ours if not may_depend(addon, name)] == []


@pytest.mark.parametrize("addon", MANIFESTS)
def test_dependencies_exist(addon):
    ours = {name for name in MANIFESTS[addon]["depends"] if name.startswith("park_")}
    assert ours - set(MANIFESTS) == set()


@pytest.mark.parametrize("addon", MANIFESTS)
def test_manifests_say_the_same(addon):
    manifest = MANIFESTS[addon]
    assert manifest["license"] == "LGPL-3"
    assert manifest["author"] == "ParkDesk"
    assert manifest["version"].startswith("19.0.")
    assert bool(manifest.get("application")) == (addon == "park_base")
    assert bool(manifest.get("auto_install")) == (addon in GLUE)


def test_the_suite_installs_every_addon():
    """Set-up skips automatic installation, so that the suite must name each addon, glue included."""
    assert set(MANIFESTS) - {"park_suite", "park_demo"} == set(MANIFESTS["park_suite"]["depends"])


CORE_FILES = sorted(ADDONS.glob("*/core/**/*.py"))


def imported(path):
    """Return the absolute module names a file imports."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            names.add(node.module)
    return names


@pytest.mark.parametrize("path", CORE_FILES, ids=lambda path: str(path.relative_to(ADDONS)))
def test_core_is_plain_python(path):
    """No Odoo, no database, no network in core; relative imports do not leave the package."""
    forbidden = {"odoo", "psycopg2", "requests", "urllib.request", "socket"}
    roots = {name.split(".")[0] for name in imported(path)} | imported(path)
    assert roots & forbidden == set()
    depth = len(path.relative_to(ADDONS).parts) - 2  # 1 in core/x.py
    levels = [node.level for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.ImportFrom)]
    assert max(levels, default=0) <= depth
