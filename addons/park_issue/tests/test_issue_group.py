from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import IssueCase

CUT = "夏季限电影响产线排班"


@tagged("post_install", "-at_install")
class TestIssueGroup(IssueCase):
    """From issues alike to a rule that is changed, and the firms that hear of it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.power_category = cls.env.ref("park_issue.category_power")
        cls.third = cls.firms("Third Ltd")

    def raised(self, name, firm=None, on="2026-09-07", **vals):
        vals = {"category_id": self.power_category.id, **vals}
        with self.on(on):
            return self.issue("accepted", firm=firm, name=name, received_on=on, **vals)

    def three(self):
        return (
            self.raised(CUT, heads=40, amount=120000)
            + self.raised("限电影响产线，排班困难", self.others, "2026-09-14", heads=25)
            + self.raised("产线排班受限电影响", self.third, "2026-09-21")
        )

    def look(self, day="2026-09-25"):
        return self.env["park.issue.hint"]._look(self.zone, date.fromisoformat(day))

    def cause(self, **vals):
        vals = {"name": "No notice before power cuts", "company_id": self.zone.id, **vals}
        return self.env["park.issue.group"].with_user(self.centre).create(vals)

    def test_issues_alike_are_proposed_with_the_reason(self):
        issues = self.three()
        self.raised("路灯不亮", self.others)
        hint = self.look()
        self.assertEqual(hint.issue_ids, issues)
        self.assertEqual((hint.category_id, hint.firm_count, hint.days_apart), (self.power_category, 3, 14))
        self.assertIn("限电影响产线", hint.words)
        self.assertEqual(self.look(), hint, "twice is once")

    def test_one_firm_alone_has_no_common_cause_and_old_ones_do_not_count(self):
        for day in ("2026-09-07", "2026-09-14", "2026-09-21"):
            self.raised(CUT, on=day)
        self.assertFalse(self.look(), "one firm repeats itself")
        self.raised(CUT, self.others, "2025-03-10")
        self.assertFalse(self.look(), "more than a year ago")

    def test_the_same_clause_links_whatever_is_said(self):
        names = (("路灯不亮", self.mine), ("多层厂房不能分割", self.others), ("证照办理地址", self.third))
        issues = self.env["park.issue"].union(
            *(self.raised(name, firm, blocking_clause="平政〔2024〕12号 第五条") for name, firm in names)
        )
        hint = self.look()
        self.assertEqual((hint.issue_ids, hint.clause), (issues, "平政〔2024〕12号 第五条"))

    def test_a_dismissal_is_remembered_until_as_many_new_ones_have_come(self):
        self.three()
        hint = self.look().with_user(self.centre)
        with self.assertRaisesRegex(UserError, "reason"):
            hint.action_dismiss()
        hint.reason = "Each has a transformer of its own."
        hint.action_dismiss()
        self.raised("限电影响产线排班", self.others, "2026-09-22")
        self.assertFalse(self.look())
        for day in ("2026-09-23", "2026-09-24"):
            self.raised("限电影响产线排班", self.third, day)
        self.assertEqual(self.look().issue_count, 6)

    def test_a_person_decides_and_later_ones_join(self):
        issues = self.three()
        action = self.look().with_user(self.centre).action_group()
        group = self.env["park.issue.group"].browse(action["res_id"])
        self.assertEqual(group.issue_ids, issues)
        self.assertEqual(issues.grouped_by_id, self.centre)
        self.assertIn("限电", issues[0].group_reason)
        late = self.raised("限电影响产线排班", self.others, "2026-09-22")
        hint = self.look()
        self.assertEqual((hint.issue_ids, hint.group_id), (late, group))
        hint.with_user(self.supervisor).action_group()
        self.assertEqual(late.group_id, group)

    def test_counts_are_over_all_firms_and_unknown_is_no_zero(self):
        group = self.cause()
        self.three().with_user(self.centre).action_group(group, "The same cuts.")
        self.env.invalidate_all()
        seen = group.with_user(self.manager)
        self.assertEqual((seen.issue_count, seen.firm_count), (3, 3))
        self.assertEqual((seen.heads, seen.heads_known, seen.amount, seen.amount_known), (65, 2, 120000, 1))
        self.assertEqual(seen.issue_ids.enterprise_id, self.mine, "the issues inside have rules of their own")
        lone = self.cause(name="Nothing known")
        self.raised("路灯不亮").with_user(self.centre).action_group(lone, "By hand.")
        [sheet] = lone._sheets("causes")
        titles = [column.title for column in sheet.columns]
        row = dict(zip(titles, next(iter(sheet.rows)), strict=True))
        self.assertEqual((row["Issues"], row["People concerned"], row["Amount concerned"]), (1, None, None))

    def test_the_proposal_goes_its_way_and_each_firm_hears_of_it_once(self):
        self.others._park_appoint(self.colleague, "officer")
        issues = self.three() + self.raised("限电排班", self.others, "2026-09-23")
        group = self.cause(department_id=self.roads.id, measure="Cuts are told a day before.")
        self.assertTrue(group._is_tracked())
        issues[:2].with_user(self.centre).action_group(group, "The same cuts.")
        group.with_user(self.handler).action_propose("Article 3: a day's notice.")
        with self.assertRaisesRegex(UserError, "roles"):
            group.with_user(self.handler).action_submit("City government")
        with self.on("2026-10-12"):
            group.with_user(self.centre).action_submit("City government")
            group.with_user(self.centre).action_adopt("〔2026〕 No. 9", "From November on cuts are told a day before.")
        told = issues[:2]
        self.assertEqual(set(told.mapped("group_told_on")), {date(2026, 10, 12)})
        for issue in told:
            self.assertEqual(issue.reply_public.count("From November on"), 1)
        self.assertFalse(issues[2].reply_public)
        self.assertEqual(self.timeline(self.others).count("From November on"), 1)
        todos = self.env["mail.activity"].search([("user_id", "=", self.colleague.id)])
        self.assertEqual(todos.mapped("res_id"), self.others.ids)
        with self.on("2026-10-13"):
            issues[2:].with_user(self.centre).action_group(group, "Came later.")
        self.assertEqual(self.timeline(self.others).count("From November on"), 1, "this firm has heard of it")
        self.assertEqual(self.timeline(self.third).count("From November on"), 1)
        self.assertIn("From November on", issues[3].reply_public)
        self.assertEqual(self.clocks(group)["group_review"][0], "met")

    def timeline(self, firm):
        firm.invalidate_recordset()
        return "\n".join(item["title"] for item in firm.sudo().park_timeline(kinds=["note"])["items"])

    def test_an_addition_keeps_what_the_firm_was_told_before(self):
        issue = self.issue("replied")
        group = self.cause()
        issue.with_user(self.centre).action_group(group, "The same lamps.")
        group.with_user(self.centre).action_propose("More lamps.")
        group.with_user(self.centre).action_adopt("Budget of 2027", "New lamps in spring.")
        self.assertTrue(issue.reply_public.startswith("The lamps are mended on Friday."))
        self.assertTrue(issue.reply_public.endswith("New lamps in spring."))
        with self.assertRaisesRegex(UserError, "told"):
            issue.with_user(self.centre).action_ungroup("Wrong one.")

    def test_a_review_is_due_every_month_until_the_proposal_is_decided(self):
        with self.on("2026-08-03"):
            group = self.cause(department_id=self.roads.id)
        self.assertEqual(self.clocks(group), {"group_review": ("running", "2026-09-02")})
        with self.on("2026-08-20"):
            group.with_user(self.handler).action_review("The grid company has answered.")
        self.assertEqual(self.clocks(group), {"group_review": ("running", "2026-09-20")}, "a Sunday that is worked")
        group.with_user(self.centre).action_propose("Article 3")
        group.with_user(self.centre).action_decline("Not in this plan.")
        self.assertNotEqual(self.clocks(group)["group_review"][0], "running")
        group.with_user(self.centre).action_propose("Article 3, once more")
        self.assertEqual((group.state, group.decision), ("proposed", False))

    def test_who_may_group_and_what(self):
        group = self.cause()
        issue = self.raised(CUT)
        for person, error in (
            (self.manager, UserError),
            (self.handler, AccessError),
            (self.people["leader"], AccessError),
        ):
            with self.subTest(person=person.login), self.assertRaises(error):
                issue.with_user(person).action_group(group, "Mine.")
        restricted = self.issue(
            category_id=self.env["park.issue.category"].search([("is_restricted", "=", True)])[0].id
        )
        with self.assertRaisesRegex(UserError, "supervising unit"):
            restricted.with_user(self.supervisor).action_group(group, "A complaint.")
        with self.assertRaisesRegex(UserError, "not possible"):
            self.issue("withdrawn").with_user(self.centre).action_group(group, "Gone.")
        issue.with_user(self.centre).action_group(group, "Alike.")
        with self.assertRaisesRegex(UserError, "already"):
            issue.with_user(self.centre).action_group(self.cause(name="Another"), "Alike.")
        issue.with_user(self.centre).action_ungroup("A mistake.")
        self.assertFalse(issue.group_id)

    def test_a_case_of_the_window_waits_for_a_measure_that_somebody_answers_for(self):
        issue, group = self.raised(CUT), self.cause()
        case = self.env["park.issue.window"].create(
            {"issue_id": issue.id, "applicant": "Li Ming", "item_name": "Permit", "obstacle": "No rule"}
        )
        self.assertEqual(case._common_cause(), (False, False))
        issue.with_user(self.centre).action_group(group, "The same rule.")
        self.assertEqual(case._common_cause(), (True, False))
        group.write({"measure": "One permit for the hall.", "department_id": self.roads.id})
        self.assertEqual(case._common_cause(), (True, True))

    def test_looking_and_telling_cost_no_more_for_more_issues(self):
        def costs(count):
            firms = self.firms(*(f"Firm {count}-{at}" for at in range(count)))
            vals = [
                {"name": f"{CUT}{count}", "enterprise_id": firm.id, "category_id": self.power_category.id}
                for firm in firms
            ]
            issues = self.env["park.issue"]._capture(vals)
            group = self.cause(name=f"Cause {count}")
            group.with_user(self.centre).action_propose("Article 3")
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            self.env["park.issue.hint"]._look(self.zone)
            self.env.flush_all()
            looked = self.env.cr.sql_log_count - before
            issues.with_user(self.centre).action_group(group, "Alike.")
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            group.with_user(self.centre).action_adopt("No. 9", "Told a day before.")
            self.env.flush_all()
            return looked, self.env.cr.sql_log_count - before

        costs(3)
        few, many = costs(4), costs(40)
        self.assertLessEqual(many[0], few[0] + 2)
        self.assertLessEqual(many[1], few[1] + 2)


@tagged("post_install", "-at_install")
class TestIssueAlike(IssueCase):
    """What is open already is shown while the next one is written down."""

    def test_similar_open_issues_are_told_with_the_reason_and_only_to_who_may_read_them(self):
        power = self.env.ref("park_issue.category_power")
        with self.on("2026-09-07"):
            own = self.issue("accepted", name=CUT, category_id=power.id, received_on="2026-09-07")
            foreign = self.issue("accepted", self.others, name="限电影响产线排班", category_id=power.id)
            self.issue("withdrawn", self.others, name=CUT, category_id=power.id)
            self.issue("accepted", self.others, name="路灯不亮", category_id=power.id)
        with self.on("2026-09-10"):
            asked = ("产线排班受限电影响", power.id, self.mine.id)
            self.assertEqual(
                [line["id"] for line in self.env["park.issue"].with_user(self.centre).alike(*asked)],
                [own.id, foreign.id],
            )
            [line] = self.env["park.issue"].with_user(self.manager).alike(*asked)
        self.assertEqual((line["id"], line["same_firm"]), (own.id, True))
        self.assertEqual(line["why"], "same firm · same category · both say: 产线排班, 限电影响 · 3 days ago")

    def test_once_accepted_the_form_tells_those_who_may_join_issues(self):
        known, other = self.issue("accepted", name=CUT), self.issue("accepted", name=CUT)
        self.assertFalse(other.with_user(self.manager).alike_ids)
        self.assertEqual(other.with_user(self.centre).alike_ids, known)

    def test_the_form_tells_before_anything_is_stored(self):
        known = self.issue("accepted", name=CUT)
        form = (
            self.env["park.issue"].with_user(self.manager).new({"name": "限电影响产线", "enterprise_id": self.mine.id})
        )
        self.assertIn(known.number, form.alike_notice)
        self.assertEqual(form.alike_ids.ids, known.ids)
        self.assertFalse(
            self.env["park.issue"].with_user(self.manager).new({"enterprise_id": self.mine.id}).alike_notice
        )
