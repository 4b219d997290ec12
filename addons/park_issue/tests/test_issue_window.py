"""The window for what could not be done: counter, leader, limits, three outcomes (rules of domain 2)."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .common import IssueCase

TOLD = {
    "applicant": "Li Ming",
    "phone": "13800138000",
    "item_name": "Change of the registered address",
    "obstacle": "The counter asks for a house number that the street office does not give.",
}


class WindowCase(IssueCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.leader = cls.people["leader"]

    def case(self, reason=None, state="accepted", day="2026-09-28", firm=True, **vals):
        """Return a case recorded at the window on a Monday, its issue walked on to ``state``."""
        reason = reason and self.env.ref(f"park_issue.window_category_{reason}").id
        with self.on(day):
            case = (
                self.env["park.issue.window"]
                .with_user(self.centre)
                ._record(
                    {
                        **TOLD,
                        "applicant_kind": "firm" if firm else "person",
                        "enterprise_id": firm and self.mine.id,
                        "category_id": reason,
                        "desk_department_id": self.roads.id,
                        **vals,
                    }
                )
            )
            main = ["accepted", "assigned", "doing", "replied"]
            for step in main[1 : main.index(state) + 1]:
                getattr(self, f"_walk_{step}")(case.issue_id)
        return case

    def as_user(self, case, person):
        return case.with_user(person)


@tagged("post_install", "-at_install")
class TestIssueWindowCounter(WindowCase):
    def test_the_counter_records_by_name_numbers_starts_the_clocks_and_tells_the_leader(self):
        self.zone.park_window_leader_id = self.leader
        with self.on("2026-09-28"):
            form = Form(self.env["park.issue.counter"].with_user(self.centre))
            self.assertEqual(form.leader_id, self.leader)
            form.enterprise_id = self.mine
            for name, value in TOLD.items():
                setattr(form, name, value)
            counter = form.save()
            action = counter.action_record()
            self.assertEqual(counter.action_record()["res_id"], action["res_id"], "twice is once")
        case = self.env["park.issue.window"].browse(action["res_id"])
        issue = case.issue_id
        self.assertRegex(case.number, r"^BCS2026-\d{5}$")
        self.assertEqual((issue.state, issue.source, issue.is_cannot_do), ("accepted", "cannot_do_window", True))
        self.assertEqual((case.recorded_by_id, case.leader_id), (self.centre, self.leader))
        clocks = self.clocks(issue)
        self.assertEqual(clocks["window_leader"], ("met", "2026-09-28"))
        self.assertEqual(clocks["issue_close"], ("running", "2026-10-10"), "5 working days where nobody has judged")
        self.assertNotIn("issue_first_contact", clocks, "the same day counts from dispatch")
        self.assertEqual(issue.activity_ids.user_id, self.leader)

    def test_the_counter_names_all_that_is_missing_at_once(self):
        counter = self.env["park.issue.counter"].with_user(self.centre).create({"applicant": "Li Ming"})
        with self.assertRaisesRegex(UserError, "Firm, Telephone, What was to be done, Why it could not be done"):
            counter.action_record()
        self.assertFalse(self.env["park.issue.window"].search([("company_id", "=", self.zone.id)]))

    def test_a_person_reports_without_a_firm(self):
        case = self.case(firm=False, state="assigned")
        self.assertFalse(case.issue_id.enterprise_id)
        self.assertEqual(case.company_id, self.zone)
        self.assertEqual(self.as_user(case, self.handler).phone, TOLD["phone"])
        with self.assertRaises(UserError):
            self.env["park.issue.window"].with_user(self.centre)._record({**TOLD, "applicant_kind": "firm"})

    def test_the_leader_hears_on_the_day_or_the_clock_says_so(self):
        cases = [  # (recorded at, reported on, clock): after five it came in on the next working day, past the holiday
            ("2026-09-28T02:00", "2026-09-28T09:30", ("met", "2026-09-28")),
            ("2026-09-28T02:00", "2026-09-29T01:00", ("missed", "2026-09-28")),
            ("2026-09-30T09:30", "2026-10-08T01:00", ("met", "2026-10-08")),
            ("2026-09-30T09:30", "2026-10-09T01:00", ("missed", "2026-10-08")),
        ]
        for recorded, reported, expected in cases:
            with self.subTest(recorded=recorded, reported=reported):
                with self.at(recorded):
                    case = (
                        self.env["park.issue.window"]
                        .with_user(self.centre)
                        ._record({**TOLD, "applicant_kind": "person"})
                    )
                with self.at(reported):
                    case.action_report(self.leader)
                self.assertEqual(self.clocks(case.issue_id)["window_leader"], expected)

    def test_a_case_is_reported_to_leaders_only_and_by_the_window_only(self):
        case = self.case()
        with self.assertRaisesRegex(UserError, "leader"):
            case.action_report(self.manager)
        with self.assertRaises(UserError):
            self.as_user(case, self.manager).action_report(self.leader)

    def test_what_is_excluded_is_numbered_turned_away_and_told_the_right_channel(self):
        ground = self.env.ref("park_issue.refusal_window_litigation")
        case = self.case(refusal_id=ground.id)
        issue = case.issue_id
        self.assertEqual((issue.state, bool(case.number)), ("rejected", True))
        self.assertEqual((issue.refusal_id, issue.right_channel), (ground, ground.channel))
        self.assertFalse(self.clocks(issue))
        [notice] = case._documents("notice")
        text = " ".join(block.text for block in notice.body)
        for said in (case.number, ground.name, ground.channel, TOLD["item_name"]):
            self.assertIn(said, text)

    def test_the_telephone_is_masked_for_who_need_not_call(self):
        case = self.case(state="assigned")
        shown = {
            role for role in ("account_manager", "handler", "service_centre", "supervisor", "leader", "auditor")
            if self.as_user(case, self.people[role]).phone == TOLD["phone"]
        }  # fmt: skip
        self.assertEqual(shown, {"account_manager", "handler", "service_centre", "supervisor"})
        domain = [("phone", "=", TOLD["phone"])]
        self.assertTrue(self.env["park.issue.window"].with_user(self.centre).search(domain))
        self.assertFalse(self.env["park.issue.window"].with_user(self.leader).search(domain))

    def test_papers_say_what_was_recorded(self):
        case = self.case("a2", state="doing")
        with self.on("2026-09-28"):
            case.issue_id.with_user(self.leader).action_instruct("The roads bureau answers by Friday.", "2026-10-09")
        for key, said in (
            ("receipt", (case.number, "Mine Ltd Li Ming", "2026-10-10")),
            ("work_order", ("13800138000", "The roads bureau answers by Friday.", "Roads Bureau", "—")),
        ):
            with self.subTest(key):
                [document] = case._documents(key)
                rows = " ".join(value for block in document.body if hasattr(block, "rows") for _n, value in block.rows)
                for text in said:
                    self.assertIn(text, rows)
        [ledger] = case._sheets("window_ledger")
        self.assertEqual([len(row) for row in ledger.rows], [len(ledger.columns)])


@tagged("post_install", "-at_install")
class TestIssueWindowLimits(WindowCase):
    def test_the_reason_chooses_the_limit(self):
        # Received on Monday 28 September 2026; 1 to 7 October are off, Saturday 10 October is worked.
        cases = [  # (reason, due), each with its rule
            ("a1", "2026-09-28"),  # incomplete papers: the same day
            ("a2", "2026-10-10"),  # single case: 5 working days
            ("a3", "2026-10-16"),  # common obstacle: 10 working days
            ("a4", "2026-10-08"),  # ruled out: 3 working days
            ("a5", "2026-10-10"),  # several departments: 5 working days
            ("a6", "2026-10-13"),  # hard to do: 7 working days
            ("a7", "2026-10-28"),  # very complex: one month
            ("a8", "2026-10-08"),  # refused without ground: 3 working days
            ("a9", "2026-09-29"),  # simple: 1 working day
            (None, "2026-10-10"),  # nobody has judged: the general 5 working days
        ]
        for reason, due in cases:
            with self.subTest(reason):
                self.assertEqual(self.clocks(self.case(reason).issue_id)["issue_close"], ("running", due))

    def test_complex_matters_of_several_departments_take_ten_days(self):
        several = self.env.ref("park_issue.window_category_a5")
        with self.on("2026-09-28"):
            issue = (
                self.env["park.issue"]
                ._unlocked()
                .create(
                    {
                        "name": "Joint permit",
                        "enterprise_id": self.mine.id,
                        "is_cannot_do": True,
                        "complexity": "complex",
                    }
                )
            )
            self.env["park.issue.window"]._unlocked().create(
                {**TOLD, "issue_id": issue.id, "number": "X1", "category_id": several.id}
            )
            issue.with_user(self.centre).with_env(self.env).action_submit()
            issue.action_accept()
        clock = issue.deadline_ids.filtered(lambda clock: clock.kind == "issue_close")
        self.assertEqual(str(clock.due_on), "2026-10-16")
        self.assertIn("Several departments", clock.limit_note)

    def test_a_reason_judged_anew_moves_the_limit_but_never_into_the_past(self):
        case = self.case("a9")
        with self.on("2026-09-29"):
            case.action_judge(self.env.ref("park_issue.window_category_a3"))
            self.assertEqual(self.clocks(case.issue_id)["issue_close"], ("running", "2026-10-16"))
        with self.on("2026-10-08"):
            case.action_judge(self.env.ref("park_issue.window_category_a9"))
            self.assertEqual(self.clocks(case.issue_id)["issue_close"], ("running", "2026-10-16"))
        late = self.case("a9")
        with self.on("2026-10-08"):
            late.action_judge(self.env.ref("park_issue.window_category_a7"))
        self.assertEqual(self.clocks(late.issue_id)["issue_close"], ("running", "2026-09-29"), "a miss stays a miss")

    def test_the_person_is_contacted_the_day_the_department_gets_the_order(self):
        case = self.case()
        with self.on("2026-09-29"):
            case.issue_id.action_assign(self.roads)
            self.assertEqual(self.clocks(case.issue_id)["issue_first_contact"], ("running", "2026-09-29"))
            case.issue_id.with_user(self.handler).action_contact()
        self.assertEqual(self.clocks(case.issue_id)["issue_first_contact"][0], "met")

    def test_an_instruction_is_recorded_and_its_day_runs(self):
        issue = self.case().issue_id
        with self.on("2026-09-28"):
            issue.with_user(self.leader).action_instruct("Answer before the holiday.", "2026-09-30", self.roads)
            self.assertEqual(self.clocks(issue)["issue_instruction"], ("running", "2026-09-30"))
            self.assertEqual(self.clocks(issue)["window_leader"][0], "met")
            issue.with_user(self.centre).action_instruct("By word of mouth.", leader_name="Secretary Fang")
            for person, vals in ((self.manager, {}), (self.centre, {}), (self.centre, {"leader": self.manager.id})):
                with self.assertRaises(UserError):
                    issue.with_user(person).action_instruct("Mine.", **vals)
            with self.assertRaisesRegex(UserError, "gone by"):
                issue.with_user(self.leader).action_instruct("Late.", "2026-09-27")
        named = [(line.leader_id, line.leader_name, line.entered_by_id) for line in issue.instruction_ids.sorted("id")]
        self.assertEqual(named[0], (self.leader, False, self.leader))
        self.assertEqual(named[1], (self.env["res.users"], "Secretary Fang", self.centre))
        with self.assertRaises(AccessError):
            issue.instruction_ids[0].with_user(self.leader).text = "Never mind."


@tagged("post_install", "-at_install")
class TestIssueWindowOutcomes(WindowCase):
    def close(self, case, kind="solved"):
        case.issue_id.with_user(self.handler).action_close(kind, "Registered with a certificate of the zone.")

    def test_nothing_closes_without_an_outcome(self):
        case = self.case(state="replied")
        with self.assertRaisesRegex(UserError, "what came of it"):
            self.close(case)
        for day in ("2026-09-07", "2026-09-08", "2026-09-09"):
            with self.on(day):
                case.issue_id.with_user(self.handler).action_record_attempt("no_answer")
        self.close(case, "unreachable")

    def test_what_no_policy_hinders_is_simply_done(self):
        case = self.case("a1")
        self.assertEqual(case.outcome, "ordinary")
        case.issue_id.action_solve_on_spot("Taken to counter 3; the list was handed over.")
        self.assertEqual(case.state, "closed")

    def test_a_single_case_waits_for_the_leader_to_approve_the_exception(self):
        case = self.case("a2", state="replied")
        case.action_report(self.leader)
        own = self.as_user(case, self.handler)
        with self.assertRaisesRegex(UserError, "special procedure"):
            own.action_propose("bottleneck")
        own.action_propose("bottleneck", "The zone certifies the address; registered with it.")
        with self.assertRaisesRegex(UserError, "not approved"):
            self.close(case)
        for person in (self.centre, self.supervisor, self.handler):
            with self.assertRaises(UserError):
                self.as_user(case, person).action_approve()
        self.as_user(case, self.leader).action_refuse("Ask the market bureau first.")
        with self.assertRaisesRegex(UserError, "not approved"):
            self.close(case)
        own.action_propose("bottleneck", "The market bureau agrees; the zone certifies the address.")
        self.assertFalse(case.decision_note)
        self.as_user(case, self.leader).action_approve("Agreed.")
        self.assertFalse(case.issue_id.activity_ids.filtered(lambda todo: todo.user_id == self.leader))
        self.close(case)
        self.assertEqual((case.issue_id.cannot_do_outcome, case.decided_by_id), ("bottleneck", self.leader))

    def test_what_policy_rules_out_cites_the_clause_in_plain_words_and_a_second_person_agrees(self):
        case = self.case("a4", state="replied")
        own = self.as_user(case, self.handler)
        with self.assertRaisesRegex(UserError, "clause is not cited"):
            own.action_propose("not_allowed", "Protected water area.")
        own.action_propose("not_allowed", "Protected water area.", "Water Law, art. 65", "Nothing may be built there.")
        with self.assertRaises(UserError):
            own.action_approve()
        self.as_user(case, self.centre).action_approve()
        with self.assertRaisesRegex(UserError, "closed as explained"):
            self.close(case, "solved")
        self.close(case, "explained")
        self.assertEqual(case.issue_id.closure_kind, "explained")

    def test_who_proposes_does_not_decide(self):
        case = self.case("a4", state="replied")
        case.action_propose("not_allowed", "Protected.", "Art. 65", "Nothing may be built there.")
        with self.assertRaises(UserError):
            case.action_approve()
        self.as_user(case, self.second_centre).action_approve()
        self.assertEqual(case.decision, "approved")

    def test_what_hinders_all_alike_does_not_close_alone(self):
        case = self.case("a3", state="replied")
        self.as_user(case, self.handler).action_propose("barrier", "No rule for shared halls.")
        with self.assertRaisesRegex(UserError, "joins a common cause"):
            self.close(case)
        earlier = self.case("a3") + self.case("a3", firm=False)
        group = self.env["park.issue.group"].with_user(self.centre).create({"name": "Addresses without a deed"})
        issues = (case + earlier).with_user(self.centre).issue_id
        issues.action_group(group, "The same counter refuses the same paper.")
        with self.assertRaisesRegex(UserError, "no measure that is tracked"):
            self.close(case)
        group.write({"measure": "The zone certifies addresses.", "department_id": self.roads.id})
        self.close(case, "partly")
        self.assertEqual((case.group_id, group.issue_count, case.state), (group, 3, "closed"))

    def test_protected_fields_of_a_case_cannot_be_written(self):
        case = self.case("a2", state="replied")
        forged = {"outcome": "ordinary", "decision": "approved", "number": "BCS1999-00001", "leader_id": self.leader.id}
        before = case.read([*forged])
        case.write(forged)
        case.invalidate_recordset()
        self.assertEqual(case.read([*forged]), before)
        with self.assertRaises(AccessError):
            self.as_user(case, self.handler).write({"lesson": "None."})
        case.write({"lesson": "Write the certificate into the guide.", "filing_no": "BA-12"})
        self.assertEqual(case.filing_no, "BA-12")
