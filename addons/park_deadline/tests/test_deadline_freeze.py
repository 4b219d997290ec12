from datetime import date

from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged

from .common import DeadlineCase

FROZEN = (
    "state", "due_on", "due_at", "original_due_on", "yellow_on", "met_on", "paused_days", "used_days",
    "extension_count", "is_provisional", "resumes_on", "level",
)  # fmt: skip


@tagged("post_install", "-at_install")
@freeze_time("2026-09-21 02:00:00")
class TestDeadlineFreeze(DeadlineCase):
    """Nothing moves a clock that has ended."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.extend = cls.env.ref("park_deadline.park_deadline_reason_consult")
        cls.papers = cls.env.ref("park_deadline.park_deadline_reason_pause_papers")
        cls.statutory = cls.env.ref("park_deadline.park_deadline_reason_pause_statutory")
        cls.centre = cls.users["service_centre"]

    def ended(self, way):
        """Return a matter whose clock ended met, missed, void, or met while paused."""
        matter = self.started(kind="issue_close")
        if way == "paused":
            matter._pause_deadlines(reason="Papers")
        if way == "missed":
            with freeze_time("2026-10-20 02:00:00"):
                matter._meet_deadlines()
        elif way == "void":
            matter._void_deadlines()
        else:
            matter._meet_deadlines()
        return matter

    def test_each_verb_leaves_an_ended_clock_as_it_is(self):
        verbs = {
            "start": lambda matter: matter._start_deadlines("issue_close", amount=20),
            "pause": lambda matter: matter._pause_deadlines(reason="Again"),
            "resume": lambda matter: matter._resume_deadlines(),
            "extend": lambda matter: matter._extend_deadlines("issue_close", date(2026, 12, 1), "Again"),
            "meet": lambda matter: matter._meet_deadlines(),
            "void": lambda matter: matter._void_deadlines(),
            "sync": lambda matter: matter._sync_deadlines(),
            "sweep": lambda matter: matter.env["park.deadline"]._sweep(),
            "ceiling": lambda matter: matter.env["park.deadline"]._resume_expired(),
            "ask for an extension": lambda matter: matter.deadline_ids.with_user(self.handler)._ask_extension(
                date(2026, 12, 1), self.extend, "Again"
            ),
            "ask for a pause": lambda matter: matter.deadline_ids.with_user(self.handler)._ask_pause(
                self.papers, "Again"
            ),
            "ask to run on": lambda matter: matter.deadline_ids.with_user(self.handler)._ask_resume(),
        }
        for way in ("met", "missed", "void", "paused"):
            for name, verb in verbs.items():
                with self.subTest(way=way, verb=name):
                    matter = self.ended(way)
                    clock = matter.deadline_ids
                    before = clock.read(FROZEN)
                    with freeze_time("2026-11-30 02:00:00"):
                        try:
                            with self.env.cr.savepoint():
                                verb(matter)
                        except UserError:
                            self.assertIn(name, ("extend", "ask for an extension", "ask for a pause"))
                    clock.invalidate_recordset()
                    self.assertEqual(clock.read(FROZEN), before)

    def test_what_was_asked_lapses_with_the_end_and_cannot_be_granted(self):
        matter = self.started(kind="issue_close")
        clock = matter.deadline_ids
        extension = clock.with_user(self.handler)._ask_extension(date(2026, 10, 12), self.extend, "Two bureaus")
        pause = clock.with_user(self.handler)._ask_pause(self.statutory, "Expert review")
        matter._meet_deadlines()
        for request in (extension, pause):
            self.assertEqual(request.state, "lapsed")
            for verb in ("action_approve", "action_refuse"):
                with self.subTest(model=request._name, verb=verb), self.assertRaises(UserError):
                    getattr(request.with_user(self.centre), verb)("Too late")
        self.assertEqual((clock.state, clock.due_on, clock.extension_count), ("met", date(2026, 9, 29), 0))

    def test_a_request_left_open_beside_an_ended_clock_is_not_granted_either(self):
        clock = self.started(kind="issue_close").deadline_ids
        extension = clock.with_user(self.handler)._ask_extension(date(2026, 10, 12), self.extend, "Two bureaus")
        clock.write({"state": "met", "met_on": "2026-09-21"})  # past the verbs
        with self.assertRaisesRegex(UserError, "nothing moves it"):
            extension.with_user(self.centre).action_approve()
