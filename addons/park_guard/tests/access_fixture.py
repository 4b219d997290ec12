def build(world):
    """Return audit entries and alarms of both zones, and one of none."""
    audit = world.env["park.audit"]
    for action, zone in (("access_park", world.zone), ("access_foreign", world.other_zone)):
        audit._log(action, company=zone)
    audit._record(world.env["res.partner"].create({"name": "Nobody's"}), "access_shared", {})
    alarm = world.env["park.alarm"]
    for key, zone in (("park", world.zone), ("foreign", world.other_zone), ("shared", None)):
        alarm._ring("bulk_read", f"access_{key}", company=zone)
    seals = audit.env["park.audit.seal"]._seal()
    attempt = {"account": "x", "ip": "203.0.113.1", "failures": 1, "tried_at": "2026-01-01"}
    people = world.env["res.partner"].create([{"name": "Asks"}, {"name": "Asks elsewhere"}])
    asked = world.env["park.subject.request"].create(
        [
            {"partner_id": person.id, "company_id": zone.id, "reason": "by letter"}
            for person, zone in zip(people, (world.zone, world.other_zone), strict=True)
        ]
    )
    return {
        "park.subject.request": {"park": asked[0], "foreign": asked[1]},
        "park.login.attempt": {"park": world.env["park.login.attempt"].create(attempt)},
        "park.audit.seal": {"park": seals},
        "park.security.profile": {"park": world.env.ref("park_guard.security_profile_level_3")},
        "park.heartbeat": {"park": world.env["park.heartbeat"].create({"key": "access_shared"})},
        "park.alarm": {
            label: alarm.search([("key", "=", f"access_{label}")]) for label in ("park", "foreign", "shared")
        },
        "park.audit": {
            label: audit.search([("action", "=", f"access_{label}")]) for label in ("park", "foreign", "shared")
        },
    }
