"""The sweep of what is due (rows 11 and 12) against one UPDATE that marks the same rows.

``ours`` raises one rung on each of the clocks, with the log of who was told and their to-dos, in the same
statement. Both keep the next rung on the clock, which the next sweep reads. All clocks of the zone are raised to
few people, each of whom gets one to-do for all; ``todos`` makes one for each clock all the same.
"""

from datetime import timedelta
from unittest.mock import patch

from odoo.tools import SQL
from seeding import settle

RUNG = 2  # of the product's ladder: the responsible one and the head, the working day after the limit


class Sweeps:
    """Makes a number of clocks due that nobody was told of, and sweeps them."""

    def __init__(self, env):
        self.env = env
        self.today = env["park.workday"].today()

    def prepare(self, due):
        """Leave exactly ``due`` running clocks at their next rung, the same for all; the rest are years away."""
        cr = self.env.cr
        cr.execute("SELECT to_regclass('bench_clock')")
        if cr.fetchone()[0]:  # a run that was killed left them as they were then
            self.restore()
        cr.execute("CREATE TABLE bench_clock AS SELECT * FROM park_deadline WHERE state = 'running'")
        ladder = self.env.ref("park_deadline.park_deadline_ladder_standard")
        due_on = self.env["park.workday"].add_workdays(self.today, -1)[0]
        cr.execute(
            "UPDATE park_deadline SET next_rung_on = %s WHERE state = 'running'", [self.today + timedelta(days=4000)]
        )
        cr.execute(
            """UPDATE park_deadline SET due_on = %(due_on)s, started_on = LEAST(started_on, %(due_on)s), level = 1,
                                        ladder_id = %(ladder)s, next_level = %(rung)s, next_rung_on = %(today)s
                WHERE id IN (SELECT id FROM park_deadline WHERE state = 'running' ORDER BY id LIMIT %(due)s)
               RETURNING id""",
            {"due_on": due_on, "ladder": ladder.id, "rung": RUNG, "today": self.today, "due": due},
        )
        assert cr.rowcount == due, cr.rowcount
        # a row changed by an open transaction is checked again at each change: measured are rows at rest
        settle(self.env, "park_deadline")

    def restore(self):
        """Put the clocks back as they were."""
        self.env.cr.execute(
            """UPDATE park_deadline d
                  SET due_on = b.due_on, started_on = b.started_on, level = b.level, ladder_id = b.ladder_id,
                      next_level = b.next_level, next_rung_on = b.next_rung_on
                 FROM bench_clock b WHERE b.id = d.id"""
        )
        self.env.cr.execute("DROP TABLE bench_clock")
        self.env.cr.commit()

    def floor(self):
        """Mark the rows and hand their ids back: what the database alone needs."""
        self.env.cr.execute(
            SQL(
                """UPDATE park_deadline
                      SET level = next_level, next_level = next_level + 1, next_rung_on = next_rung_on + 3,
                          last_chased_at = now()
                    WHERE id IN (SELECT id FROM park_deadline WHERE state = 'running' AND next_rung_on <= %s
                                    FOR NO KEY UPDATE SKIP LOCKED)
                   RETURNING id""",
                self.today,
            )
        )
        return len(self.env.cr.fetchall())

    def ours(self):
        """Raise the rung, with the log of who was told and the to-dos."""
        self.env.transaction.clear()
        return self.env["park.deadline"]._sweep()

    def todos(self):
        """The same as it is where many people are told of few clocks each: a to-do for every clock."""
        with patch("odoo.addons.park_deadline.models.park_deadline_sweep.MOST_TODOS", 10**9):
            return self.ours()
