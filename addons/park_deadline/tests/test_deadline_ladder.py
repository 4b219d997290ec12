from datetime import date

from odoo.exceptions import AccessError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger
from psycopg2 import IntegrityError

from .common import DeadlineCase


def on(day):
    """Return the moment 10:00 in China on a day."""
    return freeze_time(f"{day} 02:00:00")


@tagged("post_install", "-at_install")
class TestDeadlineLadder(DeadlineCase):
    """The product's ladder climbs working days; National Day 2026: Oct 1-7 off, Sat Oct 10 worked."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.head = cls.person("handler", cls.zone, "deadline_head")
        cls.join(cls.department, cls.head, role="head")
        cls.department.head_id = cls.head
        cls.names = {user.id: login for login, user in (("owner", cls.owner), ("head", cls.head))}
        cls.names |= {cls.users[role].id: role for role in ("supervisor", "leader")}

    def raised_by_day(self, matter, days):
        """Sweep twice on each day; return ``{day: {level: names told}}`` of what was new on it."""
        seen, found = self.events(matter), {}
        for day in days:
            with on(day):
                self.env["park.deadline"]._sweep()
                self.env["park.deadline"]._sweep()
            new = self.events(matter) - seen
            seen |= new
            if new:
                found[str(day)] = {
                    level: sorted(self.names[event.user_id.id] for event in new if event.level == level)
                    for level in sorted(set(new.mapped("level")))
                }
        return found

    def every_day(self, first, last):
        return [
            date.fromordinal(n)
            for n in range(date.fromisoformat(first).toordinal(), date.fromisoformat(last).toordinal() + 1)
        ]

    def test_every_rung_happens_once_across_national_day(self):
        with on("2026-09-25"):
            matter = self.started(start=date(2026, 9, 25))  # 3 working days: Wed Sep 30
        self.assertEqual(matter.due_on, date(2026, 9, 30))
        self.assertEqual(
            self.raised_by_day(matter, self.every_day("2026-09-26", "2026-11-10")),
            {
                "2026-09-30": {1: ["owner"]},
                "2026-10-08": {2: ["head", "owner"]},
                "2026-10-12": {3: ["head", "leader", "owner", "supervisor"]},
                "2026-10-14": {4: ["head", "leader", "supervisor"]},
                "2026-10-21": {5: ["leader", "supervisor"]},
            },
        )

    def test_every_rung_happens_once_across_a_new_year_whose_list_is_missing(self):
        self.env["park.workday.year"].search([("year", "=", 2027)]).unlink()
        with on("2026-12-25"):
            matter = self.started(start=date(2026, 12, 25))
        self.assertEqual(matter.due_on, date(2026, 12, 30))
        self.assertEqual(
            list(self.raised_by_day(matter, self.every_day("2026-12-26", "2027-01-31"))),
            ["2026-12-30", "2026-12-31", "2027-01-05", "2027-01-07", "2027-01-14"],
        )

    def test_a_list_that_arrives_moves_the_rungs_after_the_due_day(self):
        self.env["park.workday.year"].search([("year", "=", 2027)]).unlink()
        with on("2026-12-25"):
            matter = self.started(start=date(2026, 12, 24))
            self.raised_by_day(matter, self.every_day("2026-12-25", "2026-12-31"))
            clock = matter.deadline_ids
            self.assertEqual((matter.due_on, clock.next_rung_on), (date(2026, 12, 29), date(2027, 1, 4)))
            self.env["park.workday.year"].create(
                {
                    "year": 2027,
                    "source": "Invented",
                    "day_ids": [(0, 0, {"date": "2027-01-01", "kind": "holiday"})],
                }
            )
            self.assertEqual(clock.next_rung_on, date(2027, 1, 5))

    def test_what_no_sweep_raised_is_made_up_for_without_the_stale_reminder(self):
        with on("2026-09-25"):
            matter = self.started(start=date(2026, 9, 25))
        found = self.raised_by_day(matter, [date(2026, 10, 12), date(2026, 10, 13)])
        self.assertEqual(list(found), ["2026-10-12"])
        self.assertEqual(list(found["2026-10-12"]), [2, 3])
        self.assertEqual(matter.deadline_ids.level, 3)

    def test_a_pause_stops_the_climb_and_it_goes_on_afterwards(self):
        with on("2026-09-25"):
            matter = self.started(start=date(2026, 9, 25))
        with on("2026-09-29"):
            matter._pause_deadlines(reason="Hearing")
        self.assertFalse(self.raised_by_day(matter, [date(2026, 9, 30), date(2026, 10, 8), date(2026, 10, 12)]))
        with on("2026-10-09"):
            matter._resume_deadlines()  # three working days paused
        self.assertEqual(matter.due_on, date(2026, 10, 10))
        found = self.raised_by_day(matter, self.every_day("2026-10-10", "2026-10-13"))
        self.assertEqual({day: list(levels) for day, levels in found.items()}, {"2026-10-10": [1], "2026-10-12": [2]})

    def test_a_to_do_of_a_clock_climbs_with_it_instead_of_multiplying(self):
        with on("2026-09-25"):
            matter = self.started(start=date(2026, 9, 25))
        self.raised_by_day(matter, [date(2026, 9, 30), date(2026, 10, 8)])
        todo = self.todos(matter).filtered(lambda todo: todo.user_id == self.owner)
        self.assertEqual(len(todo), 1)
        self.assertEqual(todo.summary, "Overdue since 2026-09-30: Matter 1")
        self.assertEqual(todo.date_deadline, date(2026, 10, 8))

    def test_leaders_get_one_to_do_however_many_clocks_are_raised(self):
        with on("2026-09-25"):
            matters = self.started(7, start=date(2026, 9, 25))
        ladder = self.own_ladder(trigger="after_due", amount=1, todo="digest", tell_owner=False, tell_leader=True)
        self.raised_by_day(matters, [date(2026, 10, 8)])
        leader = self.users["leader"]
        todos = self.env["mail.activity"].search([("user_id", "=", leader.id)])
        self.assertEqual(len(self.events(matters).filtered(lambda event: event.user_id == leader)), 7)
        self.assertEqual((len(todos), todos.summary), (1, "Limits that ran out were raised to you"))
        matters[0]._meet_deadlines()
        self.assertTrue(todos.exists() and ladder)

    def own_ladder(self, **rung):
        """Return a ladder of the zone with one rung for the responsible."""
        values = {"name": "Only", "tell_owner": True, **rung}
        return self.env["park.deadline.ladder"].create(
            {"code": "own", "name": "Own", "company_id": self.zone.id, "rung_ids": [(0, 0, values)]}
        )

    def test_the_zones_own_ladder_goes_before_the_shared_one_for_open_clocks_too(self):
        with on("2026-09-25"):
            matter = self.started(start=date(2026, 9, 25))
            ladder = self.own_ladder(trigger="before_due", amount=2)
        clock = matter.deadline_ids
        self.assertEqual((clock.ladder_id, clock.next_rung_on), (ladder, date(2026, 9, 28)))
        with on("2026-09-25"):
            ladder.rung_ids.write({"trigger": "after_due", "grace_days": 2})
        self.assertEqual(clock.next_rung_on, date(2026, 10, 12))  # 2 days and 2 of grace after Sep 30
        with on("2026-09-25"):
            ladder.unlink()
        self.assertEqual(clock.ladder_id, self.env.ref("park_deadline.park_deadline_ladder_standard"))

    def test_a_ladder_is_picked_by_zone_then_limits_then_kind_then_date(self):
        Ladder = self.env["park.deadline.ladder"]
        profile = self.env.ref("park_deadline.park_sla_profile_standard")
        rung = [(0, 0, {"name": "Only", "tell_owner": True})]

        def ladder(**vals):
            return Ladder.create({"code": f"c{len(made)}", "name": "L", "rung_ids": rung, **vals})

        made = []
        for vals in (
            {"company_id": self.zone.id},
            {"company_id": self.zone.id, "date_from": "2026-09-01"},
            {"company_id": self.zone.id, "kind": "issue_reply"},
            {"company_id": self.zone.id, "profile_id": profile.id},
        ):
            made.append(ladder(**vals))
        everything = Ladder._in_force(self.zone.ids)
        cases = [
            ((self.other_zone.id, profile.id, "issue_reply", date(2026, 9, 2)), "park_ladder"),
            ((self.zone.id, profile.id, "issue_reply", date(2026, 9, 2)), "c3"),
            ((self.zone.id, 0, "issue_reply", date(2026, 9, 2)), "c2"),
            ((self.zone.id, 0, "issue_close", date(2026, 9, 2)), "c1"),
            ((self.zone.id, 0, "issue_close", date(2026, 8, 2)), "c0"),
        ]
        for question, code in cases:
            with self.subTest(question=question):
                self.assertEqual(everything._pick(*question).code, code)

    def test_a_restricted_clock_climbs_past_heads_and_leaders_to_supervisors(self):
        with on("2026-09-25"):
            matter = self.started(start=date(2026, 9, 25), is_restricted=True)
        found = self.raised_by_day(matter, self.every_day("2026-09-28", "2026-10-25"))
        self.assertEqual(
            {name for levels in found.values() for names in levels.values() for name in names}, {"supervisor"}
        )
        self.assertEqual([list(levels) for levels in found.values()], [[1], [2], [3], [4], [5]])

    def test_the_administrator_edits_the_ladders_of_the_zone_alone(self):
        admin = self.users["admin"]
        shared = self.env.ref("park_deadline.park_deadline_ladder_standard").with_user(admin)
        with self.assertRaises(AccessError):
            shared.rung_ids[:1].grace_days = 3
        own = self.env["park.deadline.ladder"].browse(shared.with_company(self.zone).action_copy_to_zone()["res_id"])
        own.with_user(admin).rung_ids[:1].grace_days = 3
        self.assertEqual((own.company_id, len(own.rung_ids), own.code), (self.zone, 5, "park_ladder"))
        with self.assertRaises(AccessError):
            own.with_user(self.users["supervisor"]).rung_ids[:1].grace_days = 4

    def test_a_ladder_says_what_it_will_do(self):
        ladder = self.env.ref("park_deadline.park_deadline_ladder_standard")
        first, second, *_rest = ladder.preview.splitlines()
        self.assertEqual(
            first, "1. Reminder: once 80 percent of the limit are used, tells Responsible (to-do: One for each clock)."
        )
        self.assertEqual(
            second,
            "2. Urging: on the 1. working day after the limit, tells Responsible, Head of Department "
            "(to-do: One for each clock, Mail).",
        )

    def test_a_rung_tells_somebody(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.cr.savepoint():
            self.own_ladder(tell_owner=False)

    def test_the_next_rung_costs_the_same_for_one_clock_and_for_fifty(self):
        counts = []
        for size in (1, 50):
            matters = self.matters(size)
            self.env.flush_all()
            before = self.cr.sql_log_count
            matters.deadline_ids._arm()
            matters._after_deadlines(self.env["park.deadline"].sudo())
            counts.append(self.cr.sql_log_count - before)
        self.assertEqual(counts[0], counts[1])
