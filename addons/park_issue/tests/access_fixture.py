import base64


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
    work = _work_orders(world, complaint)
    cases = {label: _case(world, issue) for label, issue in issues.items()}
    groups = {
        "dept": _group(world, "dept", things["dept_mine"]),
        "park": _group(world, "park", things["dept_other"]),
        "foreign": _group(world, "foreign", things["dept_foreign"]),
    }
    answered = {"issue_id": issues["park"].id, "name": "Promised", "promised_for": "2031-03-03"}
    calls = {
        label: env["park.issue.callback"].create(
            {
                "issue_id": issue.id,
                "called_at": "2026-09-07 02:00:00",
                "called_on": "2026-09-07",
                "caller_id": world.users["supervisor"].id,
                "outcome": "no_answer",
                "comment": f"Call-back {label}",
            }
        )
        for label, issue in issues.items()
    }
    return work | {
        "park.issue.window": cases,
        "park.issue.instruction": {label: _instruction(world, issue) for label, issue in issues.items()},
        "park.issue.window.category": {"park": env.ref("park_issue.window_category_a1")},
        "park.issue.counter": _own_dialogs(world, "park.issue.counter", {}),
        "park.issue.window.step": _own_dialogs(
            world, "park.issue.window.step", {"verb": "judge", "window_id": cases["park"].id}
        ),
        "park.promise": {label: _promise(world, issue) for label, issue in issues.items()},
        "park.promise.step": _own_dialogs(world, "park.promise.step", {"verb": "keep"}),
        "park.issue.promise": _own_dialogs(world, "park.issue.promise", answered),
        "park.issue.action": {label: _action(world, issue) for label, issue in issues.items()},
        "park.issue.action.step": _own_dialogs(world, "park.issue.action.step", {"verb": "done"}),
        "park.issue.group": groups,
        "park.issue.group.step": _own_dialogs(world, "park.issue.group.step", {"verb": "group"}),
        "park.issue.hint": {label: _hint(world, issues[label]) for label in ("park", "foreign")},
        "park.issue": issues,
        "park.issue.callback": calls,
        "park.issue.review": {
            label: env["park.issue.review"].create(
                {
                    "issue_id": issue.id,
                    "reviewed_on": "2026-09-07",
                    "reviewer_id": world.users["supervisor"].id,
                    "note": f"Review {label}",
                }
            )
            for label, issue in issues.items()
        },
        "park.issue.closure": {"park": env.ref("park_issue.closure_solved")},
        "park.issue.callback.reason": {"park": env.ref("park_issue.callback_reason_slow")},
        "park.supervision.letter": {
            label: _letter(world, issue, setting.get(label, setting["dept"])[1]) for label, issue in issues.items()
        },
        "park.issue.assignment": {label: issue.assignment_ids for label, issue in issues.items()},
        "park.issue.category": {"park": env.ref("park_issue.category_roads")},
        "park.issue.refusal": {"park": env.ref("park_issue.refusal_procedure")},
        "park.issue.type": {"park": env.ref("park_issue.type_arrears")},
        "park.issue.type.clock": {"park": env.ref("park_issue.type_arrears_transfer")},
        "park.issue.step": _own_dialogs(world, "park.issue.step", {"verb": "withdraw"}),
    }


def _issue(world, label, firm, department, **vals):
    issue = world.env["park.issue"].create({"name": f"Issue {label}", "enterprise_id": firm.id, **vals})
    issue.action_submit()
    issue.action_accept()
    issue.action_assign(department)
    return issue


def _own_dialogs(world, model, vals):
    """Return one dialog of each person, and two of somebody else."""
    # sudo: dialogs are created as the person, whatever the rights under test say
    dialogs_sudo = {role: world.env[model].with_user(user).sudo().create(vals) for role, user in world.users.items()}
    return {
        "own": {role: dialog.with_env(world.env) for role, dialog in dialogs_sudo.items()},
        "park": world.env[model].create(vals),
        "foreign": world.env[model].create(vals),
    }


def _letter(world, issue, department):
    """Return a letter about a clock of the issue; the departments' own ones are issued, for drafts are not theirs."""
    vals = {"title": "Letter", "facts": "Overdue.", "request": "Answer.", "department_id": department.id}
    letter = world.env["park.supervision.letter"].create({**vals, "deadline_id": issue.deadline_ids[:1].id})
    if department == world.things["dept_mine"]:
        letter.sudo().state = "issued"  # sudo: states are set by verbs
    return letter


def _case(world, issue):
    vals = {"applicant": "Li Ming", "item_name": "Permit", "obstacle": "No answer", "number": issue.number}
    return world.env["park.issue.window"].create({**vals, "issue_id": issue.id})


def _instruction(world, issue):
    vals = {"leader_name": "Leader", "given_on": "2026-09-28", "text": "At once.", "entered_by_id": world.env.uid}
    return world.env["park.issue.instruction"].create({**vals, "issue_id": issue.id})


def _promise(world, issue):
    return issue.action_promise(f"Promised {issue.name}", "2031-03-03")


def _action(world, issue):
    vals = {"name": f"Step {issue.name}", "planned_for": "2031-03-03", "issue_id": issue.id}
    return world.env["park.issue.action"].create({**vals, "department_id": issue.lead_department_id.id})


def _group(world, label, department):
    vals = {"name": f"Cause {label}", "company_id": department.company_id.id, "department_id": department.id}
    return world.env["park.issue.group"].create(vals)


def _hint(world, issue):
    vals = {"words": f"Hint {issue.name}", "first_on": "2026-03-02", "last_on": "2026-03-09"}
    return world.env["park.issue.hint"].create(
        {**vals, "company_id": issue.company_id.id, "issue_ids": [(6, 0, issue.ids)]}
    )


def _work_orders(world, complaint):
    """Return work orders of both zones and a restricted one, with their sources, words, differences and files."""
    env, zones = world.env, {"park": world.zone, "foreign": world.other_zone}
    sources = {
        label: env["park.work.source"].create({"name": "Source", "code": label, "company_id": zone.id})
        for label, zone in zones.items()
    }
    words = {
        label: env["park.work.word"].create({"source_id": source.id, "word": "Word"})
        for label, source in sources.items()
    }
    vals = {
        "park": {"number": "1", "source_id": sources["park"].id},
        "foreign": {"number": "1", "source_id": sources["foreign"].id},
        "restricted": {"number": "2", "source_id": sources["park"].id, "category_id": complaint.id},
    }
    orders = {
        label: env["park.work.order"].create(
            {"name": "Order", "received_on": "2026-09-07", "company_id": zones.get(label, world.zone).id, **order}
        )
        for label, order in vals.items()
    }
    differences = {
        label: env["park.work.difference"].create(
            {"order_id": order.id, "field": "agency", "kept_value": "A", "said_value": "B"}
        )
        for label, order in orders.items()
    }
    files = {
        "own": {role: _work_import(sources["park"], user) for role, user in world.users.items()},
        "park": _work_import(sources["park"], env.user),
        "foreign": _work_import(sources["foreign"], env.user),
    }
    rows = {"own": {role: _work_row(batch) for role, batch in files["own"].items()}}
    rows |= {label: _work_row(files[label]) for label in ("park", "foreign")}
    return {
        "park.work.source": sources,
        "park.work.word": words,
        "park.work.order": orders,
        "park.work.difference": differences,
        "park.work.import": files,
        "park.work.import.column": {
            "own": {role: batch.column_ids for role, batch in files["own"].items()},
            "park": files["park"].column_ids,
            "foreign": files["foreign"].column_ids,
        },
        "park.work.import.line": rows,
        "park.work.call": {"park": env["park.work.call"].create(_call(env.user))},
    }


def _call(user):
    return {"user_id": user.id, "minute": "2026-09-07 02:00:00", "calls": 1}


def _work_import(source, user):
    # sudo: created as the person, whatever the rights under test say
    batches_sudo = source.env["park.work.import"].with_user(user).sudo()
    content = base64.b64encode("工单编号\n".encode())
    return batches_sudo.create({"file": content, "filename": "orders.csv", "source_id": source.id}).with_env(source.env)


def _work_row(batch):
    vals = {"import_id": batch.id, "company_id": batch.company_id.id, "row": 2, "number": "1"}
    return batch.env["park.work.import.line"].create(vals)
