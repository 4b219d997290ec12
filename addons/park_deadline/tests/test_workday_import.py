from base64 import b64encode
from datetime import date

from odoo.tests import freeze_time, tagged

from .common import DeadlineCase

LIST = "date,kind\n" + "".join(f"2027-{day},off\n" for day in ("01-01", "02-08", "02-09", "02-10", "02-11", "02-12"))


@tagged("post_install", "-at_install")
@freeze_time("2026-12-28 02:00:00")
class TestWorkdayImportPreview(DeadlineCase):
    def setUp(self):
        super().setUp()
        self.start(2, amount=7)  # 6 January, then the 7th
        self.start(1, amount=7, department_id=False)
        self.start(1, amount=3)  # 31 December
        self.settled = self.start(
            1, amount=4, unit="calendar_day", start=date(2026, 12, 29)
        )  # 4 January: 2 is a Saturday
        self.start(1, amount=7, company_id=self.other_zone.id, department_id=False)
        self.batch = (
            self.env["park.workday.import"]
            .with_user(self.users["admin"])
            .create({"file": b64encode(LIST.encode()), "filename": "list.csv", "accept_warnings": True})
        )

    def start(self, count, start=date(2026, 12, 28), department_id=None, **kwargs):
        place = {name: kwargs.pop(name) for name in ("company_id",) if name in kwargs}
        if department_id is False:
            place["department_id"] = False
        matters = self.matters(count, **place)
        return matters._start_deadlines("k", start=start, **kwargs)

    def test_the_preview_says_which_limits_move_and_applying_it_moves_just_these(self):
        before = {clock: clock.due_on for clock in self.env["park.deadline"].search([])}
        self.batch.action_preview()
        lines = [
            (line.department_id.name, str(line.due_before), str(line.due_after), line.limit_count)
            for line in self.batch.line_ids
        ]
        self.assertCountEqual(
            lines, [(False, "2027-01-06", "2027-01-07", 1), ("Planning", "2027-01-06", "2027-01-07", 2)]
        )
        counts = self.batch._effect_counts()
        self.assertLessEqual({"moved": 4, "settled": 1}.items(), counts.items())
        self.assertIn("Planning: 2", self.batch.effects)
        self.assertIn("in other zones: 1", self.batch.effects)
        self.assertEqual({clock: clock.due_on for clock in before}, before)
        self.batch.action_apply()
        moved = [clock for clock, due_on in before.items() if clock.due_on != due_on]
        self.assertEqual(len(moved), 4)
        self.assertFalse(self.settled.is_provisional)

    def test_a_line_opens_its_limits_with_the_rights_of_the_reader(self):
        self.batch.action_preview()
        line = self.batch.line_ids.filtered("department_id")
        action = line.action_open()
        clocks = self.env["park.deadline"].search(action["domain"])
        self.assertEqual(clocks.department_id, self.department)
        self.assertFalse(self.env["park.deadline"].with_user(self.users["admin"]).search(action["domain"]))

    def test_a_restricted_limit_is_counted_and_names_no_department(self):
        self.env["park.deadline"].search([("kind", "=", "k")]).is_restricted = True
        self.batch.action_preview()
        self.assertFalse(self.batch.line_ids.department_id)
        self.assertEqual(sum(self.batch.line_ids.mapped("limit_count")), 3)

    def test_a_list_that_cannot_be_one_shows_no_effects(self):
        self.batch.action_preview()
        self.batch.file = b64encode(b"date,kind\n")
        self.batch.action_preview()
        self.assertFalse(self.batch.line_ids or self.batch.effects or self.batch.moved_count)
