"""How far a running import is, for the person who waits: from outside its transaction."""

import re

from odoo import models
from odoo.tools import SQL

EVERY = 1000  # rows between two reports
REPORT = re.compile(r"park-import \d+ (?P<step>[a-z]+) (?P<done>\d+) (?P<total>\d+)")


class ParkEnterpriseImport(models.Model):
    """The import is one transaction, so nothing it writes can be seen before it ends.

    The name of its database session can: it changes at once, needs no commit of its own, and goes
    with the transaction, however that ends.
    """

    _inherit = "park.enterprise.import"

    def _tell_progress(self, step, done=0, total=0):
        """Say that ``done`` of ``total`` are done in a step."""
        self.env.cr.execute(SQL("SET LOCAL application_name = %s", f"park-import {self.id} {step} {done} {total}"))

    def _counted(self, items, step, total):
        """Yield ``items`` and tell how many have passed."""
        for number, item in enumerate(items):
            if number % EVERY == 0:
                self._tell_progress(step, number, total)
            yield item

    def park_progress(self):
        """Return ``{step, done, total}`` of the import while it runs, else an empty mapping."""
        self.ensure_one()
        self.check_access("read")
        rows = self.env.execute_query(
            SQL(
                """SELECT application_name FROM pg_stat_activity
                    WHERE datname = current_database() AND pid <> pg_backend_pid() AND application_name LIKE %s""",
                f"park-import {self.id} %",
            )
        )
        match = REPORT.fullmatch(rows[0][0]) if rows else None
        return {"step": match["step"], "done": int(match["done"]), "total": int(match["total"])} if match else {}
