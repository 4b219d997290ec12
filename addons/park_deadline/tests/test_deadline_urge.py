from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from .common import DeadlineCase


@tagged("post_install", "-at_install")
class TestDeadlineUrge(DeadlineCase):
    """On Mon 2026-09-21 the service centre urges who answers for clocks that run until the 22nd."""

    def setUp(self):
        super().setUp()
        self.startPatcher(freeze_time("2026-09-21 02:00:00"))
        self.centre = self.users["service_centre"]

    def urge(self, matters, text="Answer by Tuesday noon.", **options):
        return matters.deadline_ids.with_user(self.centre)._urge(text, **options).with_env(self.env)

    def test_each_person_hears_once_of_all_their_matters(self):
        mine, theirs = self.started(3), self.started(owner_id=self.handler.id)
        events = self.urge(mine + theirs)
        self.assertEqual(len(events), 4)
        self.assertEqual(events.user_id, self.owner + self.handler)
        self.assertEqual(set(events.mapped("by_id.id")), {self.centre.id})
        todos = self.env["mail.activity"].search([("summary", "like", "Answer by Tuesday noon.")])
        self.assertEqual(sorted(todos.mapped("user_id.id")), sorted([self.owner.id, self.handler.id]))
        [single] = todos.filtered(lambda todo: todo.user_id == self.handler)
        self.assertEqual((single.res_model, single.res_id), (theirs._name, theirs.id))

    def test_the_log_keeps_words_level_and_channel(self):
        matter = self.started()
        self.assertRecordValues(
            self.urge(matter),
            [{"text": "Answer by Tuesday noon.", "level": 0, "channel": "activity", "state": "sent", "round": 0}],
        )
        audit = self.env["park.audit"].search([("action", "=", "deadline.urge")])
        self.assertEqual(audit.res_id, matter.deadline_ids.id)

    def test_by_mail_it_waits_for_the_digest_where_there_is_a_server(self):
        self.owner.email = "owner@example.com"
        self.env["ir.mail_server"].create({"name": "Mail", "smtp_host": "127.0.0.1"})
        event = self.urge(self.started(), channel="mail")
        self.assertEqual((event.channel, event.state), ("mail", "queued"))
        self.env["park.deadline.message"]._pack()
        _subject, body = event.message_id._content()
        self.assertIn("Answer by Tuesday noon.", body)
        self.assertIn("Urged by hand", body)

    def test_somebody_chased_today_is_left_out_unless_it_is_said(self):
        first, second = self.started(name="First"), self.started(name="Second")
        self.urge(first)
        with self.assertRaisesRegex(UserError, "chased today"):
            self.urge(second)
        self.assertEqual(self.urge(second, again=True).user_id, self.owner)
        with freeze_time("2026-09-21 16:30:00"):  # past midnight in China
            self.assertEqual(self.urge(second).user_id, self.owner)

    def test_the_dialog_counts_before_it_goes(self):
        matters = self.started(2) + self.started(owner_id=self.handler.id)
        self.urge(matters[2])
        ended = self.started()
        ended._meet_deadlines()
        clocks = (matters + ended).deadline_ids.with_user(self.centre)
        dialog = self.env["park.deadline.urge"].with_user(self.centre).create(
            {"deadline_ids": clocks.ids, "text": "Please answer."}
        )  # fmt: skip
        self.assertEqual(dialog.hint, "2 of 4 limits, 1 people: one notice each.")
        self.assertEqual(dialog.chased, self.handler.name)
        dialog.again = True
        self.assertEqual(dialog.hint, "3 of 4 limits, 2 people: one notice each.")
        dialog.action_apply()
        self.assertEqual(len(self.events(matters)), 4)

    def test_where_nobody_is_responsible_the_head_is_told_and_else_the_present_members(self):
        matter = self.started(owner_id=False)
        self.join(self.department, self.users["leader"], date_from=date(2026, 1, 2), date_to=date(2026, 9, 1))
        self.assertEqual(self.urge(matter).user_id, self.handler)
        self.department.head_id = self.users["leader"]
        self.assertEqual(self.urge(matter).user_id, self.users["leader"])

    def test_who_stands_in_is_told(self):
        self.env["park.absence"].create(
            {
                "user_id": self.owner.id,
                "company_id": self.zone.id,
                "substitute_id": self.users["supervisor"].id,
                "date_from": "2026-09-21",
                "date_to": "2026-09-22",
            }
        )
        self.assertEqual(self.urge(self.started()).user_id, self.users["supervisor"])

    def test_the_ladder_still_climbs_after_an_urging_of_the_same_level(self):
        matter = self.started()
        with freeze_time("2026-09-23 02:00:00"):
            self.env["park.deadline"]._sweep()
            self.urge(matter, again=True)
        with freeze_time("2026-09-30 02:00:00"):
            self.env["park.deadline"]._sweep()
        by_hand = self.events(matter).filtered("by_id")
        self.assertEqual(by_hand.level, 2)
        self.assertIn(3, self.events(matter).mapped("level"))

    def test_only_service_centre_and_supervisors_urge_and_never_without_words(self):
        matter = self.started()
        for role in ("account_manager", "handler", "leader", "auditor"):
            with self.subTest(role), self.assertRaises(AccessError):
                matter.deadline_ids.with_user(self.users[role])._urge("Now.")
        with self.assertRaisesRegex(UserError, "Say in a sentence"):
            self.urge(matter, text="  ")

    def test_restricted_matters_are_not_talked_of(self):
        matter = self.started(is_restricted=True)
        with self.assertRaises(UserError):
            matter.deadline_ids.with_user(self.users["supervisor"])._urge("Now.")
