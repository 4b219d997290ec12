"""Random people try random steps: the issue never leaves the map, loses a clock or a line of history."""

import os

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..core.parts import ACTIVE, DERIVED, PART_VERBS, working_state
from ..core.states import STATES, VERBS
from .common import IssueCase

LONG = bool(os.environ.get("PARKDESK_LONG"))
ROADS, STEPS = (200, 50) if LONG else (12, 30)  # ten thousand steps, and a few hundred in every run

ACTORS = st.sampled_from(["account_manager", "handler", "service_centre", "service_centre", "supervisor", "leader"])
WORDS = st.sampled_from(["Mended.", "Mended.", "Mended.", " "])
ENDED = {"draft", "new", "rejected", "closed", "signed_off", "withdrawn"}  # nothing is promised to the firm
# What one state has to show of the four facts; what is not named must be empty.
ANSWERED = {"closed", "signed_off", "withdrawn"}


class Road(RuleBasedStateMachine):
    """One issue, everybody who could touch it, and what must hold whatever they do."""

    case = None  # the test that runs it

    def __init__(self):
        super().__init__()
        self.env = self.case.env
        self.savepoint = self.env.cr.savepoint(flush=True)
        self.issue = self.env["park.issue"].create({"name": "On its way", "enterprise_id": self.case.mine.id})
        self.case.zone.park_reply_approval = True
        self.history = self.entries()
        self.state = self.seen()

    def teardown(self):
        self.env.invalidate_all(flush=False)
        self.savepoint.close(rollback=True)

    # -- what is looked at

    def entries(self):
        """Return the audit of the issue and its parts, oldest first."""
        subjects = [("park.issue", self.issue.ids), ("park.issue.assignment", self.issue.assignment_ids.ids)]
        domain = [
            "|",
            *(term for model, ids in subjects for term in ("&", ("model", "=", model), ("res_id", "in", ids))),
        ]
        return self.env["park.audit"].search(domain, order="id")

    def seen(self):
        """Return all that a refusal must leave as it was."""
        issue = self.issue
        self.env.flush_all()
        names = [name for name in issue._guard_protected if name in issue._fields and issue._fields[name].store]
        parts = issue.assignment_ids.sorted("id")
        clocks = (issue.sudo().deadline_ids | parts.sudo().deadline_ids).sorted("id")
        return (
            [issue[name] for name in names],
            [(part.id, part.state, part.role, part.is_confirmed, part.answer) for part in parts],
            [(clock.id, clock.state, clock.due_on) for clock in clocks],
        )

    def attempt(self, verb, role, call, subject=None):
        """Try a step as a person: it is done where the map allows it and recorded, else refused without a trace."""
        subject = self.issue if subject is None else subject
        before, state = self.seen(), self.issue.state
        try:
            with self.env.cr.savepoint():
                call(subject.with_user(self.case.people[role]))
                self.env.flush_all()
        except (AccessError, UserError):
            self.env.invalidate_all(flush=False)
            self.case.assertEqual(self.seen(), before, f"a refused {verb} left something behind")
            self.case.assertEqual(self.entries(), self.history)
            return
        self.env.invalidate_all()
        if verb == "reply" and self.issue.reply_proposed:
            verb = "propose_reply"  # a department's word waits for the centre
        self.case.assertIn(state, VERBS[verb.replace("propose_", "")].from_states)
        self.case.assertIn(role, VERBS[verb.replace("propose_", "")].roles)
        self.keeps_its_history(verb, role, state)

    def keeps_its_history(self, verb, role, state):
        """Check that the step is in the audit by who did it, with the states it led from and to."""
        entries = self.entries()
        fresh = entries - self.history
        self.case.assertFalse(self.history - entries, "history was lost")
        self.case.assertIn(verb, fresh.mapped("action"))
        self.case.assertEqual(fresh.user_id, self.case.people[role])
        told = [
            entry.detail["changes"]["state"]
            for entry in fresh
            if entry.model == "park.issue" and "state" in (entry.detail or {}).get("changes", {})
        ]
        chain = [state, *(now for _was, now in told)]
        self.case.assertEqual([was for was, _now in told], chain[:-1])
        self.case.assertEqual(chain[-1], self.issue.state, "a change of state without a line in the audit")
        self.history = entries

    # -- what people try

    @rule(role=ACTORS, verb=st.sampled_from(["submit", "accept", "contact", "sign_off"]))
    def plain(self, role, verb):
        self.attempt(verb, role, lambda issue: getattr(issue, f"action_{verb}")())

    @precondition(lambda self: self.issue.state in ("draft", "new"))
    @rule(verb=st.sampled_from(["submit", "accept"]))
    def on_the_way(self, verb):
        self.attempt(verb, "service_centre", lambda issue: getattr(issue, f"action_{verb}")())

    @rule(
        role=ACTORS,
        verb=st.sampled_from(["reply", "reopen", "withdraw", "solve_on_spot", "review", "elevate"]),
        words=WORDS,
    )
    def told(self, role, verb, words):
        self.attempt(verb, role, lambda issue: getattr(issue, f"action_{verb}")(words))

    @rule(role=ACTORS, words=WORDS)
    def longterm(self, role, words):
        self.attempt("longterm", role, lambda issue: issue.action_longterm(words, self.case.handler))

    @rule(role=ACTORS, ground=st.sampled_from(["procedure", "settled", "unheard of"]), words=WORDS)
    def reject(self, role, ground, words):
        self.attempt("reject", role, lambda issue: issue.action_reject(words, ground))

    @precondition(lambda self: self.issue.state == "accepted")
    @rule(role=ACTORS, workdays=st.sampled_from([None, 3, 0]), lead=st.sampled_from(["roads", "power"]))
    def assign(self, role, workdays, lead):
        departments = {"roads": self.case.roads, "power": self.case.power}
        helper = departments["power" if lead == "roads" else "roads"]
        self.attempt("assign", role, lambda issue: issue.action_assign(departments[lead], helper, workdays))

    @rule(role=ACTORS, words=WORDS, lead=st.sampled_from(["roads", "power"]))
    def reassign(self, role, words, lead):
        self.attempt("reassign", role, lambda issue: issue.action_reassign(getattr(self.case, lead), words))

    @precondition(lambda self: self.issue.assignment_ids)
    @rule(role=ACTORS, verb=st.sampled_from(["sign", "sign", "answer", *PART_VERBS]), words=WORDS, data=st.data())
    def on_a_part(self, role, verb, words, data):
        part = self.issue.assignment_ids.sorted("id")[data.draw(st.integers(0, len(self.issue.assignment_ids) - 1))]
        arguments = {"sign": (), "return": (words, "List of powers")}.get(verb, (words,))
        self.attempt(verb, role, lambda its: getattr(its, f"action_{verb}")(*arguments), part)

    @rule(
        role=ACTORS, words=WORDS, clause=st.sampled_from([None, "Land Law, article 12"]),
        kind=st.sampled_from(["solved", "partly", "explained", "unreachable", "withdrawn", "rejected"]),
    )  # fmt: skip
    def close(self, role, kind, words, clause):
        self.attempt("close", role, lambda issue: issue.action_close(kind, words, clause))

    @rule()
    def attach(self):
        self.case.attach(self.issue)
        self.history = self.entries()

    @rule(role=ACTORS, outcome=st.sampled_from(["no_answer", "declined", "reached"]))
    def try_to_call(self, role, outcome):
        self.attempt("record_attempt", role, lambda issue: issue.action_record_attempt(outcome))

    @rule(role=ACTORS, verb=st.sampled_from(["approve_reply", "refuse_reply"]), words=WORDS)
    def on_a_proposed_reply(self, role, verb, words):
        self.attempt(verb, role, lambda issue: getattr(issue, f"action_{verb}")(words))

    @rule(role=ACTORS, solved=st.sampled_from(["yes", "no", "unknown"]), level=st.sampled_from([None, 1, 3, 5, 9]))
    def call_back(self, role, solved, level):
        self.attempt("record_callback", role, lambda issue: issue.action_record_callback(solved, level, None, ["slow"]))

    # -- what must hold

    @invariant()
    def stays_on_the_map_with_four_facts_apart(self):
        issue, case = self.issue, self.case
        case.assertIn(issue.state, STATES)
        case.assertEqual(bool(issue.closed_on), issue.state in ANSWERED)
        case.assertEqual(bool(issue.signed_off_on), issue.state == "signed_off")
        case.assertEqual(bool(issue.is_solved), bool(issue.callback_on))
        if issue.satisfaction:
            case.assertTrue(issue.is_solved)
        if issue.state in ("closed", "signed_off"):
            case.assertTrue(issue.closure_kind and issue.closure_result)
        if issue.state == "signed_off":
            case.assertTrue((issue.callback_on or issue.callback_given_up_on) and issue.signed_off_by_id)
            case.assertNotIn(issue.signed_off_by_id.id, issue._handler_ids())
            case.assertFalse(issue.closure_kind == "solved" and issue.is_solved == "no")
        if issue.state == "rejected":
            case.assertTrue(issue.refusal_id and issue.reply_public)

    @invariant()
    def the_overall_state_follows_from_the_parts(self):
        issue, case = self.issue, self.case
        lead = issue.assignment_ids.filtered(lambda part: part.role == "lead")
        case.assertLessEqual(len(lead), 1)
        if issue.state in DERIVED:
            case.assertEqual(issue.state, working_state(lead.state or None))
            case.assertEqual(
                issue.lead_department_id, lead.department_id if lead.state in ACTIVE else lead.department_id[:0]
            )
        for part in issue.assignment_ids:
            case.assertEqual(part.role == "former", part.state == "released")

    @invariant()
    def loses_no_clock(self):
        issue, case = self.issue, self.case
        running = issue.sudo().deadline_ids.filtered(lambda clock: clock.state in ("running", "paused")).mapped("kind")
        case.assertEqual(len(running), len(set(running)))
        if issue.state in ENDED:
            case.assertFalse(running)
        else:
            case.assertIn("issue_review" if issue.state == "longterm" else "issue_close", running)
        case.assertEqual(issue.state == "accepted", "issue_assign" in running and issue.state == "accepted")
        for part in issue.assignment_ids.sudo():
            case.assertEqual(self.running(part), self.expected(part), f"{issue.state}: {part.role} {part.state}")

    @staticmethod
    def running(part):
        return set(part.deadline_ids.filtered(lambda clock: clock.state in ("running", "paused")).mapped("kind"))

    def expected(self, part):
        """Return the kinds of clocks that a part has while its issue is open."""
        if self.issue.state in ENDED or part.state not in ("waiting", "signed"):
            return set()
        signing = {"assignment_sign"} if part.state == "waiting" else set()
        return signing | ({"assignment_help"} if part.role == "help" else set())


@tagged("post_install", "-at_install")
class TestIssueRoads(IssueCase):
    """The map holds, whoever tries what."""

    def test_random_roads(self):  # pylint: disable=missing-return
        class Tried(Road):
            case = self

        run_state_machine_as_test(
            Tried,
            settings=settings(
                max_examples=ROADS, stateful_step_count=STEPS, deadline=None, database=None, derandomize=True,
                suppress_health_check=list(HealthCheck),
            ),
        )  # fmt: skip
