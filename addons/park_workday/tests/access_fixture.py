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
        "park.workday.year": {"park": lists[0], "foreign": lists[1], "shared": shared},
        "park.workday.day": {
            "park": lists[0].day_ids,
            "foreign": lists[1].day_ids,
            "shared": shared.day_ids[:1],
        },
    }
