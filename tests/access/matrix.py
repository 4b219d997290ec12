"""What the system allows, compared cell by cell with what the policy promises."""

from policy import OPERATIONS, REACHES, ROLES


def park_addons(env):
    """Return the names of our installed addons, each after those it depends on."""
    modules = env["ir.module.module"].search([("state", "=", "installed"), ("name", "=like", "park\\_%")])
    ordered, waiting = [], {m.name: set(m.dependencies_id.mapped("name")) for m in modules}
    while waiting:
        ready = sorted(name for name, needs in waiting.items() if not needs & waiting.keys())
        ordered += ready
        for name in ready:
            del waiting[name]
    return ordered


def park_models(env):
    """Return the names of all models of ours that hold records, temporary ones included."""
    return sorted(
        name
        for name in env.registry
        if (env[name]._original_module or "").startswith("park_") and not env[name]._abstract
    )


def allowed_ids(env, user, model, operation, ids):
    """Return those of ``ids`` on which Odoo lets the user do the operation.

    ``create`` asks for each record: would it have been allowed to come into being as it is now?
    (That is what Odoo checks after the insert.) Reading is tried by its two ways, which must agree.
    """
    records = env[model].with_user(user).with_context(allowed_company_ids=user.company_ids.ids).browse(ids)
    if not records.browse().has_access(operation):
        return set()
    allowed = set(records._filtered_access(operation).ids)
    if operation == "read":
        found = set(records.with_context(active_test=False).search([("id", "in", list(ids))]).ids)
        assert found == allowed, f"{model}: {user.login} finds {found} but may read {allowed}"
    return allowed


def differences(world, policy, special, model):
    """Return one sentence for each cell of ``model`` that differs from the policy."""
    found = []
    for at_home, users in ((True, world.users), (False, world.other_users)):
        for role in ROLES:
            for operation in OPERATIONS:
                expected = _expected(world, policy, special, model, role, at_home, operation)
                cell = f"{model}: {role}{'' if at_home else ' of the other zone'} {operation}"
                found += _judge(world, model, users[role], operation, expected, cell)
    return found


def _expected(world, policy, special, model, role, at_home, operation):
    """Return ``{label: (record ids, whether they are promised)}``, or one answer for an access line."""
    promised = policy[model][role][operation]
    if model not in world.records:  # temporary records
        return promised != "none"
    expected = {scope: (ids, scope in REACHES[promised]) for scope, ids in world.scopes(model, role, at_home).items()}
    for label, ids in world.special(model, at_home).items():
        expected[label] = ids, role in special[model][label][operation]
    return expected


def _judge(world, model, user, operation, expected, cell):
    if isinstance(expected, bool):
        has_access = world.env[model].with_user(user).has_access(operation)
        return [] if has_access == expected else [f"{cell}: promised {expected}, access line {has_access}"]
    ids = set().union(*(ids for ids, _promised in expected.values()))
    allowed = allowed_ids(world.env, user, model, operation, sorted(ids))
    return [
        f"{cell}: {label} is {'promised' if promised else 'not promised'}, "
        f"{len(allowed & ids)} of {len(ids)} records are allowed"
        for label, (ids, promised) in expected.items()
        if allowed & ids != (ids if promised else set())
    ]
