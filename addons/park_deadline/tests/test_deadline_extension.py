from datetime import date

from odoo.exceptions import UserError  # AccessError is one
from odoo.tests import freeze_time, tagged

from .common import DeadlineCase

TODAY = "2026-09-21 02:00:00"


@tagged("post_install", "-at_install")
@freeze_time(TODAY)
class TestDeadlineExtension(DeadlineCase):
    """An extension is asked for in time, decided by another, and never overwrites the first day (R04)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.reason = cls.env.ref("park_deadline.park_deadline_reason_consult")
        cls.centre, cls.leader = cls.users["service_centre"], cls.users["leader"]
        cls.second_centre = cls.person("service_centre", cls.zone, "deadline_second_centre")

    def clock(self, due="2026-10-09", **vals):
        """Return a clock for closing that is due on a day."""
        matter = self.started(kind="issue_close", **vals)
        clock = matter.deadline_ids
        clock.write({"due_on": due, "original_due_on": due})
        return clock

    def ask(self, clock, due_on, user=None):
        return clock.with_user(user or self.handler)._ask_extension(
            date.fromisoformat(due_on), self.reason, "Two bureaus"
        )

    def test_when_and_until_when_it_may_be_asked_for(self):
        cases = [  # due, asked on, new day, what stands against it
            ("the working day before, over National Day", "2026-10-08", "2026-09-30", "2026-10-21", ""),
            (
                "in the holiday its approver learns of it too late",
                "2026-10-08",
                "2026-10-05",
                "2026-10-21",
                "by 2026-09-30",
            ),
            ("on the due day", "2026-10-09", "2026-10-09", "2026-10-20", "by 2026-10-08"),
            ("ten working days, a worked Saturday among them", "2026-10-09", "2026-10-08", "2026-10-22", ""),
            ("one day more", "2026-10-09", "2026-10-08", "2026-10-23", "latest possible day is 2026-10-22"),
            ("no later day", "2026-10-09", "2026-10-08", "2026-10-09", "ends later"),
            ("a worked Saturday", "2026-09-30", "2026-09-29", "2026-10-10", ""),
            ("a day off", "2026-09-30", "2026-09-29", "2026-10-05", "2026-10-08 is"),
            ("over New Year, by plain weekdays", "2026-12-30", "2026-12-29", "2027-01-13", ""),
            ("over New Year, one day more", "2026-12-30", "2026-12-29", "2027-01-14", "2027-01-13"),
            ("after it ran out", "2026-09-30", "2026-10-08", "2026-10-10", "has ended"),
        ]
        for case, due, asked_on, due_to, refusal in cases:
            clock = self.clock(due)
            with self.subTest(case), freeze_time(f"{asked_on} 02:00:00"):
                clock.invalidate_recordset()
                if refusal:
                    with self.assertRaisesRegex(UserError, refusal):
                        self.ask(clock, due_to)
                else:
                    self.assertEqual(self.ask(clock, due_to).state, "asked")

    def test_each_profile_has_its_own_rule(self):
        cases = [  # profile, latest day from Friday 9 October, who decides
            ("jinan_2022", "2026-10-22", "department_head"),
            ("anyang_2021", "2026-10-15", "department_head"),
            ("henan_2020", "2026-11-09", "department_head"),  # 30 calendar days, rolled over a Sunday
            ("quanzhou_2022", "2027-03-01", "service_centre"),  # no ceiling
            ("shandong_2020", None, None),  # extensions are included
            ("shanghai_2024", None, None),
        ]
        for key, latest, approver in cases:
            with self.subTest(key):
                clock = self.clock()
                clock.profile_id = self.env.ref(f"park_deadline.park_sla_profile_{key}")
                clock.step_id = False
                if not latest:
                    with self.assertRaisesRegex(UserError, "no further extension"):
                        self.ask(clock, "2026-10-12")
                    continue
                self.assertEqual(self.ask(clock, latest).approver, approver)

    def test_the_road_of_a_granted_extension(self):
        clock = self.clock()
        extension = self.ask(clock, "2026-10-22")
        self.assertEqual(clock.due_on, date(2026, 10, 9), "the clock runs on while nobody has decided")
        extension.with_user(self.centre).action_approve("Agreed")
        self.assertRecordValues(
            clock,
            [
                {
                    "due_on": date(2026, 10, 22),
                    "original_due_on": date(2026, 10, 9),
                    "extension_count": 1,
                    "extension_ids": extension.ids,
                }
            ],
        )
        self.assertRecordValues(
            extension.sudo(),
            [
                {
                    "state": "approved",
                    "due_from": date(2026, 10, 9),
                    "due_to": date(2026, 10, 22),
                    "requested_by_id": self.handler.id,
                    "decided_by_id": self.centre.id,
                    "decision_note": "Agreed",
                    "is_firm_to_inform": True,
                }
            ],
        )
        extension.with_user(self.handler).action_inform_firm()
        self.assertEqual((extension.is_firm_to_inform, extension.firm_informed_on), (False, date(2026, 9, 21)))
        matter = self.env[clock.res_model].browse(clock.res_id)
        self.assertEqual(matter.due_on, date(2026, 10, 22))

    def test_the_second_goes_to_the_leader_and_there_is_no_third(self):
        clock = self.clock()
        self.ask(clock, "2026-10-22").with_user(self.centre).action_approve()
        second = self.ask(clock, "2026-10-29")
        self.assertEqual(second.approver, "leader")
        with self.assertRaises(UserError):
            second.with_user(self.centre).action_approve()
        second.with_user(self.leader).action_approve()
        self.assertEqual((clock.due_on, clock.original_due_on), (date(2026, 10, 29), date(2026, 10, 9)))
        with self.assertRaisesRegex(UserError, "no further extension"):
            self.ask(clock, "2026-11-05")

    def test_who_asks_or_is_responsible_never_decides(self):
        clock = self.clock()
        own = self.ask(clock, "2026-10-22", self.centre)
        with self.assertRaisesRegex(UserError, "never by who asked"):
            own.with_user(self.centre).action_approve()
        clock.owner_id = self.second_centre
        with self.assertRaisesRegex(UserError, "responsible"):
            own.with_user(self.second_centre).action_approve()
        clock.owner_id = self.owner
        own.with_user(self.second_centre).action_approve()
        self.assertEqual(own.state, "approved")

    def test_only_the_approver_of_the_rule_decides(self):
        extension = self.ask(self.clock(), "2026-10-22")
        for role in ("account_manager", "handler", "supervisor", "leader", "admin", "auditor"):
            for verb in ("action_approve", "action_refuse"):
                with self.subTest(role=role, verb=verb), self.assertRaises(UserError):
                    getattr(extension.with_user(self.users[role]), verb)("No")
        self.assertEqual(extension.state, "asked")

    def test_the_head_of_the_department_decides_or_the_centre_where_the_head_asks(self):
        head = self.person("handler", self.zone, "deadline_head")
        self.join(self.department, head)
        self.department.head_id = head
        jinan = self.env.ref("park_deadline.park_sla_profile_jinan_2022")
        first, second = self.clock(), self.clock()
        (first + second).write({"profile_id": jinan.id, "step_id": False})
        asked = self.ask(first, "2026-10-22")
        with self.assertRaises(UserError):
            asked.with_user(self.centre).action_approve()
        asked.with_user(head).action_approve()
        own = self.ask(second, "2026-10-22", head)
        with self.assertRaises(UserError):
            own.with_user(head).action_approve()
        own.with_user(self.centre).action_approve()

    def test_who_may_ask(self):
        clock = self.clock()
        for role in ("supervisor", "leader", "admin", "auditor"):
            with self.subTest(role), self.assertRaises(UserError):
                self.ask(clock, "2026-10-22", self.users[role])
        self.assertTrue(self.ask(clock, "2026-10-22", self.owner))

    def test_restricted_ones_are_asked_and_decided_by_supervisors(self):
        clock = self.clock(is_restricted=True)
        with self.assertRaises(UserError):
            self.ask(clock, "2026-10-22", self.owner)
        asked = self.ask(clock, "2026-10-22", self.users["supervisor"])
        with self.assertRaises(UserError):
            asked.with_user(self.centre).action_approve()
        other = self.person("supervisor", self.zone, "deadline_second_supervisor")
        asked.with_user(other).action_approve()
        self.assertEqual(clock.due_on, date(2026, 10, 22))

    def test_one_open_request_for_each_clock(self):
        clock = self.clock()
        first = self.ask(clock, "2026-10-22")
        with self.assertRaisesRegex(UserError, "already"):
            self.ask(clock, "2026-10-21")
        with self.assertRaisesRegex(UserError, "who asked"):
            first.with_user(self.centre).action_withdraw()
        first.with_user(self.handler).action_withdraw()
        self.ask(clock, "2026-10-21").with_user(self.centre).action_refuse("Seven days were enough for others.")
        self.assertEqual(sorted(clock.extension_ids.mapped("state")), ["refused", "withdrawn"])
        self.assertEqual((clock.due_on, clock.extension_count), (date(2026, 10, 9), 0))

    def test_reason_words_and_a_note_on_a_refusal_are_asked_for(self):
        clock = self.clock()
        pause_reason = self.env.ref("park_deadline.park_deadline_reason_pause_papers")
        for reason, text in ((self.reason, " "), (self.env["park.deadline.reason"], "Why"), (pause_reason, "Why")):
            with self.subTest(reason=reason.name, text=text), self.assertRaises(UserError):
                clock.with_user(self.handler)._ask_extension(date(2026, 10, 22), reason, text)
        with self.assertRaises(UserError):
            self.ask(clock, "2026-10-22").with_user(self.centre).action_refuse(" ")

    def test_a_decision_after_the_due_day_on_what_was_asked_in_time(self):
        clock = self.clock()
        extension = self.ask(clock, "2026-10-22")
        with freeze_time("2026-10-12 02:00:00"):
            clock.invalidate_recordset()
            self.assertTrue(clock.is_overdue)
            extension.with_user(self.centre).action_approve()
            clock.invalidate_recordset()
            self.assertFalse(clock.is_overdue)

    def test_a_limit_for_signing_has_no_extension(self):
        clock = self.started(kind="assignment_help").deadline_ids
        with self.assertRaisesRegex(UserError, "no further extension"):
            self.ask(clock, "2026-09-29")

    def test_nobody_writes_requests_by_hand(self):
        extension = self.ask(self.clock(), "2026-10-22")
        for role, user in self.users.items():
            for operation in ("write", "create", "unlink"):
                with self.subTest(role=role, operation=operation):
                    self.assertFalse(extension.with_user(user).has_access(operation))

    def test_the_dialog_asks_and_decides(self):
        clock = self.clock()
        matter = self.env[clock.res_model].browse(clock.res_id)
        self.assertTrue(matter.with_user(self.owner).may_ask_deadline)
        dialog = self.env["park.deadline.ask"].with_user(self.handler)
        action = clock.with_user(self.handler).with_context(park_verb="extend").action_ask()
        form = dialog.with_context(**action["context"]).create({"reason_id": self.reason.id, "text": "Two bureaus"})
        self.assertEqual(form.due_on, date(2026, 10, 22))
        self.assertIn("2026-10-22", form.hint)
        form.action_apply()
        extension = clock.extension_ids
        action = extension.with_user(self.centre).with_context(park_verb="approve").action_open_decision()
        dialog.with_user(self.centre).with_context(**action["context"]).create({}).action_apply()
        self.assertEqual((extension.state, clock.due_on), ("approved", date(2026, 10, 22)))
