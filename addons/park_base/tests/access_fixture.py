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
    figures = {label: _figure(env, company) for label, company in zones_and_shared(world)}
    tables = _tables(world)
    world.things.update(dept_mine=mine, dept_other=elsewhere, dept_foreign=foreign)
    return {
        "park.area": {"park": areas[0], "foreign": areas[1]},
        "park.department": {"dept": mine, "park": elsewhere, "foreign": foreign},
        "park.department.member": {"dept": membership, "foreign": strange_membership},
        "park.figure.query": tables,
        "park.figure.line": _lines(tables),
        "park.figure": figures,
        "park.figure.weight": {label: figure.weight_ids for label, figure in figures.items()},
    }


def zones_and_shared(world):
    """Return labels with the zone of each; shared has none."""
    return (("park", world.zone), ("foreign", world.other_zone), ("shared", world.zone.browse()))


def _tables(world):
    # sudo: tables are created as the person, whatever the rights under test say
    own = {
        role: world.env["park.figure.query"].with_user(user).sudo().create({"company_id": world.zone.id})
        for role, user in world.users.items()
    }
    other = {
        label: world.env["park.figure.query"].create({"company_id": world.zone.id}) for label in ("park", "foreign")
    }
    return {"own": {role: table.with_env(world.env) for role, table in own.items()}, **other}


def _lines(tables):
    def line(table):
        # sudo: written in the name of who owns the table
        owner = table.create_uid
        return table.env["park.figure.line"].with_user(owner).sudo().create({"query_id": table.id}).with_env(table.env)

    own = {role: line(table) for role, table in tables["own"].items()}
    return {"own": own, "park": line(tables["park"]), "foreign": line(tables["foreign"])}


def _figure(env, company):
    return env["park.figure"].create(
        {
            "code": "X01",
            "name": "Access",
            "company_id": company.id,
            "numerator": "n",
            "base_rule": "all",
            "weight_ids": [(0, 0, {"part_code": "X02", "weight": 10})],
        }
    )
