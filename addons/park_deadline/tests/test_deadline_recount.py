from datetime import date, datetime, timedelta
from unittest.mock import patch

from odoo.tests import freeze_time, tagged
from odoo.tools import format_date

from .common import DeadlineCase


def list_of_2027():
    """Return an invented list: 1 to 3 January and 5 to 11 February off, Sunday 10 January worked instead."""
    off = {date(2027, 1, day) for day in (1, 2, 3)} | {date(2027, 2, day) for day in range(5, 12)}
    made_up = {date(2027, 1, 10)}

    def kind(day):
        if day in off:
            return "holiday"
        if day in made_up:
            return "makeup"
        return "weekend" if day.weekday() >= 5 else "workday"

    return [(day, kind(day), None) for day in (date(2027, 1, 1) + timedelta(days=at) for at in range(365))]


@tagged("post_install", "-at_install")
@freeze_time("2026-12-28 02:00:00")  # a Monday, ten in the morning
class TestDeadlineRecount(DeadlineCase):
    """The list of 2027 is not published; clocks start in the last days of December, and then it arrives."""

    def start(self, title, *args, zone=None, **kwargs):
        matter = self.matters(name=title, **({"company_id": zone.id, "department_id": False} if zone else {}))
        return matter._start_deadlines(*args, **{"start": date(2026, 12, 28), **kwargs})

    def publish(self):
        """Put the invented list in its place, as an import does."""
        years = self.env["park.workday.year"].sudo()
        return years._put_national(2027, list_of_2027(), "Invented", None)

    def test_exactly_the_provisional_clocks_move_and_it_is_said(self):
        workday, limit = "issue_close", {"amount": 7, "unit": "workday"}
        cases = {
            # title: (clock, due before, due after, still provisional)
            "inside 2026": (self.start("inside 2026", "k", amount=3), "2026-12-31", "2026-12-31", False),
            "over New Year": (self.start("over New Year", workday, **limit), "2027-01-06", "2027-01-07", False),
            "over the worked Sunday": (self.start("s", "k", amount=9), "2027-01-08", "2027-01-10", False),
            "calendar days that end on a day off": (
                self.start("c", "k", amount=4, unit="calendar_day"), "2027-01-01", "2027-01-04", False,
            ),
            "calendar days that do not": (
                self.start("d", "k", amount=9, unit="calendar_day"), "2027-01-06", "2027-01-06", False,
            ),
            "into 2028": (self.start("e", "k", amount=300), None, None, True),
            "another zone": (self.start("z", "k", amount=7, zone=self.other_zone), "2027-01-06", "2027-01-07", False),
        }  # fmt: skip
        hours = self.start("hours", "k", start=datetime(2026, 12, 31, 8, 30), amount=4, unit="working_hour")
        paused = self.start("paused", "k", amount=7)
        paused_subject = self.env["park.test.matter"].browse(paused.res_id)
        ended = self.start("ended", "k", amount=7)
        with freeze_time("2026-12-29 02:00:00"):
            paused_subject._pause_deadlines(reason="Hearing")
            self.env["park.test.matter"].browse(ended.res_id)._meet_deadlines()
        granted = self.start("granted", "k", amount=3)
        self.env["park.test.matter"].browse(granted.res_id)._extend_deadlines("k", date(2027, 2, 8), "Two bureaus")
        clocks = {title: case[0] for title, case in cases.items()}
        first = {clock: clock.original_due_on for clock in clocks.values()}
        for title, (clock, before, _after, _still) in cases.items():
            with self.subTest(title, when="before"):
                self.assertEqual(str(clock.due_on), before or str(clock.due_on))
                self.assertEqual(clock.is_provisional, title != "inside 2026")
        self.assertEqual((hours.due_at, hours.is_provisional), (datetime(2027, 1, 1, 3, 30), True))
        self.assertEqual((paused_subject.due_is_provisional, paused_subject.due_mark), (True, "provisional"))
        unmoved_audit = self.audited(clocks["inside 2026"] + ended)

        self.publish()

        for title, (clock, _before, after, still) in cases.items():
            with self.subTest(title, when="after"):
                self.assertEqual(str(clock.due_on), after or str(clock.due_on))
                self.assertEqual((clock.is_provisional, clock.original_due_on), (still, first[clock]))
        self.assertEqual((hours.due_at, hours.due_on), (datetime(2027, 1, 4, 3, 30), date(2027, 1, 4)))
        self.assertEqual(hours.original_due_at, datetime(2027, 1, 1, 3, 30))
        self.assertEqual((paused.due_on, paused.state, paused.is_provisional), (date(2027, 1, 7), "paused", False))
        self.assertEqual((ended.due_on, ended.is_provisional), (date(2027, 1, 6), True))
        self.assertEqual((granted.due_on, granted.original_due_on), (date(2027, 2, 12), date(2026, 12, 31)))
        self.assertEqual((paused_subject.due_on, paused_subject.due_is_provisional), (date(2027, 1, 7), False))
        self.assertEqual(self.audited(clocks["inside 2026"] + ended), unmoved_audit)
        self.assertEqual(len(self.audited(hours + paused + granted + clocks["over New Year"])), 4)
        detail = self.audited(clocks["over New Year"]).detail
        self.assertEqual(detail["changes"]["due_on"], ["2027-01-06", "2027-01-07"])
        self.assertEqual(detail["changes"]["is_provisional"], [True, False])

    def audited(self, clocks):
        return self.env["park.audit"].search(
            [("model", "=", "park.deadline"), ("res_id", "in", clocks.ids), ("action", "=", "deadline.recount")]
        )

    def test_a_paused_clock_gives_back_what_it_took_and_resumes_by_the_new_list(self):
        clock = self.start("paused", "k", amount=7)
        matter = self.env["park.test.matter"].browse(clock.res_id)
        matter._pause_deadlines(reason="Hearing")
        with freeze_time("2026-12-30 02:00:00"):
            matter._resume_deadlines()
        self.assertEqual((clock.paused_days, clock.due_on), (2, date(2027, 1, 8)))
        self.publish()
        self.assertEqual((clock.due_on, clock.paused_days), (date(2027, 1, 10), 2))
        self.assertEqual(clock.yellow_on, date(2027, 1, 7))

    def test_each_person_is_told_once_of_the_limits_that_moved(self):
        for title in ("First", "Second", "Third"):
            self.start(title, "issue_close", amount=7)
        nobodys = self.start("Of the department", "issue_close", amount=7)
        nobodys.owner_id = False
        self.start("Unmoved", "issue_reply", amount=3)
        self.publish()
        todo = self.todos_of(self.owner)
        self.assertEqual((len(todo), "3 limits" in todo.summary), (1, True))
        old, new = (format_date(self.env, date(2027, 1, day), lang_code="en_US") for day in (6, 7))
        self.assertIn(f"First: {old} → {new}", todo.note)
        self.assertNotIn("Unmoved", todo.note)
        self.assertIn("Of the department", self.todos_of(self.handler).note)
        self.publish()  # the same list again
        self.assertEqual(len(self.todos_of(self.owner)), 1)

    def todos_of(self, user):
        todo = self.env.ref("mail.mail_activity_data_todo")
        return self.env["mail.activity"].search([("user_id", "=", user.id), ("activity_type_id", "=", todo.id)])

    def test_restricted_limits_are_told_to_supervisors_alone(self):
        self.start("Complaint", "issue_close", amount=7).is_restricted = True
        self.publish()
        self.assertFalse(self.todos_of(self.owner))
        self.assertIn("Complaint", self.todos_of(self.users["supervisor"]).note)

    def test_days_of_a_zone_move_its_clocks_alone_and_taking_them_back_moves_them_back(self):
        here = self.start("here", "k", start=date(2026, 12, 14), amount=5)
        there = self.start("there", "k", start=date(2026, 12, 14), amount=5, zone=self.other_zone)
        own = self.env["park.workday.year"].create(
            {"year": 2026, "company_id": self.zone.id, "day_ids": [(0, 0, {"date": "2026-12-16"})]}
        )
        self.assertEqual((str(here.due_on), str(there.due_on)), ("2026-12-22", "2026-12-21"))
        self.assertEqual(str(here.original_due_on), "2026-12-21")
        own.day_ids.date = date(2026, 12, 19)  # a Saturday
        self.assertEqual(str(here.due_on), "2026-12-21")
        own.day_ids.write({"date": date(2026, 12, 18)})
        own.unlink()
        self.assertEqual(str(here.due_on), "2026-12-21")

    def test_a_new_year_of_the_library_is_noticed_at_the_update(self):
        clock = self.start("over New Year", "k", amount=7)
        deadlines = self.env["park.deadline"]
        deadlines._recount_since_update()
        self.assertEqual(clock.due_on, date(2027, 1, 6))
        with self.loaded_before_this_addon():
            self.publish()
        self.assertEqual(clock.due_on, date(2027, 1, 6))
        deadlines._recount_since_update()
        self.assertEqual((clock.due_on, clock.is_provisional), (date(2027, 1, 7), False))
        deadlines._recount_since_update()
        self.assertEqual((clock.due_on, len(self.audited(clock))), (date(2027, 1, 7), 1))

    def loaded_before_this_addon(self):
        return patch.object(self.env.registry["park.workday"], "_calendars_changed", lambda self, before: None)

    def test_the_same_limit_given_again_after_the_list_goes_on(self):
        clock = self.start("again", "issue_close", amount=7)
        self.publish()
        matter = self.env["park.test.matter"].browse(clock.res_id)
        self.assertEqual(matter._start_deadlines("issue_close", start=date(2026, 12, 28), amount=7), clock)

    def test_recounting_costs_the_same_for_two_and_for_two_hundred(self):
        counts = []
        for size in (1, 2, 200):  # the first one fills caches
            self.matters(size)._start_deadlines("issue_close", start=date(2026, 12, 28), amount=7)
            before = self.env["park.workday"]._calendars()
            self.env.flush_all()
            years = self.env["park.workday.year"]
            with self.loaded_before_this_addon():
                self.publish()
            self.env["park.workday"]._calendars()
            self.env.flush_all()
            started = self.cr.sql_log_count
            moved = self.env["park.deadline"]._apply_recount(self.env["park.deadline"]._recount(before))
            self.env.flush_all()
            counts.append(self.cr.sql_log_count - started)
            self.assertEqual(len(moved), size)
            self.env["park.test.matter"].browse(moved.mapped("res_id"))._void_deadlines()
            with self.loaded_before_this_addon():
                years.search([("year", "=", 2027), ("company_id", "=", False)]).unlink()
        self.assertEqual(counts[1], counts[2])
