import base64
from datetime import timedelta


def build(world):
    """Return firms of three reaches and what hangs on them; the account manager serves the first."""
    env, zone, other = world.env, world.zone, world.other_zone
    mine, elsewhere, foreign = env["res.partner"].create(
        [
            {"name": "Firm Mine", "is_park_enterprise": True, "company_id": zone.id},
            {"name": "Firm Other", "is_park_enterprise": True, "company_id": zone.id},
            {"name": "Firm Foreign", "is_park_enterprise": True, "company_id": other.id},
        ]
    )
    firms = {"own": mine, "park": elsewhere, "foreign": foreign}
    world.things.update(firm_mine=mine, firm_other=elsewhere, firm_foreign=foreign)
    served_by = {"own": world.users["account_manager"], "park": world.users["leader"]}
    served_by["foreign"] = env["res.users"].create(
        {
            "name": "Foreign Account Manager",
            "login": "access_foreign_account_manager",
            "company_id": other.id,
            "company_ids": [(6, 0, other.ids)],
        }
    )
    world.things["foreign_officer"] = served_by["foreign"]
    found = {
        "res.partner": firms,
        "park.enterprise.officer": {
            label: firm._park_appoint(served_by[label], "officer", "2026-01-01") for label, firm in firms.items()
        },
    }
    for model, vals in (
        ("park.enterprise.question", {"text": "How many people?"}),
        ("park.enterprise.former.name", {"name": "Before Ltd"}),
    ):
        found[model] = {label: env[model].create({"enterprise_id": firm.id, **vals}) for label, firm in firms.items()}
    # core shows partners with a colleague's log-in to every zone: firms among them stay at home
    linked = env["res.partner"].create({"name": "Firm Linked", "is_park_enterprise": True, "company_id": other.id})
    world.other_users["leader"].partner_id = linked
    found["res.partner"]["foreign"] += linked
    found["res.partner"] = {**firms, "own": {None: mine, "account_manager": _stood_in_for(world)}}
    found |= _facts(world, firms)
    return (
        found | _imports(world) | _merges(world, firms) | _handovers(world, firms) | {"park.deadline": _clocks(world)}
    )


def _merges(world, firms):
    """Return merges waiting for a decision in both zones, with a differing value and a moved row each."""
    found = {}
    for label in ("park", "foreign"):
        firm = firms[label][:1]
        twin = world.env["res.partner"].create(
            {"name": "Firm Twin", "is_park_enterprise": True, "company_id": firm.company_id.id}
        )
        merge = world.env["park.enterprise.merge"].create({"survivor_id": firm.id, "twin_id": twin.id})
        moved = {"merge_id": merge.id, "table_name": "res_partner", "column_name": "parent_id", "key_name": "id"}
        for model, records in (
            ("park.enterprise.merge", merge),
            ("park.enterprise.difference", merge.difference_ids[:1]),
            ("park.enterprise.merge.line", merge.line_ids.create(moved)),
        ):
            found.setdefault(model, {})[label] = records
    return found


def _facts(world, firms):
    """Return what is known about each firm; trade secrets stand outside the reaches."""
    env = world.env
    own_kinds = [
        {"code": f"access_{label}", "name": "Kind of a zone", "company_id": firms[label].company_id.id}
        for label in ("park", "foreign")
    ]
    at_home, abroad = env["park.qualification.type"].create(own_kinds)
    shared = env.ref("park_enterprise.qualification_gazelle")
    staff, profit = env.ref("park_enterprise.indicator_staff_count"), env.ref("park_enterprise.indicator_profit_wan")
    found = {
        "park.qualification.type": {"park": at_home, "foreign": abroad, "shared": shared},
        "park.person.specialty": _specialties(world),
        "park.person.profile": {
            "park": env["park.person.profile"].create(
                {"user_id": world.users["leader"].id, "company_id": world.zone.id}
            ),
            "foreign": env["park.person.profile"].create(
                {"user_id": world.things["foreign_officer"].id, "company_id": world.other_zone.id}
            ),
        },
        "park.indicator.key": {"park": staff + profit},
        "park.qualification": {
            label: env["park.qualification"].create({"enterprise_id": firm[:1].id, "type_id": shared.id})
            for label, firm in firms.items()
        },
    }
    for model, vals in (
        ("park.objective", {"year": 2026, "name": "Objective"}),
        ("park.risk", {"level": "low", "signal": "cash", "reason": "Late wages"}),
    ):
        found[model] = {
            label: env[model].create({"enterprise_id": firm[:1].id, **vals}) for label, firm in firms.items()
        }
    division = {"code": "990000", "name": "Nowhere", "level": "province", "edition": "0"}
    found["park.division"] = {"park": env["park.division"].create(division)}
    found["park.size.class.rule"] = {"park": env.ref("park_enterprise.size_class_industry_large")}
    figures = {label: _figure(firm, staff) for label, firm in firms.items()}
    figures |= {"secret_mine": _figure(firms["own"], profit), "secret": _figure(firms["park"], profit)}
    found["park.enterprise.indicator"] = figures
    found["park.enterprise.indicator.revision"] = {label: figure.revision_ids for label, figure in figures.items()}
    return found


def _stood_in_for(world):
    """Return a firm whose officer is away today; the account manager stands in and is told of its clock."""
    env, zone, substitute = world.env, world.zone, world.users["account_manager"]
    absent = env["res.users"].create(
        {
            "name": "Absent Officer",
            "login": "access_absent",
            "company_id": zone.id,
            "company_ids": [(6, 0, zone.ids)],
            "group_ids": [(6, 0, env.ref("park_guard.group_park_account_manager").ids)],
        }
    )
    office = env["park.department"].create({"name": "Office of Both", "company_id": zone.id})
    env["park.department.member"].create(
        [{"department_id": office.id, "user_id": user.id, "date_from": "2020-01-01"} for user in absent + substitute]
    )
    firm = env["res.partner"].create({"name": "Firm Stood In", "is_park_enterprise": True, "company_id": zone.id})
    firm._park_appoint(absent, "officer", "2020-01-01")
    today = env["park.workday"].today()
    env["park.absence"].create(
        {
            "user_id": absent.id,
            "substitute_id": substitute.id,
            "company_id": zone.id,
            "date_from": today - timedelta(days=1),
            "date_to": today + timedelta(days=1),
        }
    )
    days = dict.fromkeys(("started_on", "due_on", "yellow_on", "original_due_on"), today)
    env["park.deadline"].create(
        {
            "res_model": "res.partner",
            "res_id": firm.id,
            "title": "Clock of the absent",
            "company_id": zone.id,
            "enterprise_id": firm.id,
            "owner_id": absent.id,
            "kind": "access_stood_in",
            "amount": 5,
            "unit": "workday",
            **days,
        }
    )
    return firm


def _specialties(world):
    own, foreign = world.env["park.person.specialty"].create(
        [{"name": "Own word", "company_id": zone.id} for zone in (world.zone, world.other_zone)]
    )
    return {"park": own, "foreign": foreign, "shared": world.env.ref("park_enterprise.specialty_law")}


def _figure(firm, key):
    """Return a figure of a firm that was corrected once."""
    vals = {"enterprise_id": firm[:1].id, "key_id": key.id, "year": 2024, "value": 10}
    figure = firm.env["park.enterprise.indicator"].create(vals)
    figure.value = 12
    return figure


def _imports(world):
    """Return an import of each person, one of nobody present, one elsewhere, with their parts."""
    people = {role: (user, world.zone) for role, user in world.users.items()}
    imports = {role: _import(world, zone, user) for role, (user, zone) in people.items()}
    found = {
        "park.enterprise.import": {
            "own": imports,
            "park": _import(world, world.zone, world.env.user),
            "foreign": _import(world, world.other_zone, world.env.user)
            + _import(world, world.other_zone, world.users["account_manager"]),
        }
    }
    for model in ("park.enterprise.import.column", "park.enterprise.import.line"):
        found[model] = {
            label: {role: _part(model, batch) for role, batch in batches.items()}
            if isinstance(batches, dict)
            else _part(model, batches)
            for label, batches in found["park.enterprise.import"].items()
        }
    return found


def _import(world, zone, user):
    # sudo: created as the person, whatever the rights under test say
    batches_sudo = world.env["park.enterprise.import"].with_user(user).sudo()
    content = base64.b64encode("企业名称\n".encode())
    return batches_sudo.create({"file": content, "filename": "firms.csv", "company_id": zone.id}).with_env(world.env)


def _part(model, batches):
    vals = {
        "park.enterprise.import.column": {"place": 90, "title": "Name"},
        "park.enterprise.import.line": {"row": 2},
    }[model]
    return batches.env[model].create(
        [
            {"import_id": batch.id, **vals} | ({"company_id": batch.company_id.id} if model.endswith("line") else {})
            for batch in batches
        ]
    )


def _clocks(world):
    """Return clocks of the firm that the account manager serves: an ordinary and a restricted one."""
    things = world.things
    ordinary, restricted = world.env["park.deadline"].create(
        [
            {
                "res_model": "res.partner",
                "res_id": things["firm_mine"].id,
                "title": "Clock of a firm",
                "company_id": world.zone.id,
                "enterprise_id": things["firm_mine"].id,
                "kind": f"access_firm_{is_restricted}",
                "is_restricted": is_restricted,
                "amount": 5,
                "unit": "workday",
                **dict.fromkeys(("started_on", "due_on", "yellow_on", "original_due_on"), "2026-03-02"),
            }
            for is_restricted in (False, True)
        ]
    )
    return {"own": {"account_manager": ordinary}, "restricted": restricted}


def _handovers(world, firms):
    """Return a handover that each person gives, one between others, one elsewhere, with a row each."""
    other = world.env.ref("base.user_admin")  # none of the people under test

    def handover(giver, label):
        zone = firms[label][:1].company_id
        taker = world.env.user
        vals = {"giver_id": giver.id, "taker_id": taker.id, "company_id": zone.id, "reason": "Left"}
        made = world.env["park.handover"].create({**vals, "enterprise_ids": [(6, 0, firms[label][:1].ids)]})
        made.line_ids.create({"handover_id": made.id, "kind": "firm", "title": "Firm"})
        return made

    found = {
        "own": {role: handover(user, "park") for role, user in world.users.items()},
        "park": handover(other, "park"),
        "foreign": handover(other, "foreign"),
    }
    lines = {
        label: {role: made.line_ids for role, made in records.items()} if label == "own" else records.line_ids
        for label, records in found.items()
    }
    return {"park.handover": found, "park.handover.line": lines}
