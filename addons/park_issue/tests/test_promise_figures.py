import random
from collections import Counter
from datetime import date, timedelta

from odoo.tests import tagged

from .common import IssueCase

PERIOD = (date(2026, 9, 1), date(2026, 9, 30))
READ_ON = "2026-09-25"  # inside the period: some are not due yet


@tagged("post_install", "-at_install")
class TestPromiseFigures(IssueCase):
    """Promises kept and common causes adopted, counted again in plain Python from what the test did."""

    def test_promises_kept_on_time_equal_a_count_of_ones_own(self):
        chance = random.Random(41)
        log = {}  # {promise id: [department id, limit, state, day it ended]}
        departments = (self.roads, self.power)
        with self.on("2026-08-03"):
            lines = [
                {
                    "name": f"Promise {at}",
                    "enterprise_id": chance.choice((self.mine, self.others)).id,
                    "department_id": chance.choice(departments).id,
                    "promised_on": "2026-08-03",
                    "promised_for": date(2026, 8, 20) + timedelta(days=chance.randrange(60)),
                }
                for at in range(150)
            ]
            promises = self.env["park.promise"]._make(lines)
            for promise in promises:
                log[promise.id] = [promise.department_id.id, promise.promised_for, "open", None]
            for promise in chance.sample(promises, 12):
                later = promise.promised_for + timedelta(days=chance.randrange(1, 20))
                promise._extend_deadlines("promise", later, "Rain")
                log[promise.id][1] = later
        for day in ("2026-08-28", "2026-09-10", "2026-09-24"):
            with self.on(day):
                still = promises.filtered(lambda promise: promise.state == "open")
                some = promises.browse(chance.sample(still.ids, 30))
                for verb, chosen in (("keep", some[:20]), ("break", some[20:26]), ("release", some[26:])):
                    getattr(chosen, f"action_{verb}")("As agreed.")
                    for promise in chosen:
                        log[promise.id][2:] = [verb, date.fromisoformat(day)]
        expected = self.counted_again(log.values())
        self.assertGreater(min(expected["all"]), 0)
        self.assert_cells("P01", expected, departments)

    def counted_again(self, log):
        """Return ``{department id or "all": (kept, due)}``."""
        counts = Counter()
        for department_id, limit, verb, ended_on in log:
            waits = verb == "open" and limit >= date.fromisoformat(READ_ON)
            if not PERIOD[0] <= limit <= PERIOD[1] or verb == "release" or waits:
                continue
            for key in ("all", department_id):
                counts[key, "due"] += 1
                counts[key, "kept"] += verb == "keep" and ended_on <= limit
        keys = {key for key, _part in counts}
        return {key: (counts[key, "kept"], counts[key, "due"]) for key in keys}

    def assert_cells(self, code, expected, departments):
        with self.on(READ_ON):
            figures = self.env["park.figure"].with_user(self.centre)
            cells = figures._compute([code], PERIOD, self.zone, "department")
            for key in ("all", *(department.id for department in departments)):
                number = cells[code, key]
                self.assertEqual((number.numerator, number.denominator), expected[key])
                opened = [
                    self.env[number.model].with_user(self.centre).search_count(number.domains[part])
                    for part in ("numerator", "denominator")
                ]
                self.assertEqual(tuple(opened), expected[key], "a number opens what it counted")

    def test_common_causes_adopted_equal_a_count_of_ones_own(self):
        log = []
        for at in range(24):
            department = (self.roads, self.power)[at % 2]
            day, adopted = f"2026-{8 + at % 3:02d}-{10 + at % 9}", at % 5 < 2
            with self.on(day):
                group = self.env["park.issue.group"].create(
                    {"name": f"Cause {at}", "company_id": self.zone.id, "department_id": department.id}
                )
                if at % 7 == 6:
                    continue  # nobody has decided
                group.action_propose("Article 3")
                if adopted:
                    group.action_adopt("No. 9", "From now on it is otherwise.")
                else:
                    group.action_decline("Not now.")
            log.append((department.id, date.fromisoformat(day), adopted))
        here = [entry for entry in log if PERIOD[0] <= entry[1] <= PERIOD[1]]
        expected = {
            key: (
                sum(adopted for place, _day, adopted in here if key in ("all", place)),
                sum(1 for place, _day, _adopted in here if key in ("all", place)),
            )
            for key in ("all", self.roads.id, self.power.id)
        }
        self.assertGreater(min(expected["all"]), 0)
        self.assert_cells("P02", expected, (self.roads, self.power))
