import base64


def build(world):
    """Return limits and clocks: one for each person in charge, of departments, restricted, elsewhere."""
    env, things = world.env, world.things
    limits = {
        label: env["park.sla.profile"].create(
            {
                "code": "access",
                "name": f"Limits {label}",
                "company_id": zone.id,
                "step_ids": [(0, 0, {"name": "Reply", "kind": "access_reply", "amount": 5})],
                "extension_rule_ids": [(0, 0, {"amount": 5})],
            }
        )
        for label, zone in (
            ("park", world.zone),
            ("foreign", world.other_zone),
            ("shared", world.zone.browse()),
        )
    }
    ladders = {
        label: env["park.deadline.ladder"].create(
            {
                "code": "access",
                "name": f"Ladder {label}",
                "company_id": zone.id,
                "kind": "access",
                "rung_ids": [(0, 0, {"name": "Reminder", "tell_owner": True})],
            }
        )
        for label, zone in (
            ("park", world.zone),
            ("foreign", world.other_zone),
            ("shared", world.zone.browse()),
        )
    }
    clocks = {
        "own": {role: _clock(world, things["dept_other"], owner_id=user.id) for role, user in world.users.items()},
        "dept": _clock(world, things["dept_mine"]),
        "park": _clock(world, things["dept_other"]),
        "restricted": _clock(world, things["dept_other"], is_restricted=True),
        "foreign": _clock(world, things["dept_foreign"]),
    }
    clocks["foreign"] += _clock(world, things["dept_foreign"], owner_id=world.users["handler"].id)
    reasons = {
        label: env["park.deadline.reason"].create(
            {"name": "Reason", "code": "access", "usage": "pause", "ceiling": 5, "company_id": zone.id}
        )
        for label, zone in (("park", world.zone), ("foreign", world.other_zone), ("shared", world.zone.browse()))
    }
    # sudo: dialogs are created as the person, whatever the rights under test say
    dialogs = {
        role: env["park.deadline.ask"]
        .with_user(user)
        .sudo()
        .create({"verb": "resume", "deadline_id": clocks["park"].id})
        .with_env(env)
        for role, user in world.users.items()
    }
    urging = {"text": "Please answer", "deadline_ids": clocks["park"].ids}
    urges = {
        role: env["park.deadline.urge"].with_user(user).sudo().create(urging).with_env(env)  # sudo: as above
        for role, user in world.users.items()
    }
    dialog = env["park.deadline.ask"].create({"verb": "resume", "deadline_id": clocks["park"].id})
    foreign_dialog = env["park.deadline.ask"].create({"verb": "resume", "deadline_id": clocks["foreign"][0].id})
    return {
        "park.deadline.reason": reasons,
        "park.deadline.extension": _by_label(clocks, lambda clock: _extension(clock, reasons["shared"])),
        "park.deadline.pause": _by_label(clocks, lambda clock: _asked_pause(clock, reasons["shared"])),
        "park.deadline.ask": {"own": dialogs, "park": dialog, "foreign": foreign_dialog},
        "park.deadline.urge": {
            "own": urges,
            **{label: env["park.deadline.urge"].create(urging) for label in ("park", "foreign")},
        },
        "park.sla.profile": limits,
        "park.sla.step": {label: profile.step_ids for label, profile in limits.items()},
        "park.sla.extension.rule": {label: profile.extension_rule_ids for label, profile in limits.items()},
        "park.sla.choice": {
            label: env["park.sla.choice"].create({"profile_id": limits[label].id, "company_id": zone.id})
            for label, zone in (("park", world.zone), ("foreign", world.other_zone))
        },
        "park.deadline.ladder": ladders,
        "park.deadline.rung": {label: ladder.rung_ids for label, ladder in ladders.items()},
        "park.deadline.message": _by_person(world, _message),
        "park.absence": _by_person(world, _absence),
        "park.chase.hook": {
            label: env["park.chase.hook"].create({"channel": "webhook", "company_id": zone.id})
            for label, zone in (("park", world.zone), ("foreign", world.other_zone))
        },
        "park.deadline": clocks,
        "park.workday.import.line": _import_lines(world),
        "park.deadline.event": {
            "own": {role: _event(clock, world.users[role]) for role, clock in clocks["own"].items()},
            **{label: _event(clocks[label], None) for label in ("park", "restricted", "foreign")},
        },
    }


def _clock(world, department, **vals):
    """Return a running clock of ``department``, each of a kind of its own."""
    world.things["clocks"] = world.things.get("clocks", 0) + 1
    return world.env["park.deadline"].create(
        {
            "res_model": department._name,
            "res_id": department.id,
            "title": "Clock",
            "company_id": department.company_id.id,
            "department_id": department.id,
            "kind": f"access_{world.things['clocks']}",
            "amount": 5,
            "unit": "workday",
            **dict.fromkeys(("started_on", "due_on", "yellow_on", "original_due_on"), "2026-03-02"),
            **vals,
        }
    )


def _event(clocks, user):
    return clocks.env["park.deadline.event"].create(
        [
            {
                "deadline_id": clock.id,
                "company_id": clock.company_id.id,
                "level": 1,
                "channel": "activity" if user else "none",
                "user_id": user and user.id,
                "at": "2026-03-03 01:00:00",
                "state": "sent",
            }
            for clock in clocks
        ]
    )


def _by_person(world, make):
    """Return one record of each person of the zone, and one of somebody else in either zone."""
    someone = world.env.ref("base.user_admin")
    return {
        "own": {role: make(world, user, world.zone, 1) for role, user in world.users.items()},
        "park": make(world, someone, world.zone, 2),
        "foreign": make(world, someone, world.other_zone, 3),
    }


def _message(world, user, zone, number):
    return world.env["park.deadline.message"].create(
        {
            "user_id": user.id,
            "company_id": zone.id,
            "channel": "mail",
            "on": "2026-03-03",
            "number": number,
            "next_try_at": "2026-03-03 01:00:00",
            "state": "sent",
        }
    )


def _absence(world, user, zone, number):
    people = world.users if zone == world.zone else world.other_users
    substitute = people["supervisor"] if user != people["supervisor"] else people["service_centre"]
    return world.env["park.absence"].create(
        {
            "user_id": user.id,
            "company_id": zone.id,
            "substitute_id": substitute.id,
            "date_from": f"2026-03-{number:02d}",
            "date_to": f"2026-03-{number:02d}",
        }
    )


def _import_lines(world):
    """Return a line of each person's own import, and of somebody else's."""
    line = {"company_id": world.zone.id, "limit_count": 1}
    imports = world.env["park.workday.import"]
    # sudo: dialogs are created as the person, whatever the rights under test say
    own = {
        role: imports.with_user(user)
        .sudo()
        .create({"file": base64.b64encode(b"date,kind"), "line_ids": [(0, 0, line)]})
        .line_ids
        for role, user in world.users.items()
    }
    others = {
        label: imports._unlocked().create({"file": base64.b64encode(b"date,kind"), "line_ids": [(0, 0, line)]})
        for label in ("park", "foreign")
    }
    return {
        "own": {role: lines.with_env(world.env) for role, lines in own.items()},
        **{label: batch.line_ids for label, batch in others.items()},
    }


def _by_label(clocks, make):
    """Return what ``make`` returns for the clocks of each label, in the shape of ``clocks``."""
    return {
        label: {role: make(clock) for role, clock in found.items()} if isinstance(found, dict) else make(found)
        for label, found in clocks.items()
    }


def _extension(clocks, reason):
    return clocks.env["park.deadline.extension"].create(
        [
            {
                "deadline_id": clock.id,
                "reason_id": reason.id,
                "ordinal": 1,
                "due_from": "2026-03-02",
                "due_to": "2026-03-09",
            }
            for clock in clocks
        ]
    )


def _asked_pause(clocks, reason):
    return clocks.env["park.deadline.pause"].create(
        [{"deadline_id": clock.id, "reason_id": reason.id} for clock in clocks]
    )
