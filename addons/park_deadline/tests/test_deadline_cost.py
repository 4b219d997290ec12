import os
from datetime import date, timedelta

from odoo.tests import freeze_time, tagged

from .common import DeadlineCase

FEW, MANY = 10, 1000 if os.environ.get("PARKDESK_LONG") else 100
BATCH = 100  # Odoo writes and reads so many records in one statement


@tagged("post_install", "-at_install")
@freeze_time("2026-09-21 02:00:00")
class TestDeadlineCost(DeadlineCase):
    """No verb costs a statement for each record, however different the clocks are."""

    def matters_of_all_sorts(self, size):
        """Return matters received on ten days, so that their clocks are not all alike."""
        matters = self.matters(size)
        for place, matter in enumerate(matters):
            matter.received_on = date(2026, 9, 7) + timedelta(place % 10)
        return matters

    def prepare(self, verb, size):
        matters = self.matters_of_all_sorts(size)
        if verb != "start":
            matters._start_deadlines("issue_close", start="received_on", amount=30)
        if verb in ("resume", "ceiling"):
            for number, group in enumerate((matters[::2], matters[1::2])):
                with freeze_time(f"2026-09-{21 + number} 02:00:00"):
                    group._pause_deadlines(reason="Review")
        self.env.flush_all()
        self.env.invalidate_all()
        return matters

    def test_no_verb_costs_a_statement_for_each_record(self):
        verbs = {
            "start": lambda matters: matters._start_deadlines("issue_close", start="received_on"),
            "pause": lambda matters: matters._pause_deadlines(reason="Review"),
            "resume": lambda matters: matters._resume_deadlines(),
            "extend": lambda matters: matters._extend_deadlines("issue_close", date(2026, 12, 1), "Review"),
            "meet": lambda matters: matters._meet_deadlines(),
            "void": lambda matters: matters._void_deadlines(),
            "sync": lambda matters: matters._sync_deadlines(),
            "ceiling": lambda matters: matters.env["park.deadline"]._resume_expired(),
        }
        for name, verb in verbs.items():
            verb_at = freeze_time("2026-11-02 02:00:00" if name == "ceiling" else "2026-09-24 02:00:00")
            with verb_at:
                verb(self.prepare(name, FEW))  # what is cached once
            counts = {}
            for size in (FEW, MANY):
                matters = self.prepare(name, size)
                before = self.cr.sql_log_count
                with verb_at:
                    verb(matters)
                    self.env.flush_all()
                counts[size] = self.cr.sql_log_count - before
            with self.subTest(name, **{str(size): count for size, count in counts.items()}):
                tables = 4  # clocks, pauses, subjects, log: each written and read in batches
                self.assertLessEqual(counts[MANY], counts[FEW] + 2 * tables * (MANY // BATCH))
