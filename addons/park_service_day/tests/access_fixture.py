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
            }
        )
        for label, (zone, organisers, department, firm) in setting.items()
    }
    user = next(iter(world.users.values()))
    recorders = {
        label: env["park.service.day.recorder"].create(
            {"service_day_id": day.id, "user_id": user.id, "client": f"board-{label}", "seen_at": "2026-11-23 02:00:00"}
        )
        for label, day in days.items()
    }
    return {
        "park.service.day": days,
        "park.service.day.recorder": recorders,
        "park.service.day.firm": {label: day.firm_ids for label, day in days.items()},
        "park.service.day.attendee": {label: day.attendee_ids for label, day in days.items()},
    }
