"""The figures of the window equal what plain Python counts from the cases themselves."""

from datetime import date

from odoo.addons.park_base.core import Period
from odoo.tests import tagged

from .test_issue_window import WindowCase

SEPTEMBER = Period(date(2026, 9, 1), date(2026, 9, 30))


@tagged("post_install", "-at_install")
class TestIssueWindowFigures(WindowCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.litigation = cls.env.ref("park_issue.refusal_window_litigation").id

    def setUp(self):
        super().setUp()
        cases = [self.case(reason, day=day) for reason, day in (
            ("a2", "2026-09-21"), ("a2", "2026-09-22"), ("a3", "2026-09-21"), ("a4", "2026-09-23"),
            ("a1", "2026-09-24"), (None, "2026-09-21"), ("a9", "2026-10-12"),
        )]  # fmt: skip
        cases.append(self.case("a4", day="2026-09-21", refusal_id=self.litigation))
        cases.append(self.case("a2", day="2026-09-21"))
        self.cases = self.env["park.issue.window"].browse([case.id for case in cases])
        self.walk(*cases)

    def walk(self, *cases):
        """One is told late, one is solved on the spot, one is withdrawn."""
        for case in cases[:4]:
            with self.on("2026-09-24" if case == cases[1] else str(case.received_on)):
                case.action_report(self.leader)
        with self.on("2026-09-24"):
            cases[4].issue_id.action_solve_on_spot("Taken to counter 3.")
        cases[-1].issue_id.action_withdraw("Settled elsewhere.")

    def recounted(self):
        """Return ``{code: (numerator, denominator)}`` counted one by one."""
        recorded = self.cases.filtered(lambda case: SEPTEMBER.first <= case.received_on <= SEPTEMBER.last)
        taken = recorded.filtered(lambda case: not case.refusal_id and case.state != "withdrawn")
        settled = taken.filtered("outcome")
        told = taken.filtered(lambda case: case.reported_on == case.received_on)
        due = taken.filtered(lambda case: case.close_due_on <= SEPTEMBER.last)
        met = due.filtered(lambda case: case.state == "closed")
        counts = {"W01": (recorded, recorded), "W02": (recorded.filtered("refusal_id"), recorded)}
        counts |= {"W03": (told, taken), "W07": (met, due)}
        for code, outcome in (("W04", "bottleneck"), ("W05", "barrier"), ("W06", "not_allowed")):
            counts[code] = (settled.filtered(lambda case, outcome=outcome: case.outcome == outcome), settled)
        return {code: (len(part), len(whole)) for code, (part, whole) in counts.items()}

    def test_each_figure_equals_its_count_and_opens_what_it_counted(self):
        figures = self.env["park.figure"].with_user(self.leader).with_company(self.zone)
        with self.on("2026-10-12"):
            numbers = figures._compute(["W01", "W02", "W03", "W04", "W05", "W06", "W07"], SEPTEMBER, self.zone)
            found = {code: (number.numerator, number.denominator) for (code, _key), number in numbers.items()}
            expected = self.recounted()
            self.assertEqual(found, expected)
            self.assertEqual(expected["W03"], (3, 6))
            self.assertEqual(expected["W04"], (2, 5))
            issues = self.env["park.issue"].with_user(self.leader).with_company(self.zone)
            opened = next(number for (code, _key), number in numbers.items() if code == "W05")
            self.assertEqual(issues.search(opened.domains["numerator"]), self.cases[2].issue_id)
