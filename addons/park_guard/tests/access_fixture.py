def build(world):
    """Return audit entries of both zones, and one of none."""
    audit = world.env["park.audit"]
    for action, zone in (("access_park", world.zone), ("access_foreign", world.other_zone)):
        audit._log(action, company=zone)
    audit._record(world.env["res.partner"].create({"name": "Nobody's"}), "access_shared", {})
    return {
        "park.audit": {
            label: audit.search([("action", "=", f"access_{label}")]) for label in ("park", "foreign", "shared")
        }
    }
