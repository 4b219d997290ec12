"""The access that each addon promises in security/access_policy.yaml, read and judged strictly."""

from pathlib import Path

import yaml

ADDONS = Path(__file__).parents[2] / "addons"
ROLES = (
    "staff",
    "account_manager",
    "handler",
    "service_centre",
    "supervisor",
    "leader",
    "admin",
    "auditor",
    "portal",
    "internal",
    "public",
)
OPERATIONS = ("read", "write", "create", "unlink")
# reach -> scopes of records inside it
REACHES = {
    "none": frozenset(),
    "own": frozenset({"own"}),
    "dept": frozenset({"dept"}),
    "own_dept": frozenset({"own", "dept"}),
    "park": frozenset({"own", "dept", "park"}),
    "all": frozenset({"own", "dept", "park", "foreign"}),
}


STAFF = ROLES[:8]  # everybody with a role of ours


class PolicyError(Exception):
    """A policy file that cannot be understood; says which line of thought is wrong."""


def load_policy(addons):
    """Return ``{model: {role: {operation: reach}}}`` of the named addons.

    Refused are unknown roles, operations and reaches, a role left out, and a model promised twice.
    """
    policy = {}
    for addon in sorted(addons):
        path = ADDONS / addon / "security" / "access_policy.yaml"
        for model, roles in (_read(path).get("models") or {}).items():
            if model in policy:
                raise PolicyError(f"{addon}: {model} is promised by another addon already")
            policy[model] = _read_model(f"{addon}: {model}", roles)
    return policy


def load_special(addons):
    """Return ``{model: {label: {operation: roles}}}``: records of which the reaches do not speak.

    For example complaints that the supervising unit alone may see, or lists that belong to no zone.
    A file names roles in a list, or ``staff`` for everybody with a role of ours; an operation that is
    not named is refused to everybody.
    """
    special = {}
    for addon in sorted(addons):
        path = ADDONS / addon / "security" / "access_policy.yaml"
        for model, labels in (_read(path).get("special") or {}).items():
            for label, operations in labels.items():
                place = f"{addon}: {model} {label}"
                roles = {op: STAFF if named == "staff" else named for op, named in operations.items()}
                unknown = set(roles) - set(OPERATIONS) | set().union(*roles.values()) - set(ROLES)
                if unknown:
                    raise PolicyError(f"{place}: unknown {sorted(unknown)}")
                special.setdefault(model, {})[label] = {op: set(roles.get(op, ())) for op in OPERATIONS}
    return special


def load_fields(addons):
    """Return ``{(model, field): roles}`` of the fields that not everybody who reads the model may read."""
    fields = {}
    for addon in sorted(addons):
        path = ADDONS / addon / "security" / "access_policy.yaml"
        for model, named in (_read(path).get("fields") or {}).items():
            for field, roles in named.items():
                roles = set(STAFF if roles == "staff" else roles)
                if roles - set(ROLES):
                    raise PolicyError(f"{addon}: {model}.{field}: unknown {sorted(roles - set(ROLES))}")
                fields[model, field] = roles
    return fields


def load_masked():
    """Return ``{model: roles}`` of personal data that is shown to named roles where they read the record."""
    masked = {}
    for path in ADDONS.glob("*/security/access_policy.yaml"):
        for model, promised in (_read(path).get("masked") or {}).items():
            if promised["shown"] != "served":  # contacts of firms: world.SERVED
                masked[model] = set(promised["shown"])
                if masked[model] - set(ROLES):
                    raise PolicyError(f"{path.parts[-3]}: {model}: unknown {sorted(masked[model] - set(ROLES))}")
    return masked


def _read(path):
    return yaml.safe_load(path.read_text()) if path.exists() else {}


def _read_model(place, roles):
    if set(roles) != set(ROLES):
        raise PolicyError(f"{place}: unknown or missing roles {sorted(set(roles) ^ set(ROLES))}")
    return {role: _read_role(f"{place}: {role}", roles[role]) for role in ROLES}


def _read_role(place, reaches):
    """A bare word stands for all operations."""
    if isinstance(reaches, str):
        reaches = dict.fromkeys(OPERATIONS, reaches)
    if set(reaches) != set(OPERATIONS):
        raise PolicyError(f"{place}: unknown or missing operations {sorted(set(reaches) ^ set(OPERATIONS))}")
    unknown = set(reaches.values()) - set(REACHES)
    if unknown:
        raise PolicyError(f"{place}: unknown reach {sorted(map(str, unknown))}")
    return dict(reaches)
