from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..core.states import STATES, VERBS
from .common import IssueCase

ACTORS = st.sampled_from(["account_manager", "handler", "service_centre", "supervisor", "leader"])
WORDS = st.sampled_from(["Mended.", " ", ""])
KINDS = st.sampled_from(["solved", "partly", "explained", "withdrawn"])
ANSWERS = st.tuples(st.sampled_from(["yes", "no", "unknown"]), st.sampled_from([None, 1, 3, 5]))


@tagged("post_install", "-at_install")
class TestIssueRoads(IssueCase):
    """Random people try random verbs: the issue never leaves the map, loses a clock or a line of history."""

    def test_random_roads(self):  # pylint: disable=missing-return
        case = self

        class Road(RuleBasedStateMachine):
            def __init__(self):
                super().__init__()
                self.savepoint = case.env.cr.savepoint(flush=True)
                self.issue = case.env["park.issue"].create({"name": "On its way", "enterprise_id": case.mine.id})
                self.before = "draft"

            def teardown(self):
                case.env.invalidate_all(flush=False)
                self.savepoint.close(rollback=True)

            def attempt(self, verb, role, call):
                state = self.issue.state
                try:
                    with case.env.cr.savepoint():
                        call(self.issue.with_user(case.people[role]))
                except (AccessError, UserError):
                    case.env.invalidate_all(flush=False)
                    case.assertEqual(self.issue.state, state)
                    return
                case.assertIn(state, VERBS[verb].from_states)
                case.assertIn(role, VERBS[verb].roles)
                case.assertTrue(
                    case.env["park.audit"].search_count(
                        [("model", "=", "park.issue"), ("res_id", "=", self.issue.id), ("action", "=", verb)],
                        limit=1,
                    )
                )

            @rule(role=ACTORS, verb=st.sampled_from(["submit", "accept", "contact", "sign_off"]))
            def plain(self, role, verb):
                self.attempt(verb, role, lambda issue: getattr(issue, f"action_{verb}")())

            @rule(
                role=ACTORS,
                verb=st.sampled_from(["reject", "reply", "longterm", "reopen", "withdraw", "solve_on_spot"]),
                words=WORDS,
            )
            def told(self, role, verb, words):
                self.attempt(verb, role, lambda issue: getattr(issue, f"action_{verb}")(words))

            @rule(role=ACTORS, workdays=st.sampled_from([None, 3]))
            def assign(self, role, workdays):
                self.attempt("assign", role, lambda issue: issue.action_assign(case.roads, case.power, workdays))

            @rule(role=ACTORS)
            def sign(self, role):
                lead = case.lead(self.issue)
                if lead:
                    self.attempt("sign", role, lambda _issue: lead.with_user(case.people[role]).action_sign())

            @rule(role=ACTORS, kind=KINDS, words=WORDS)
            def close(self, role, kind, words):
                self.attempt("close", role, lambda issue: issue.action_close(kind, words))

            @rule(role=ACTORS, said=ANSWERS)
            def callback(self, role, said):
                self.attempt("record_callback", role, lambda issue: issue.action_record_callback(*said))

            @invariant()
            def stays_on_the_map(self):
                issue = self.issue
                case.assertIn(issue.state, STATES)
                case.assertEqual(bool(issue.number), issue.state != "draft" and bool(issue.number))
                if issue.state in ("closed", "signed_off"):
                    case.assertTrue(issue.closed_on and issue.closure_kind and issue.closure_result)
                if issue.state == "signed_off":
                    case.assertTrue(issue.callback_on and issue.is_solved and issue.signed_off_by_id)
                    case.assertNotIn(issue.signed_off_by_id.id, issue._handler_ids())

            @invariant()
            def loses_no_clock(self):
                issue = self.issue
                running = issue.deadline_ids.filtered(lambda clock: clock.state == "running").mapped("kind")
                case.assertEqual(len(running), len(set(running)))
                if issue.state in ("accepted", "assigned", "doing"):
                    case.assertIn("issue_close", running)
                if issue.state in ("draft", "new", "rejected", "closed", "signed_off", "withdrawn"):
                    case.assertFalse(running)
                case.assertEqual(
                    issue.due_on,
                    min(
                        issue.deadline_ids.filtered(lambda clock: clock.state == "running").mapped("due_on"),
                        default=False,
                    ),
                )

        run_state_machine_as_test(
            Road,
            settings=settings(
                max_examples=25, stateful_step_count=30, deadline=None, database=None, derandomize=True,
                suppress_health_check=list(HealthCheck),
            ),
        )  # fmt: skip
