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
    found = {
        "res.partner": firms,
        "park.enterprise.officer": {
            label: firm._park_appoint(served_by[label], "officer", "2026-01-01")
            for label, firm in firms.items()
        },
    }
    for model, vals in (
        ("park.enterprise.question", {"text": "How many people?"}),
        ("park.enterprise.former.name", {"name": "Before Ltd"}),
    ):
        found[model] = {
            label: env[model].create({"enterprise_id": firm.id, **vals}) for label, firm in firms.items()
        }
    return found
