from odoo.tests import freeze_time, tagged

from .common import TODAY, ServiceDayCase


@tagged("post_install", "-at_install")
@freeze_time(TODAY)
class TestCaptureCost(ServiceDayCase):
    """Fifty lines take as many statements as ten."""

    def count(self, size):
        self.calls = getattr(self, "calls", 0) + 1
        lines = [
            self.line(f"{self.calls} {place}", enterprise_id=self.firms[place % 2].id)
            if place % 2
            else self.limited(f"{self.calls} {place}", department_id=(self.water if place % 4 else self.roads).id)
            for place in range(size)
        ]
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        answers = self.capture(*lines)
        self.env.flush_all()
        self.assertEqual({answer["status"] for answer in answers}, {"stored"})
        return self.env.cr.sql_log_count - before

    def test_statements_do_not_grow_with_the_lines(self):
        self.count(10)  # fills the caches of both
        ten, fifty = self.count(10), self.count(50)
        self.assertLessEqual(fifty, ten + 2, "a batch is stored set-based")

    def test_the_board_does_not_grow_either(self):
        day = self.day.with_env(self._as(self.manager))
        costs = []
        for size in (11, 53):
            self.count(size)
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            day.board()
            costs.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(costs[1], costs[0] + 1)
