def build(world):
    """Return service days: organised by the personas, with a department of theirs, neither, elsewhere."""
    env = world.env
    things = world.things
    people = env["res.users"].union(*world.users.values())
    setting = {
        "own": (world.zone, people, None, things["firm_other"]),
        "dept": (world.zone, None, things["dept_mine"], things["firm_other"]),
        "park": (world.zone, None, things["dept_other"], things["firm_other"]),
        "foreign": (world.other_zone, None, things["dept_foreign"], things["firm_foreign"]),
    }
    days = {
        label: env["park.service.day"].create(
            {
                "name": f"Service day {label}",
                "company_id": zone.id,
                "organiser_ids": [(6, 0, organisers.ids if organisers else [])],
                "department_ids": [(6, 0, department.ids if department else [])],
                "firm_ids": [(0, 0, {"enterprise_id": firm.id})],
                "attendee_ids": [(0, 0, {"name": "Leader", "kind": "leader"})],
                "agenda_ids": [(0, 0, {"name": "Opening"})],
            }
        )
        for label, (zone, organisers, department, firm) in setting.items()
    }
    for day in days.values():
        day.action_invite()
    proposals = _proposals(world, days)
    return {
        "park.service.day": days,
        "park.service.day.firm": {label: day.firm_ids for label, day in days.items()},
        "park.service.day.attendee": {label: day.attendee_ids for label, day in days.items()},
        "park.service.day.agenda": {label: day.agenda_ids for label, day in days.items()},
        "park.service.day.invitation": {label: day.invitation_ids[:1] for label, day in days.items()},
        "park.service.day.recorder": {label: _recorder(world, label, day) for label, day in days.items()},
        "park.service.day.proposal": proposals,
        "park.service.day.proposal.line": {
            label: {role: dialog.line_ids for role, dialog in found.items()} if label == "own" else found.line_ids
            for label, found in proposals.items()
        },
    }


def _proposals(world, days):
    """Return dialogs: one of each persona, and those of the system."""

    def vals(day):
        return {"service_day_id": day.id, "line_ids": [(0, 0, {"enterprise_id": day.firm_ids.enterprise_id.id})]}

    proposals = world.env["park.service.day.proposal"]
    # sudo: dialogs are created as the person, whatever the rights under test say
    own_sudo = {role: proposals.with_user(user).sudo().create(vals(days["own"])) for role, user in world.users.items()}
    return {
        "own": {role: proposal.with_env(world.env) for role, proposal in own_sudo.items()},
        "park": proposals.create(vals(days["park"])),
        "foreign": proposals.create(vals(days["foreign"])),
    }


def _recorder(world, label, day):
    user = next(iter(world.users.values()))
    return world.env["park.service.day.recorder"].create(
        {"service_day_id": day.id, "user_id": user.id, "client": f"board-{label}", "seen_at": "2026-11-23 02:00:00"}
    )
