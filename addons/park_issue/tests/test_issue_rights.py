from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import IssueCase


@tagged("post_install", "-at_install")
class TestIssueRights(IssueCase):
    """Access follows the firm and the department, never the author."""

    def seen(self, person, issues):
        return issues.with_user(person)._filtered_access("read")

    def test_who_sees_what(self):
        own, assigned = self.issue("accepted"), self.issue("assigned", self.others)
        other, foreign = (
            self.issue("accepted", self.others),
            self.env["park.issue"].create({"name": "Elsewhere", "enterprise_id": self.foreign.id}),
        )
        every = own + assigned + other + foreign
        for role, expected in {
            "account_manager": own,
            "handler": assigned,
            "service_centre": own + assigned + other,
            "supervisor": own + assigned + other,
            "leader": own + assigned + other,
            "auditor": own + assigned + other,
            "admin": self.env["park.issue"],
        }.items():
            with self.subTest(role=role):
                self.assertEqual(self.seen(self.people[role], every), expected)

    def test_the_author_loses_sight_with_the_firm(self):
        issue = (
            self.env["park.issue"]
            .with_user(self.manager)
            .create({"name": "Mine for now", "enterprise_id": self.mine.id})
        )
        self.mine.officer_ids.date_to = "2020-12-31"
        self.assertFalse(self.seen(self.manager, issue))

    def test_a_manager_records_nothing_for_other_firms(self):
        with self.assertRaises(AccessError):
            self.env["park.issue"].with_user(self.manager).create({"name": "Not mine", "enterprise_id": self.others.id})

    def test_a_handler_reads_the_firm_and_the_other_departments_part(self):
        issue = self.issue("assigned", self.others).with_user(self.handler)
        self.assertEqual(issue.enterprise_id.name, "Others Ltd")
        self.assertEqual(set(issue.assignment_ids.mapped("department_id.name")), {"Roads Bureau", "Power Supply"})

    def test_restricted_issues_are_the_supervisors_alone(self):
        issue = self.restricted()
        for role, person in self.people.items():
            with self.subTest(role=role):
                self.assertEqual(bool(self.seen(person, issue)), role == "supervisor")
        acting = issue.with_user(self.supervisor)
        acting.action_submit()
        acting.action_accept()
        acting.action_assign(self.roads)
        self.lead(acting).action_sign()
        self.assertFalse(self.seen(self.handler, issue), "assigned to the department, yet not shown")
        clocks = issue.sudo().deadline_ids + self.lead(issue).sudo().deadline_ids
        self.assertFalse(clocks.with_user(self.handler)._filtered_access("read"))
        self.assertFalse(clocks.with_user(self.manager)._filtered_access("read"))

    def restricted(self):
        return (
            self.env["park.issue"]
            .with_user(self.supervisor)
            .create(
                {
                    "name": "Fees without a receipt",
                    "enterprise_id": self.mine.id,
                    "category_id": self.env.ref("park_issue.category_unlawful_fees").id,
                }
            )
        )

    def test_others_cannot_file_under_a_restricted_category(self):
        category = self.env.ref("park_issue.category_unlawful_fees").id
        for person in (self.manager, self.centre):
            with self.assertRaisesRegex(UserError, "supervising unit"):
                self.env["park.issue"].with_user(person).create(
                    {"name": "Fees", "enterprise_id": self.mine.id, "category_id": category}
                )
        with self.assertRaisesRegex(UserError, "supervising unit"):
            self.issue("new").with_user(self.centre).category_id = category

    def test_a_supervisor_does_not_act_on_open_issues_in_place_of_the_centre(self):
        with self.assertRaises(UserError):
            self.issue("new").with_user(self.supervisor).action_accept()

    def test_protected_fields_cannot_be_written(self):
        issue = self.issue("doing")
        forged = {
            "state": "signed_off", "number": "SQ1999-00001", "is_solved": "yes", "satisfaction": "5",
            "closed_on": "2026-01-01", "signed_off_on": "2026-01-01", "reply_public": "No.",
            "lead_department_id": self.power.id, "owner_id": self.centre.id, "closure_kind": "solved",
            "is_restricted": True, "client_uuid": "x", "promised_workdays": 99,
        }  # fmt: skip
        fields = [*forged, "due_on"]
        before = issue.read(fields)
        for person in (self.manager, self.handler, self.centre):
            issue.with_user(person).write({**forged, "due_on": "2030-01-01"})
            issue.invalidate_recordset()
            self.assertEqual(issue.read(fields), before)
        born = (
            self.env["park.issue"]
            .with_user(self.manager)
            .with_context(default_state="closed")
            .create({"name": "Born closed", "enterprise_id": self.mine.id, **forged})
        )
        self.assertEqual((born.state, born.number, born.is_solved), ("draft", False, False))

    def test_a_part_cannot_be_written_past_its_verbs(self):
        part = self.lead(self.issue("assigned"))
        part.with_user(self.handler).write({"state": "answered", "answer": "Done", "department_id": self.power.id})
        self.assertEqual((part.state, part.answer, part.department_id), ("waiting", False, self.roads))
        with self.assertRaises(AccessError):
            self.env["park.issue.assignment"].with_user(self.handler).create(
                {"issue_id": part.issue_id.id, "department_id": self.power.id}
            )
        issue = part.issue_id
        with self.assertRaises(AccessError):
            issue.with_user(self.centre).write({"assignment_ids": [(0, 0, {"department_id": self.power.id})]})

    def test_what_the_clocks_rest_on_is_fixed_from_acceptance(self):
        self.issue("new").with_user(self.manager).received_on = "2026-09-01"
        with self.assertRaisesRegex(UserError, "fixed"):
            self.issue("accepted").with_user(self.centre).received_on = "2026-09-01"

    def test_nobody_deletes(self):
        issue = self.issue()
        for person in self.people.values():
            with self.assertRaises(AccessError):
                issue.with_user(person).unlink()

    def test_departments_of_another_zone_are_refused(self):
        issue = self.issue("accepted").with_user(self.centre)
        foreign = self.env["park.department"].create({"name": "Far", "company_id": self.other_zone.id})
        with self.assertRaises(AccessError):
            issue.action_assign(foreign.id)
        with self.assertRaises(UserError):
            issue.action_assign(False)
        issue.action_assign(self.roads.id, [self.power.id], 3)
        self.assertEqual(issue.help_department_ids, self.power)

    def test_the_dialog_obeys_the_verb(self):
        issue = self.issue("new")
        ground = self.env.ref("park_issue.refusal_settled")
        step = (
            self.env["park.issue.step"]
            .with_user(self.manager)
            .create({"verb": "reject", "issue_ids": issue.ids, "text": "I would rather not.", "refusal_id": ground.id})
        )
        with self.assertRaises(UserError):
            step.action_apply()
        centre_step = (
            self.env["park.issue.step"]
            .with_user(self.centre)
            .create({"verb": "reject", "issue_ids": issue.ids, "text": "Go to court.", "refusal_id": ground.id})
        )
        centre_step.action_apply()
        self.assertEqual((issue.state, issue.reject_reason), ("rejected", "Go to court."))
        with self.assertRaises(AccessError):
            centre_step.with_user(self.second_centre).read(["text"])
