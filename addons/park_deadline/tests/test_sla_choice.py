from datetime import date, datetime
from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2 import IntegrityError

from .common import DeadlineCase

RECEIVED = date(2026, 9, 30)  # the eve of National Day; Saturday 10 October is worked


@tagged("post_install", "-at_install")
class TestSlaChoice(DeadlineCase):
    """Which limit holds for which matter (domain rules R02), over National Day 2026 and New Year 2027."""

    def profile(self, key):
        return self.env.ref(f"park_deadline.park_sla_profile_{key}")

    def choose(self, key, **conditions):
        return self.env["park.sla.choice"].create(
            {"profile_id": self.profile(key).id, "company_id": self.zone.id, **conditions}
        )

    def clock(self, kind="issue_close", start=RECEIVED, **traits):
        return self.matters(**traits)._start_deadlines(kind, start=start)

    def test_every_profile_counts_in_its_own_unit(self):
        cases = [  # profile, kind, traits, due from 30 September, due from 30 December (1 January as a plain weekday)
            ("standard", "issue_close", {}, "2026-10-15", "2027-01-08"),
            ("standard", "issue_close", {"complexity": "complex"}, "2026-10-27", "2027-01-20"),
            ("standard", "issue_close", {"complexity": "major"}, "2026-11-17", "2027-02-10"),
            ("standard", "assignment_help", {}, "2026-10-10", "2027-01-04"),
            ("shandong_2020", "issue_close", {"complexity": "complex"}, "2026-11-17", "2027-02-10"),
            ("zaozhuang_2022", "issue_reply", {}, "2026-10-09", "2027-01-01"),
            ("changchun_2021", "issue_reply", {"nature": "consultation"}, "2026-10-08", "2026-12-31"),
            ("changchun_2021", "issue_reply", {"nature": "complaint"}, "2026-10-10", "2027-01-04"),
            ("jinan_2022", "issue_close", {}, "2026-10-13", "2027-01-06"),
            ("shanghai_2024", "issue_close", {"complexity": "complex"}, "2026-10-27", "2027-01-20"),
            ("weifang_12345_2021", "issue_reply", {}, "2026-10-13", "2027-01-06"),
            ("anyang_2021", "issue_close", {}, "2026-10-13", "2027-01-06"),
            ("henan_2020", "issue_close", {}, "2026-10-30", "2027-01-29"),
            ("henan_2020", "issue_assign", {}, "2026-10-08", "2027-01-04"),  # rolls forward over the holiday
            ("quanzhou_2022", "assignment_help", {}, "2026-10-10", "2027-01-04"),
            ("xuchang_2011", "issue_close", {}, "2026-10-27", "2027-01-20"),
            ("jiaozuo_13710_2021", "issue_close", {}, "2026-10-08", "2027-01-06"),
            ("jiaozuo_13710_2021", "issue_close", {"complexity": "complex"}, "2026-10-30", "2027-01-29"),
            ("zhongshan", "issue_close", {}, "2026-10-13", "2027-01-06"),
            ("zhuhai_124_2023", "issue_close", {"nature": "consultation"}, "2026-10-09", "2027-01-01"),
            ("zhuhai_124_2023", "issue_close", {}, "2026-10-12", "2027-01-05"),
            ("chengdu_jinniu_2023", "issue_close", {}, "2026-10-08", "2027-01-01"),
            ("xinyang_2022", "issue_reply", {}, "2026-10-08", "2027-01-06"),
            ("hotline_office_sample", "issue_close", {"nature": "complaint"}, "2026-10-23", "2027-01-18"),
        ]
        for key, kind, traits, autumn, winter in cases:
            with self.subTest(profile=key, kind=kind, **traits):
                limits = self.profile(key)
                for start, due in ((RECEIVED, autumn), (date(2026, 12, 30), winter)):
                    clock = self.matters(**traits)._start_deadlines(kind, start=start, profile=limits)
                    self.assertEqual((str(clock.due_on), clock.profile_id), (due, limits))
                    self.assertEqual(clock.is_provisional, due > "2026-12-31")

    def test_all_rows_name_their_source_and_how_well_it_is_known(self):
        everybody_s = self.env["park.sla.profile"].search([("company_id", "=", False)])
        modules = {xmlid: name.split(".")[0] for xmlid, name in everybody_s.get_external_id().items()}
        shared = everybody_s.filtered(lambda profile: modules[profile.id] == "park_deadline")  # not those of tracks
        self.assertEqual(len(shared), 17)
        for profile in shared:
            with self.subTest(profile.code):
                self.assertTrue(profile.source and profile.evidence and profile.step_ids)
        self.assertEqual(shared.filtered("is_default"), self.profile("standard"))

    def test_the_more_specific_choice_wins_and_explains_itself(self):
        self.choose("jinan_2022")
        self.choose("shanghai_2024", complexity="complex")
        self.choose("zhuhai_124_2023", complexity="complex", nature="consultation")
        cases = [
            ({}, "jinan_2022", "everything"),
            ({"complexity": "general"}, "jinan_2022", "everything"),
            ({"complexity": "complex"}, "shanghai_2024", "Complexity: Complex (several departments)"),
            (
                {"complexity": "complex", "nature": "consultation"},
                "zhuhai_124_2023",
                "Nature: Consultation, Complexity: Complex (several departments)",
            ),
        ]
        for traits, key, why in cases:
            with self.subTest(**traits):
                clock = self.clock(**traits)
                self.assertEqual(clock.profile_id, self.profile(key))
                self.assertEqual(clock.limit_note.split("; ")[0], why)

    def test_what_a_chosen_profile_is_silent_on_comes_from_the_next(self):
        self.choose("jinan_2022")  # speaks of closing alone
        self.assertEqual(self.clock("issue_reply").profile_id, self.profile("standard"))
        self.assertEqual(self.clock("issue_close").profile_id, self.profile("jinan_2022"))

    def test_a_choice_holds_in_its_own_zone(self):
        self.choose("jinan_2022")
        elsewhere = self.clock(company_id=self.other_zone.id, department_id=False)
        self.assertEqual(elsewhere.profile_id, self.profile("standard"))

    def test_choosing_costs_no_more_for_many(self):
        self.choose("shanghai_2024", complexity="complex")
        kinds = (["complex", "general"] * 20)[:40]
        few, many = self.matters(2), self.matters(40)
        for matters in (few, many):
            for matter, kind in zip(matters, kinds, strict=False):
                matter.complexity = kind
        few[0]._start_deadlines("issue_reply")
        self.env.flush_all()
        counts = []
        for matters in (few, many):
            before = self.cr.sql_log_count
            matters._start_deadlines("issue_close")
            counts.append(self.cr.sql_log_count - before)
        self.assertEqual(counts[0], counts[1])

    def test_administrators_choose_for_their_own_zone(self):
        own = self.choose("jinan_2022").with_user(self.users["admin"])
        own.complexity = "complex"
        with self.assertRaises(AccessError):
            own.company_id = self.other_zone
        with self.assertRaises(AccessError):
            own.with_user(self.users["supervisor"]).complexity = False

    def test_a_second_handling_takes_the_share_of_its_step(self):
        matter = self.matters()
        matter._start_deadlines("issue_close")
        self.assertEqual(matter._redo_limits("issue_close"), {matter.id: (4, "workday")})  # half of 7
        other = self.matters()
        other._start_deadlines("issue_close", profile=self.profile("henan_2020"))
        self.assertEqual(other._redo_limits("issue_close"), {other.id: (30, "calendar_day")})  # no share is written
        self.assertEqual(self.matters()._redo_limits("issue_close"), {})

    def test_limits_that_a_kind_brings_along_go_before_choices_and_the_zone_s_own_before_the_shared(self):
        self.choose("zhuhai_124_2023")
        Matter = self.env.registry["park.test.matter"]
        with patch.object(Matter, "_deadline_profile_codes", lambda matters: dict.fromkeys(matters.ids, "henan_2020")):
            self.assertEqual(self.clock().profile_id, self.profile("henan_2020"))
            own = self.profile("henan_2020").copy({"company_id": self.zone.id})
            self.assertEqual(self.clock().profile_id, own)
            silent = self.clock("issue_first_contact")
            self.assertEqual(silent.profile_id, self.profile("zhuhai_124_2023"), "silent: the next one speaks")

    def test_a_limit_of_no_working_days_ends_the_same_day(self):
        step = self.profile("standard").step_ids.filtered(lambda step: step.kind == "issue_callback")
        step.amount = 0
        clock = self.clock("issue_callback")
        self.assertEqual((clock.due_on, clock.amount, clock.lamp), (RECEIVED, 0, "red"))
        late = self.clock("issue_callback", start=datetime(2026, 9, 30, 9, 30))  # half past five
        self.assertEqual(str(late.due_on), "2026-10-08")
        with self.assertRaises(IntegrityError), mute_logger("odoo.sql_db"):
            step.unit = "calendar_day"
            step.flush_recordset()
