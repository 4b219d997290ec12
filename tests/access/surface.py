"""What can be reached from outside: public methods, routes, fields that read with elevated rights."""

import inspect
import re

from odoo.addons.park_guard.models.masked_char import MaskedChar
from odoo.http import _generate_routing_rules
from odoo.service.model import get_public_method

PERSONAL = re.compile("phone|mobile|telephone|email|wechat|identity|id_card|id_number|bank_account|latitude|longitude")


def _is_ours(definition):
    return definition.__module__.startswith("odoo.addons.park_")


def public_methods(env):
    """Return ``model.method`` for every method of ours that a client can call by name."""
    return {
        f"{definition._name or definition._inherit[0]}.{method}"
        for name in env.registry
        for method, (definition, _function) in _own_methods(env[name]).items()
    }


def park_methods(env, name):
    """Return ``{method: function}`` of one model, what it inherits from ours included."""
    return {method: function for method, (_definition, function) in _own_methods(env[name]).items()}


def _own_methods(model):
    """Return ``{method: (definition, function)}``.

    Overrides of Odoo's own verbs (create, write, …) add nothing to the surface and stay out.
    """
    found = {}
    ancestors = type(model).mro()[1:]
    for definition in ancestors:
        if not _is_ours(definition) or not hasattr(definition, "_inherit"):
            continue
        for method, function in vars(definition).items():
            if method.startswith("_") or not inspect.isroutine(inspect.unwrap(function)):
                continue
            if any(method in vars(base) and not _is_ours(base) for base in ancestors):
                continue
            if _is_callable(model, method):
                found[method] = definition, function
    return found


def _is_callable(model, method):
    try:
        get_public_method(model, method)
    except Exception:  # refused, or no method: either way out of reach
        return False
    return True


def routes(addons):
    """Return one line for each address that our controllers answer."""
    found = set()
    for url, endpoint in _generate_routing_rules(sorted(addons), nodb_only=False):
        routing = endpoint.routing
        kind = routing.get("type", "http")
        found.add(
            f"{url} type={kind} auth={routing.get('auth', 'user')}"
            f" methods={','.join(routing.get('methods') or ['any'])}"
            f" csrf={routing.get('csrf', kind == 'http')} readonly={bool(routing.get('readonly'))}"
        )
    return found


def elevated_fields(env):
    """Return ``model.field`` of every field of ours that reads other records with elevated rights.

    Odoo computes every stored field so. Those that copy the zone tell nothing and stay out.
    """
    found = set()
    for name in env.registry:
        for field in env[name]._fields.values():
            if not (field._module or "").startswith("park_") or not field.compute_sudo:
                continue
            if field.related and field.related.split(".")[-1] == "company_id":
                continue
            found.add(f"{name}.{field.name}" + (f" <- {field.related}" if field.related else ""))
    return found


def personal_fields(env):
    """Return every field that is masked, and those of ours that sound as if they held data of persons."""
    found = set()
    for name in env.registry:
        for field in env[name]._fields.values():
            is_ours = (field._module or "").startswith("park_") and field.store and field.type in ("char", "text")
            if isinstance(field, MaskedChar):
                found.add(f"{name}.{field.name} masked")
            elif is_ours and PERSONAL.search(field.name):
                found.add(f"{name}.{field.name} shown")
    return found
