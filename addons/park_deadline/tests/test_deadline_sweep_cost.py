from unittest.mock import patch

from odoo.tests import freeze_time, tagged

from ..models import park_deadline_sweep
from .common import DeadlineCase

STATEMENTS = 14  # of a sweep that raises one rung, whatever the number of clocks


@tagged("post_install", "-at_install")
@freeze_time("2026-09-24 02:00:00")
class TestDeadlineSweepCost(DeadlineCase):
    """What a sweep costs, and what becomes of a person to whom it raises very many clocks."""

    def matters_due(self, number):
        matters = self.started(number)
        self.env.flush_all()
        self.env.invalidate_all()
        return matters

    def statements(self):
        before = self.cr.sql_log_count
        self.env["park.deadline"]._sweep()
        return self.cr.sql_log_count - before

    def test_a_sweep_costs_the_same_statements_for_one_clock_and_for_thirty(self):
        self.matters_due(1)
        self.statements()  # what is cached once
        costs = []
        for number in (1, 30):
            self.matters_due(number)
            costs.append(self.statements())
        self.assertEqual(costs[0], costs[1])
        self.assertLessEqual(costs[1], STATEMENTS)

    def test_of_very_many_clocks_one_to_do_stands_for_all_and_the_log_names_each(self):
        matters = self.matters_due(3)
        with patch.object(park_deadline_sweep, "MOST_TODOS", 2):
            self.assertEqual(self.env["park.deadline"]._sweep(), 3)
        self.assertFalse(self.todos(matters))
        self.assertRecordValues(
            self.events(matters),
            [{"level": 2, "user_id": self.owner.id, "channel": "activity", "state": "sent", "activity_id": False}] * 3,
        )
        digest = self.env["mail.activity"].search([("user_id", "=", self.owner.id), ("res_model", "=", False)])
        self.assertEqual(len(digest), 1)
        self.assertIn("/odoo/park-chase-log", digest.note)

    def test_a_to_do_that_is_there_climbs_also_in_a_flood(self):
        matter = self.matters_due(1)
        self.env["park.deadline"]._sweep()
        with freeze_time("2026-09-29 02:00:00"), patch.object(park_deadline_sweep, "MOST_TODOS", 0):
            self.env["park.deadline"]._sweep()
        todo = self.todos(matter).filtered(lambda activity: activity.user_id == self.owner)
        self.assertEqual(len(todo), 1)
        self.assertIn("Under supervision", todo.summary)

    def test_a_clock_that_ended_has_no_next_rung(self):
        matter = self.matters_due(1)
        matter._meet_deadlines()
        clock = matter.deadline_ids
        self.assertEqual((clock.state, clock.next_rung_on, clock.next_level), ("missed", False, 0))
