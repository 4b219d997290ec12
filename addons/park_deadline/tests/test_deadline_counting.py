from datetime import date, datetime

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged

from .common import DeadlineCase

RECEIVED = datetime(2026, 9, 10, 8)  # Thursday, four in the afternoon in China
ACCEPTED = date(2026, 9, 11)


@tagged("post_install", "-at_install")
@freeze_time("2026-09-11 02:00:00")
class TestDeadlineCounting(DeadlineCase):
    """How a zone's own document counts (domain rule 4.4): data of the limits, kept by the clock."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.events = {"receipt": RECEIVED, "acceptance": ACCEPTED, "dispatch": False}
        cls.classPatch(
            type(cls.env["park.test.matter"]),
            "_deadline_events",
            lambda matters: dict.fromkeys(matters.ids, cls.events),
        )
        step = {"name": "Reply", "kind": "issue_reply", "amount": 2}
        cls.limits = cls.env["park.sla.profile"].create(
            {"code": "own", "name": "Own", "company_id": cls.zone.id, "is_default": True, "step_ids": [(0, 0, step)]}
        )

    def clock(self, start=date(2026, 9, 11), unit="workday", **vals):
        """Return a clock of two days by limits that count so; from Friday 11 September."""
        self.limits.write({"counts_first_day": False, "rolls_forward": True, "day_ends": "midnight"})
        self.limits.step_ids.write({"unit": unit, "counts_from": vals.pop("counts_from", False)})
        self.limits.write(vals)
        return self.matters()._start_deadlines("issue_reply", start=start)

    def test_each_rule_as_a_field_of_the_limits(self):
        cases = [  # domain rule, source, how the limits differ, due day, UTC moment
            ("4.4.1", "Civil Code 201", {}, "2026-09-15", False),
            ("4.4.1", "document", {"counts_first_day": True}, "2026-09-14", False),
            ("4.4.1", "end of the day", {"day_ends": "closing"}, "2026-09-15", datetime(2026, 9, 15, 10)),
            ("4.4.2", "Civil Code 203", {"unit": "calendar_day"}, "2026-09-14", False),
            ("4.4.2", "document", {"unit": "calendar_day", "rolls_forward": False}, "2026-09-13", False),
            ("4.4.1", "receipt", {"counts_from": "receipt"}, "2026-09-14", False),
            ("4.4.1", "acceptance", {"counts_from": "acceptance"}, "2026-09-15", False),
        ]
        for rule, source, vals, due, due_at in cases:
            with self.subTest(rule=rule, source=source):
                clock = self.clock(**vals)
                self.assertEqual((str(clock.due_on), clock.due_at), (due, due_at))

    def test_late_receipt_counts_from_the_next_working_day_whatever_the_limits(self):
        self.events["receipt"] = datetime(2026, 9, 10, 9, 1)  # 17:01
        clock = self.clock(counts_from="receipt")
        self.events["receipt"] = RECEIVED
        self.assertEqual((clock.started_on, clock.due_on), (date(2026, 9, 11), date(2026, 9, 15)))

    def test_a_limit_waits_for_its_event_and_starts_once(self):
        self.assertFalse(self.clock(counts_from="dispatch"))
        matter = self.matters()
        self.events["dispatch"] = date(2026, 9, 14)
        for _time in range(2):
            matter._start_deadlines_from("dispatch", ["issue_reply", "issue_close"])
        self.events["dispatch"] = False
        self.assertEqual(matter.deadline_ids.mapped("kind"), ["issue_reply"])
        self.assertEqual(matter.deadline_ids.due_on, date(2026, 9, 16))

    def test_overdue_from_the_closing_hour_of_the_last_day(self):
        clock = self.clock(day_ends="closing")
        matter = self.env[clock.res_model].browse(clock.res_id)
        for moment, lamp in (("2026-09-15 10:00:00", "yellow"), ("2026-09-15 10:00:01", "red")):
            with freeze_time(moment):
                self.env.invalidate_all()
                self.assertEqual((clock.lamp, matter.lamp), (lamp, lamp), moment)

    def test_a_pause_gives_back_days_and_keeps_the_hour(self):
        clock = self.clock(day_ends="closing")
        matter = self.env[clock.res_model].browse(clock.res_id)
        matter._pause_deadlines(reason="Hearing")
        with freeze_time("2026-09-14 02:00:00"):
            matter._resume_deadlines()
        self.assertEqual((clock.due_on, clock.due_at), (date(2026, 9, 16), datetime(2026, 9, 16, 10)))

    def test_the_first_day_is_among_the_days_used(self):
        clock = self.clock(counts_first_day=True)
        with freeze_time("2026-09-14 02:00:00"):
            self.env[clock.res_model].browse(clock.res_id)._meet_deadlines()
        self.assertEqual((clock.state, clock.used_days), ("met", 2))

    def test_a_change_of_the_rule_leaves_running_clocks_alone(self):
        clock = self.clock()
        self.limits.write({"counts_first_day": True, "rolls_forward": False, "day_ends": "closing"})
        self.assertEqual((clock.counts_first_day, clock.rolls_forward, clock.due_at), (False, True, False))
        self.assertFalse(clock._counting().counts_first_day)

    def test_the_dialog_tells_several_limits_of_a_subject_apart(self):
        clock = self.clock().with_user(self.handler)
        named = clock.with_context(park_with_kind=True)
        self.assertEqual((clock.display_name, named.display_name), ("Matter 1", "Reply · Matter 1"))

    def test_only_time_that_the_document_leaves_out_may_pause(self):
        statutory = self.env.ref("park_deadline.park_deadline_reason_pause_statutory")
        papers = self.env.ref("park_deadline.park_deadline_reason_pause_papers")
        clock = self.clock(pause_reason_ids=[Command.set(statutory.ids)]).with_user(self.handler)
        dialog = self.env["park.deadline.ask"].with_user(self.handler).new({"verb": "pause", "deadline_id": clock.id})
        self.assertEqual(dialog.offered_ids._origin, statutory)
        with self.assertRaisesRegex(UserError, "choose another reason"):
            clock._ask_pause(papers, "The firm brings the map")
        self.assertEqual(clock._ask_pause(statutory, "A hearing on the 20th").state, "asked")
