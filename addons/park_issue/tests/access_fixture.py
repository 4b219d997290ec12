def build(world):
    """Return issues and their parts: own firm, own department, neither, elsewhere, restricted."""
    env, things = world.env, world.things
    # label -> (firm, lead department)
    setting = {
        "own": (things["firm_mine"], things["dept_other"]),
        "dept": (things["firm_other"], things["dept_mine"]),
        "park": (things["firm_other"], things["dept_other"]),
        "foreign": (things["firm_foreign"], things["dept_foreign"]),
    }
    issues = {label: _issue(world, label, *parties) for label, parties in setting.items()}
    complaint = env["park.issue.category"].search([("is_restricted", "=", True)], limit=1)
    # a complaint about enforcement by the firm that the account manager serves, at the handler's department
    issues["restricted"] = _issue(
        world, "restricted", things["firm_mine"], things["dept_mine"], category_id=complaint.id
    )
    things.update({f"issue_{label}": issue for label, issue in issues.items()})
    # sudo: dialogs are created as the person, whatever the rights under test say
    dialogs_sudo = {
        role: env["park.issue.step"].with_user(user).sudo().create({"verb": "withdraw"})
        for role, user in world.users.items()
    }
    return {
        "park.issue": issues,
        "park.issue.assignment": {label: issue.assignment_ids for label, issue in issues.items()},
        "park.issue.category": {"park": env.ref("park_issue.category_roads")},
        "park.issue.refusal": {"park": env.ref("park_issue.refusal_procedure")},
        "park.issue.type": {"park": env.ref("park_issue.type_arrears")},
        "park.issue.type.clock": {"park": env.ref("park_issue.type_arrears_transfer")},
        "park.issue.step": {
            "own": {role: dialog.with_env(env) for role, dialog in dialogs_sudo.items()},
            "park": env["park.issue.step"].create({"verb": "withdraw"}),
            "foreign": env["park.issue.step"].create({"verb": "withdraw"}),
        },
    }


def _issue(world, label, firm, department, **vals):
    issue = world.env["park.issue"].create({"name": f"Issue {label}", "enterprise_id": firm.id, **vals})
    issue.action_submit()
    issue.action_accept()
    issue.action_assign(department)
    return issue
