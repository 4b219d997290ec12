"""The sweep of what ran out (rows 11 and 12) against one UPDATE that marks the same rows."""

from odoo.tools import SQL


class Sweeps:
    """Makes a number of clocks due that nobody was told of, and sweeps them."""

    def __init__(self, env):
        self.env = env
        self.today = env["park.workday"].today()

    def prepare(self, due):
        """Leave exactly ``due`` running clocks past their day and not chased; the rest are years away."""
        cr = self.env.cr
        cr.execute(
            "UPDATE park_deadline SET due_on = due_on + 4000 WHERE state = 'running' AND due_on < %s", [self.today]
        )
        cr.execute(
            """UPDATE park_deadline SET due_on = %s, started_on = LEAST(started_on, %s), level = 0
                WHERE id IN (SELECT id FROM park_deadline WHERE state = 'running' ORDER BY id LIMIT %s) RETURNING id""",
            [self.today.replace(day=1), self.today.replace(day=1), due],
        )
        assert cr.rowcount == due, cr.rowcount
        cr.execute("ANALYZE park_deadline")

    def floor(self):
        """Mark the rows and hand their ids back: what the database alone needs."""
        self.env.cr.execute(
            SQL(
                """UPDATE park_deadline SET level = 1, last_chased_at = now() WHERE id IN (
                       SELECT id FROM park_deadline WHERE state = 'running' AND level = 0 AND due_on < %s
                          FOR UPDATE SKIP LOCKED) RETURNING id""",
                self.today,
            )
        )
        return len(self.env.cr.fetchall())

    def ours(self):
        """Raise the rung, with the log of who was told and the to-dos."""
        self.env.transaction.clear()
        return self.env["park.deadline"]._sweep()
