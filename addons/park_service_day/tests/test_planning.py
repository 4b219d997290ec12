import io
from datetime import date

import pypdf
from docx import Document
from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from .common import TODAY, ServiceDayCase


@tagged("post_install", "-at_install")
@freeze_time(TODAY)
class TestPlanning(ServiceDayCase):
    """Before the day: whom to invite, who comes, in which order, and what to know of them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plan = cls._as(cls.manager)["park.service.day"].create({"date_on": date(2026, 12, 21), "place": "Hall 2"})

    def propose(self):
        action = self.plan.action_propose()
        return self._as(self.manager)[action["res_model"]].browse(action["res_id"])

    # -- firms

    def test_firms_are_proposed_by_what_burns(self):
        alpha, _beta, gamma = self.firms
        gamma.tier = "a"
        self.capture(self.limited(1, workdays=1), self.limited(2, workdays=20))
        with freeze_time("2026-12-01 02:00:00"):
            proposal = self.propose()
            self.assertEqual(proposal.line_ids.enterprise_id, alpha + gamma, "beta has neither tier nor issue")
            first, second = proposal.line_ids
            self.assertEqual((first.overdue_count, first.open_count, first.last_on), (1, 2, date(2026, 11, 23)))
            self.assertEqual(first.reason, "1 overdue · 2 open · last at the table on 2026-11-23")
            self.assertEqual((second.tier, second.reason), ("a", "never at the table"))
            second.is_chosen = False
            proposal.action_take()
        self.assertEqual(self.plan.firm_ids.enterprise_id, alpha)
        self.assertNotIn(alpha, self.propose().line_ids.enterprise_id, "who is on the list is not proposed again")

    def test_six_seats_are_filled(self):
        self.env["res.partner"].create(
            [
                {"name": f"Firm {n}", "is_park_enterprise": True, "company_id": self.zone.id, "tier": "b"}
                for n in range(9)
            ]
        )
        self.assertEqual(self.propose().chosen_count, 6)
        with self.assertRaises(UserError):
            proposal = self.propose()
            proposal.line_ids.is_chosen = False
            proposal.action_take()

    def test_a_proposal_costs_the_same_for_many_firms(self):
        costs = []
        for size in (5, 105):
            self.env["res.partner"].create(
                [
                    {"name": f"Firm {size} {n}", "is_park_enterprise": True, "company_id": self.zone.id, "tier": "b"}
                    for n in range(size)
                ]
            )
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.plan._candidates()
            costs.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(costs[1], costs[0])

    def test_restricted_complaints_and_other_zones_do_not_count(self):
        self.capture(self.line(1, kind="limited", answer=None, department_id=self.water.id, workdays=5))
        self.issues().category_id = self.restricted
        south = self.env["res.company"].create({"name": "South"})
        self.env["res.partner"].create(
            {"name": "Elsewhere", "is_park_enterprise": True, "company_id": south.id, "tier": "a"}
        )
        self.assertFalse(self.propose().line_ids)

    # -- invitations

    def invite(self):
        self.plan.add_firms(self.firms[:1].ids)
        self.plan.department_ids = self.water
        action = self.plan.action_mark_sent()
        self.assertIn("/park/sheet/park.service.day.invitation/invitation/", action["url"])
        return self.plan.invitation_ids.sorted("kind", reverse=True)

    def test_who_is_on_the_list_is_invited_once(self):
        self.assertFalse(self.plan.reply_summary)
        firm, department = self.invite()
        self.assertEqual((firm.name, department.name), ("Alpha Works", "Water Bureau"))
        self.assertEqual(set((firm + department).mapped("state")), {"sent"})
        self.assertEqual(firm.name_search("Alpha"), [(firm.id, "Alpha Works")])
        self.assertEqual(firm.sent_on, date(2026, 11, 23))
        with self.assertRaises(UserError):
            self.plan.action_mark_sent()
        self.plan.add_firms(self.firms[1:2].ids)
        self.plan.action_mark_sent()
        self.assertEqual(len(self.plan.invitation_ids), 3)

    def test_a_reply_names_who_comes(self):
        firm, department = self.invite()
        with self.assertRaises(UserError):
            firm.action_accept()
        firm.attendee_ids = [(0, 0, {"name": "Li Ming", "title": "CEO", "phone": "13800001111", "plate": "桂C12345"})]
        firm.action_accept()
        person = self.plan.attendee_ids
        self.assertEqual((person.kind, person.enterprise_id, person.unit), ("firm", self.firms[0], "Alpha Works"))
        self.assertEqual((firm.state, firm.replied_by_id, firm.people), ("accepted", self.manager, "Li Ming CEO"))
        with self.assertRaises(UserError):
            department.action_decline()
        department.note = "Budget week"
        department.action_decline()
        self.assertEqual(self.plan.reply_summary, "2 invited, 1 come, 1 do not, 0 have not replied")

    def test_telephone_and_plate_are_for_who_prepares_the_day(self):
        firm, _department = self.invite()
        firm.attendee_ids = [(0, 0, {"name": "Li Ming", "phone": "13800001111", "plate": "桂C12345"})]
        people = self.env["park.service.day.attendee"]
        for user, sees in (
            (self.manager, True),
            (self.centre, True),
            (self.other_manager, False),
            (self.leader, False),
        ):
            with self.subTest(user.login):
                person = firm.attendee_ids.with_env(self._as(user))
                self.assertEqual(person.phone == "13800001111", sees)
                self.assertEqual(person.plate == "桂C12345", sees)
                self.assertEqual(
                    bool(people.with_env(self._as(user)).search([("phone", "=", "13800001111")])), sees, "nor by asking"
                )
        [sheet] = self.plan.with_env(self._as(self.leader))._sheets("attendees")
        self.assertNotIn("13800001111", str(list(sheet.rows)))

    def test_only_who_keeps_the_day_invites_and_notes_replies(self):
        firm, _department = self.invite()
        with self.assertRaises(AccessError):
            self.plan.with_env(self._as(self.other_manager)).action_invite()
        with self.assertRaises(AccessError):
            firm.with_env(self._as(self.leader)).note = "x"
        firm.write({"state": "accepted", "replied_on": "2026-01-01"})
        self.assertEqual((firm.state, firm.replied_on), ("sent", False), "a reply is noted by its verb")

    def test_the_letter_says_when_and_where(self):
        firm, department = self.invite()
        letters = [
            " ".join(block.text for block in document.body) + document.recipient
            for document in (firm + department)._documents("invitation")
        ]
        for letter, name in zip(letters, ("Alpha Works", "Water Bureau"), strict=True):
            for said in ("21/12/2026", "09:00", "Hall 2", name):
                self.assertIn(said, letter)

    # -- agenda, cards, briefing

    def test_the_usual_agenda_has_a_turn_for_each_firm(self):
        self.plan.add_firms(self.firms[:2].ids)
        self.plan.action_draft_agenda()
        points = [(point.starts_at, point.name) for point in self.plan.agenda_ids]
        self.assertEqual(points[0][0], 9.0)
        self.assertIn("Looking back", points[1][1])
        self.assertEqual([name.split()[0] for _at, name in points[3:5]], ["Alpha", "Beta"])
        self.assertEqual([round(firm.slot, 2) for firm in self.plan.firm_ids], [9.5, 9.67])
        self.assertEqual([firm["slot"] for firm in self.plan.board()["firms"]], ["09:30", "09:40"])
        self.plan.action_draft_agenda()
        self.assertEqual(len(self.plan.agenda_ids), len(points), "drafted anew, not twice")
        [document] = self.plan._documents("agenda")
        self.assertEqual(document.body[1].rows[0][0], "09:00")

    def pdf(self, records, key):
        data = self.env["park.document"]._html_to_pdf(records._pdf_page(key))
        return [page.extract_text().replace("\n", "") for page in pypdf.PdfReader(io.BytesIO(data)).pages]

    def test_each_person_and_each_firm_without_one_has_a_card(self):
        firm, _department = self.invite()
        self.plan.add_firms(self.firms[1:2].ids)
        firm.attendee_ids = [(0, 0, {"name": "Li Ming"})]
        self.plan.attendee_ids = [(0, 0, {"name": "Absent", "is_absent": True}), (0, 0, {"name": "Mayor Fang"})]
        pages = self.pdf(self.plan, "cards")
        self.assertEqual(len(pages), 3)
        for name in ("Li Ming", "Mayor Fang", "Beta Works"):
            self.assertTrue(any(page.count(name) == 2 for page in pages), name)

    def test_the_briefing_page_tells_what_is_open_and_what_was_promised(self):
        self.capture(self.limited(1, answer="Second pump"))
        self.env["park.issue"].create({"name": "No bus", "enterprise_id": self.firms[0].id}).action_submit()
        self.plan.add_firms(self.firms.ids)
        alpha, _beta, gamma = self.plan.firm_ids
        page = alpha.briefing_page
        for said in ("No bus", "Problem 1", "Water Bureau", "by 2026-11-30", "Second pump", "not asked yet", "2026-01"):
            self.assertIn(said, page)
        self.assertIn("has not sat at a table before", gamma.briefing_page)
        pages = self.pdf(self.plan.firm_ids, "briefing")
        self.assertEqual(len(pages), 3)
        self.assertIn("Second pump", pages[0])

    def test_the_briefing_shows_others_their_own_reach(self):
        self.capture(self.limited(1))
        self.plan.add_firms(self.firms[:1].ids)
        self.assertIn("Problem 1", self.plan.firm_ids.briefing_page)
        self.assertNotIn("Problem 1", self.plan.firm_ids.with_env(self._as(self.other_manager)).briefing_page)

    def test_briefings_cost_the_same_for_many_firms(self):
        costs = []
        for size in (1, 3):
            self.plan.add_firms(self.firms[:size].ids)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.plan.firm_ids._briefing_parts()
            costs.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(costs[1], costs[0] + 2)


@tagged("post_install", "-at_install")
@freeze_time(TODAY)
class TestDocuments(ServiceDayCase):
    """After the day: minutes, orders, and the look-back at the next one."""

    def day_with_lines(self):
        self.capture(
            self.line(1),
            self.limited(2, answer="Second pump", helper_ids=self.roads.ids),
            self.limited(3, department_id=self.roads.id, enterprise_id=self.firms[1].id),
            self.line(4, kind="explained", answer="The law says no"),
        )
        self.day.attendee_ids = [
            (0, 0, {"name": "Fang", "title": "Secretary", "kind": "leader"}),
            (0, 0, {"name": "Qin", "department_id": self.water.id, "kind": "department", "is_absent": True}),
        ]
        return self.day.with_env(self._as(self.manager))

    def words(self, document):
        """Return the text of a document as docx, read back."""
        stream = io.BytesIO()
        self.env["park.document"]._write_documents(stream, [document], "docx")
        return "\n".join(paragraph.text for paragraph in Document(stream).paragraphs)

    def test_the_minutes_name_who_does_what_until_when(self):
        [minutes] = self.day_with_lines()._documents("minutes")
        text = self.words(minutes)
        for said in (
            "一、Matters decided",
            "（一）Alpha Works: Problem 2. Second pump (Responsible: Water Bureau、Roads Bureau; ",
            "to be done by: 30/11/2026)",
            "（二）Beta Works: Problem 3. The department handles it",
            "二、Settled on the spot",
            "三、Explained",
            "The law says no",
            "Present: Fang (Secretary)",
            "Excused: Qin (Water Bureau)",
            "Distributed to: Water Bureau、Alpha Works、Beta Works.",
        ):
            self.assertIn(said, text)
        self.assertIn("2 firms reported 4 issues: 1 were settled on the spot, 2 given", text)
        self.assertFalse(minutes.signer, "minutes carry no seal")

    def test_each_department_gets_its_own_order(self):
        orders = self.day_with_lines()._documents("orders")
        self.assertEqual([order.recipient for order in orders], ["Water Bureau", "Roads Bureau"])
        [row] = orders[0].body[1].rows
        self.assertEqual(row, ("1", "Alpha Works", "Problem 2", "Second pump", "Roads Bureau", "2026-11-30"))
        [sheet] = self.day._sheets("orders")
        self.assertEqual(
            [line[:3] for line in sheet.rows], [("Water Bureau", 1, "Alpha Works"), ("Roads Bureau", 1, "Beta Works")]
        )

    def test_a_day_without_orders_says_so(self):
        [document] = self.day._documents("orders")
        self.assertIn("No issue", document.body[0].text)

    def test_the_next_day_looks_back(self):
        self.day_with_lines()
        solved, limited, slow, _explained = self.issues()
        self.day.action_finish()
        solved.with_user(self.centre).action_record_callback("yes", "5", "Thank you")
        lead = limited.assignment_ids.filtered(lambda p: p.role == "lead")
        lead.action_sign()
        lead.action_answer("Pump bought")
        limited.action_reply("The pump runs")
        limited.action_close("solved", "The pump runs")
        with freeze_time("2026-12-21 02:00:00"):
            self.env.invalidate_all()
            following = self._as(self.manager)["park.service.day"].create(
                {"date_on": date(2026, 12, 21), "firm_ids": [(0, 0, {"enterprise_id": self.firms[0].id})]}
            )
            look = following._lookback()
            self.assertEqual(following.previous_day_id, self.day)
            self.assertEqual(
                [entry["standing"] for entry in look["entries"]], ["at_once", "in_time", "overdue", "at_once"]
            )
            self.assertEqual(
                look["figures"], [("Issues", 4), ("Settled at the table", 2), ("Done in time", 1), ("Overdue", 1)]
            )
            self.assertIn("took on 4 issues: 3 are done, of these 0 late; 1 are overdue", look["sentence"])
            self.assertEqual(look["entries"][0]["says"], "solved · Very satisfied · Thank you")
            self.assertIn("by 2026-11-30", look["entries"][2]["promised"])
            self.assertIn("Second pump", look["entries"][1]["promised"], "as promised, not as answered later")
            self.assertIn("The pump runs", following.lookback_page)
            following.action_open()
            self.assertEqual(len(following.board()["lookback"]["entries"]), 4)
            other = following.with_env(self._as(self.other_manager))
            self.assertEqual(other._lookback()["entries"], [], "neither firm is theirs")
        self.assertIn("Roads Bureau", slow.lead_department_id.name)

    def test_an_extended_limit_shows_both_days(self):
        self.capture(self.limited(1, workdays=5))
        issue = self.issues()
        issue.sudo()._extend_deadlines("issue_close", date(2026, 12, 7), "Pump is on its way")
        [entry] = self.day._lookback_entries(issue)
        self.assertIn("by 2026-11-30, extended to 2026-12-07", entry["promised"])

    def test_the_first_day_has_nothing_to_look_back_on(self):
        self.assertFalse(self.day.previous_day_id)
        self.assertFalse(self.day.lookback_page)
        self.assertEqual(self.day.board()["lookback"]["entries"], [])
