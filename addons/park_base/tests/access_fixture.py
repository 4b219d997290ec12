def build(world):
    """Return areas, departments and memberships of both zones; leave the departments in the world."""
    env, zone, other = world.env, world.zone, world.other_zone
    areas = env["park.area"].create(
        [{"name": "North Area", "company_id": zone.id}, {"name": "Far Area", "company_id": other.id}]
    )
    mine, elsewhere, foreign = env["park.department"].create(
        [
            {"name": "Department Mine", "company_id": zone.id},
            {"name": "Department Other", "company_id": zone.id},
            {"name": "Department Foreign", "company_id": other.id},
        ]
    )
    handler = world.users["handler"]
    membership = env["park.department.member"].create(
        {"department_id": mine.id, "user_id": handler.id, "date_from": "2026-01-01"}
    )
    stranger = env["res.users"].create(
        {
            "name": "Foreign Handler",
            "login": "access_foreign_handler",
            "company_id": other.id,
            "company_ids": [(6, 0, other.ids)],
        }
    )
    strange_membership = env["park.department.member"].create(
        {"department_id": foreign.id, "user_id": stranger.id, "date_from": "2026-01-01"}
    )
    world.things.update(dept_mine=mine, dept_other=elsewhere, dept_foreign=foreign)
    return {
        "park.area": {"park": areas[0], "foreign": areas[1]},
        "park.department": {"dept": mine, "park": elsewhere, "foreign": foreign},
        "park.department.member": {"dept": membership, "foreign": strange_membership},
    }
