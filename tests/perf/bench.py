"""Our column of the performance table: each row beside its floor and its peers, as ratios of one run.

scripts/bench makes the database and starts this file in Odoo's environment:

    python tests/perf/bench.py DATABASE [--firms N] [--issues N] [--growth] [--repeats N] [ROW...]

Rows are numbered as in tests/perf/README.md. Nothing that a row does to the database stays.
"""

import argparse
import os
import sys

import odoo.init  # noqa: F401 (first: sets Odoo up)
from measuring import Meter, compare, memory_peak, once_each
from odoo import SUPERUSER_ID
from odoo.api import Environment
from odoo.modules.registry import Registry
from odoo.tools import config

ROWS = {
    1: ("list: 80 rows, 12 columns, total", 5),
    2: ("list by a clicked date column", 5),
    3: ("list at row 8,000", 6),
    4: ("kanban, all columns open", 14),
    5: ("totals, column counts, progress bar", 30),
    6: ("search, two characters, 1 in 2,000", 4.5),
    7: ("search, four characters", 4.5),
    9: ("shipped list / form, against 12 columns", 1.5),
    10: ("workbook 100,000 x 20", 1.2),
    11: ("sweep, 50,000 due", 2),
    12: ("sweep, 50 due", 3),
    13: ("overdue list of 80", 5),
    17: ("import of 20,000 firms", 3),
    18: ("2,000 new names against 20,000", 2),
    20: ("people at once over HTTP", None),
}
GROWING = (1, 2, 3, 4, 5, 6, 7)


class Bench:
    """Runs rows on one database and collects what to print."""

    def __init__(self, cr, options):
        self.cr, self.options = cr, options
        self.meter = Meter(cr)
        self.lines = []

    def env(self, login=None):
        """Return the environment of a person of the seeded zone, or of the superuser."""
        env = Environment(self.cr, SUPERUSER_ID, {"lang": "zh_CN"})
        if login is None:
            return env
        user = env["res.users"].search([("login", "=", f"bench_{login}")])
        context = {"lang": "zh_CN", "tz": "Asia/Shanghai", "allowed_company_ids": user.company_ids.ids}
        return Environment(self.cr, user.id, context)

    def run(self, rows):
        from screens import Screens

        screens = Screens(self.env("account_manager"))
        candidates = {**screens.lists(), 4: screens.kanban(), 5: screens.totals()}
        for row in rows:
            if row in candidates:
                self.tell(row, self.compare(candidates[row]))
            else:
                getattr(self, f"row_{row}")(screens)

    def compare(self, candidates):
        found = compare(self.meter, candidates, self.options.repeats)
        self.cr.rollback()
        return found

    def row_9(self, screens):
        found = self.compare(screens.shipped())
        for name, budget in (("list", 1.5), ("form", 1.0)):
            self.say(9, f"shipped {name}", f"{found[name] / found['bare']:.2f} x the bare request", budget)

    def row_10(self, _screens):
        import workbooks

        limit = 100_000
        found = compare(
            self.meter,
            {"floor": lambda: workbooks.floor(self.cr, limit), "ours": lambda: workbooks.ours(self.cr, limit)},
            repeats=3,
        )
        self.tell(10, found)
        database = self.cr.dbname

        def alone():
            with Registry(database).cursor() as cr:
                workbooks.ours(cr, limit)

        self.cr.rollback()
        self.say(10, "memory over idle", f"{memory_peak(alone):.0f} MiB", "60 MiB")

    def row_11(self, _screens):
        self.sweep(11, 50_000, repeats=5)

    def row_12(self, _screens):
        self.sweep(12, 50, repeats=5, times=40)

    def sweep(self, row, due, **how_often):
        from sweeps import Sweeps

        sweeps = Sweeps(self.env())
        sweeps.prepare(due)
        try:
            candidates = {"floor": sweeps.floor, "ours": sweeps.ours, "todos": sweeps.todos}
            self.tell(row, once_each(self.meter, candidates, self.cr.rollback, **how_often))
        finally:
            self.cr.rollback()
            sweeps.restore()

    def row_17(self, _screens):
        import imports
        import invented

        text = invented.firms(self.options.firms, seed=18, first=1_000_000)

        def undo():
            self.cr.rollback()
            self.env().transaction.clear()

        def work(candidate):
            env = self.env()
            candidate(env, text)
            env.flush_all()

        self.tell(
            17,
            once_each(self.meter, {"floor": lambda: work(imports.floor), "ours": lambda: work(imports.ours)}, undo),
        )

    def row_18(self, _screens):
        import perf_duplicates

        new, known = perf_duplicates.invented_names(2_000, 20_000)
        found = compare(
            self.meter,
            {
                "floor": lambda: perf_duplicates.floor(new, known),
                "ours": lambda: perf_duplicates.ours(new, known),
            },
            repeats=3,
        )
        self.tell(18, found)

    def row_20(self, _screens):
        import traffic

        url = os.environ.get("PARKDESK_URL")
        if not url:
            self.say(20, "people at once over HTTP", "no server: set PARKDESK_URL, as scripts/bench does", None)
            return
        read, write, requests, errors = traffic.crowd(
            url, self.cr.dbname, "bench_account_manager", "bench_account_manager", people=20, seconds=60
        )
        told = f"{requests} requests, {len(errors)} errors, p95 read {read * 1000:.0f} ms, write {write * 1000:.0f} ms"
        self.say(20, "20 people, 1-3 s between requests", told, "0 errors")
        for error in errors[:3]:
            print("   ", error)

    def tell(self, row, found):
        """Print one row: every candidate as a multiple of the floor, and ours against the budget."""
        name, budget = ROWS[row]
        floor = found["floor"]
        others = "  ".join(
            f"{peer} {seconds / floor:.1f}" for peer, seconds in found.items() if peer not in ("floor", "ours")
        )
        self.say(row, name, f"{found['ours'] / floor:.2f} x floor ({floor * 1000:.2f} ms)  {others}", budget)

    def say(self, row, name, told, budget):
        self.lines.append((row, name, told, budget))
        print(f"{row:>3}  {name:<42} {told:<58} budget {budget if budget is not None else '-'}", flush=True)


def seconds_of_ours(bench, rows):
    """Return ``{row: CPU seconds}`` of our candidate alone, for the growth from one size to another."""
    from screens import Screens

    screens = Screens(bench.env("account_manager"))
    candidates = {**screens.lists(), 4: screens.kanban(), 5: screens.totals()}
    return {row: bench.compare({"ours": candidates[row]["ours"]})["ours"] for row in rows}


def growth(cr, options, rows):
    """Print how our rows grow from 50,000 to 500,000 issues (row 8).

    The zone grows by firms, each with as many issues as before; the account manager serves the same firms.
    """
    import seeding

    bench = Bench(cr, options)
    before = seconds_of_ours(bench, rows)
    seeding.more_firms(bench.env(), 9 * options.firms)
    seeding.multiply(bench.env(), 10 * options.issues, new_firms_only=True)
    after = seconds_of_ours(bench, rows)
    for row in rows:
        told = f"{after[row] / before[row]:.2f} ({before[row] * 1000:.1f} ms, then {after[row] * 1000:.1f} ms)"
        bench.say(8, f"growth of row {row}, tenfold", told, 2 if row == 4 else 1.5)


def parse(arguments):
    parser = argparse.ArgumentParser()
    parser.add_argument("database")
    parser.add_argument("rows", nargs="*", type=int)
    parser.add_argument("--firms", type=int, default=20_000)
    parser.add_argument("--issues", type=int, default=200_000)
    parser.add_argument("--repeats", type=int, default=5)
    parser.add_argument("--seed", action="store_true", help="fill the database and end")
    parser.add_argument(
        "--growth", action="store_true", help="row 8 alone; the database is ten times larger afterwards"
    )
    return parser.parse_intermixed_args(arguments)


def main(arguments):
    options = parse(arguments)
    config.parse_config(["--no-http", "-d", options.database, "--log-level=warn"])
    with Registry(options.database).cursor() as cr:
        if options.seed:
            import seeding

            seeding.seed(Environment(cr, SUPERUSER_ID, {"lang": "zh_CN"}), options.firms, options.issues)
        elif options.growth:
            growth(cr, options, options.rows or GROWING)
        else:
            Bench(cr, options).run(options.rows or [row for row in ROWS if row != 8])


if __name__ == "__main__":
    main(sys.argv[1:])
