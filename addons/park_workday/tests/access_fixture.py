import base64


def build(world):
    """Return a list of each zone with one day, and a national list, which belongs to no zone."""
    lists = world.env["park.workday.year"].create(
        [
            {"year": 2026, "company_id": zone.id, "day_ids": [(0, 0, {"date": "2026-04-20"})]}
            for zone in (world.zone, world.other_zone)
        ]
    )
    shared = world.env["park.workday.year"].search([("company_id", "=", False)], limit=1)
    return {
        "park.workday.import": _dialogs(world, "park.workday.import", file=base64.b64encode(b"date,kind")),
        "park.workday.regional": _dialogs(world, "park.workday.regional", region="guangxi", year="2026"),
        "park.workday.hours": _dialogs(world, "park.workday.hours"),
        "park.workday.year": {"park": lists[0], "foreign": lists[1], "shared": shared},
        "park.workday.day": {
            "park": lists[0].day_ids,
            "foreign": lists[1].day_ids,
            "shared": shared.day_ids[:1],
        },
    }


def _dialogs(world, model, **vals):
    """Return dialogs that each person opened, and those of somebody else."""
    zone_vals = {"company_id": world.zone.id} if "company_id" in world.env[model]._fields else {}
    # sudo: dialogs are created as the person, whatever the rights under test say
    own = {
        role: world.env[model].with_user(user).sudo().create({**vals, **zone_vals}).with_env(world.env)
        for role, user in world.users.items()
    }
    others = {label: world.env[model].create({**vals, **zone_vals}) for label in ("park", "foreign")}
    return {"own": own, **others}
