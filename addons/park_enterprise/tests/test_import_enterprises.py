import io
from base64 import b64encode
from datetime import date

from odoo.addons.park_enterprise.core.importing.reader import read_table
from odoo.addons.park_enterprise.core.importing.reasons import REASONS
from odoo.addons.park_enterprise.models.park_enterprise_import_column import TARGETS
from odoo.addons.park_enterprise.models.park_enterprise_import_reason import REASON_TEXTS
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import freeze_time, tagged
from openpyxl import load_workbook

from .common import CODES, WRONG_CODE, EnterpriseCase

HEADER = "企业名称,统一社会信用代码,成立日期,注册资本,省份,城市,地址"
ROWS = (
    f"甲高新科技有限公司,{CODES[0]},2016.3.3,500万元,四川,成都,高新区1号",
    f"乙高新科技有限公司,{WRONG_CODE},2016年3月4日,1000(万元人民币),,,",
    "丙高新科技有限公司,320113000002816,,,,,",
    f",{CODES[1]},,,,,",
)
FROM_FORM = (
    "id",
    "create_date",
    "write_date",
    "write_uid",
    "commercial_partner_id",
    "park_search_keys",
    "park_search_text",
    "park_provenance",
)


class ImportCase(EnterpriseCase):
    def batch(self, *rows, user=None, header=HEADER, **vals):
        """Return an import of the given lines, uploaded by the service centre unless somebody is named."""
        data = "\n".join((header, *rows)).encode()
        batches = self.env["park.enterprise.import"].with_user(user or self.centre)
        return batches.create({"file": b64encode(data), "filename": "firms.csv", "company_id": self.zone.id, **vals})

    def imported(self, *rows, **options):
        batch = self.batch(*rows, **options)
        batch.action_preview()
        batch.action_import()
        return batch

    def counts(self, batch):
        names = ("created", "updated", "unchanged", "flagged", "refused")
        counts = {name: batch[f"{name}_count"] for name in names if batch[f"{name}_count"]}
        self.assertEqual(sum(counts.values()), batch.row_count)
        return counts

    def firm(self, name):
        return self.env["res.partner"].search([("name", "=", name), ("company_id", "=", self.zone.id)])


@tagged("post_install", "-at_install")
class TestImport(ImportCase):
    def test_preview_counts_every_row_and_writes_nothing(self):
        batch = self.batch(*ROWS)
        self.assertEqual(batch.state, "draft")
        batch.action_preview()
        self.assertEqual(self.counts(batch), {"created": 1, "flagged": 2, "refused": 1})
        self.assertEqual(batch.line_ids.mapped("verdict"), ["created", "flagged", "flagged", "refused"])
        self.assertEqual(batch.line_ids.mapped("row"), [2, 3, 4, 5])
        self.assertTrue(all(line.reason for line in batch.line_ids[1:]))
        self.assertFalse(self.firm("甲高新科技有限公司"))

    def test_import_writes_values_questions_and_audit(self):
        batch = self.imported(*ROWS)
        first, second, third = (self.firm(f"{name}高新科技有限公司") for name in "甲乙丙")
        self.assertEqual(first.founded_on, date(2016, 3, 3))
        self.assertEqual(
            (first.capital_text, first.capital_wan, first.capital_currency_id.name), ("500万元", 500, "CNY")
        )
        self.assertEqual((first.state_id, first.city), (self.env.ref("base.state_cn_SC"), "成都"))
        self.assertEqual(first.uscc_check, "valid")
        self.assertFalse(first.question_ids)
        self.assertEqual((second.uscc, second.uscc_check), (WRONG_CODE, "invalid"))
        self.assertEqual((third.uscc, third.company_registry), (False, "320113000002816"))
        for firm in second | third:
            self.assertEqual(firm.question_ids.mapped("key"), ["uscc"])
            self.assertEqual(firm.question_ids.origin, "import")
        audit = self.env["park.audit"].search([("model", "=", batch._name), ("res_id", "=", batch.id)])
        self.assertEqual(audit.mapped("action"), ["import"])
        firms = [("model", "=", "res.partner"), ("res_id", "in", (first | second | third).ids)]
        self.assertEqual(set(self.env["park.audit"].search(firms).mapped("action")), {"import_create"})

    def test_an_imported_firm_equals_one_registered_by_hand(self):
        vals = {
            "name": "手工登记有限公司",
            "uscc": CODES[0],
            "founded_on": "2016-03-03",
            "capital_text": "500万元",
            "capital_wan": 500,
            "capital_currency_id": self.env.ref("base.CNY").id,
            "state_id": self.env.ref("base.state_cn_SC").id,
            "country_id": self.env.ref("base.cn").id,
            "city": "成都",
            "street": "高新区1号",
            "email": "Office@Example.com",
            "website": "www.example.com",
        }
        lang = self.centre.lang
        by_hand = (
            self.env["res.partner"]
            .with_user(self.centre)
            .with_context(lang=lang)
            .create({**vals, "is_park_enterprise": True, "company_id": self.zone.id})
        )
        self.env.flush_all()
        expected = self.columns(by_hand)
        by_hand.sudo().active = False
        header = HEADER + ",邮箱,网址"
        row = f"手工登记有限公司,{CODES[1]},2016-03-03,500万元,四川省,成都,高新区1号,Office@Example.com,www.example.com"
        batch = self.imported(row, header=header)
        found = self.columns(batch.line_ids.enterprise_id)
        differing = {name for name in expected if expected[name] != found[name]} - {*FROM_FORM, "uscc"}
        self.assertFalse(differing, {name: (expected[name], found[name]) for name in differing})

    def columns(self, firm):
        self.env.cr.execute("SELECT * FROM res_partner WHERE id = %s", [firm.id])
        (values,) = self.env.cr.dictfetchall()
        return values

    def test_found_like_any_other_firm(self):
        self.imported(*ROWS)
        firms = self.env["res.partner"].with_user(self.centre)
        for typed in ("乙高", "jgxkj", CODES[0][-4:]):
            self.assertTrue(firms.name_search(typed, [("is_park_enterprise", "=", True)]), typed)

    def test_same_file_again_changes_nothing(self):
        self.imported(*ROWS)
        again = self.imported(*ROWS)
        self.assertEqual(self.counts(again), {"unchanged": 3, "refused": 1})
        self.assertIn("0", again.result)
        self.assertIn("firms.csv", again.filename)
        self.assertTrue(again.notes)

    def test_corrected_rows_answer_their_questions(self):
        self.imported(*ROWS)
        fixed = self.imported(f"乙高新科技有限公司,{CODES[1]},,,,,")
        second = self.firm("乙高新科技有限公司")
        self.assertEqual(self.counts(fixed), {"updated": 1})
        self.assertEqual((second.uscc, second.uscc_check), (CODES[1], "valid"))
        self.assertEqual((second.question_ids.state, second.question_ids.answer), ("answered", CODES[1]))

    def test_a_renamed_firm_keeps_its_former_name(self):
        self.imported(ROWS[0])
        batch = self.imported(f"新甲科技有限公司,{CODES[0]},,,,,")
        firm = batch.line_ids.enterprise_id
        self.assertEqual(firm.name, "新甲科技有限公司")
        self.assertEqual(firm.former_name_ids.name, "甲高新科技有限公司")
        self.assertEqual(firm.display_name, "新甲科技有限公司")
        self.assertTrue(self.env["res.partner"].name_search("甲高新", [("is_park_enterprise", "=", True)]))

    def test_a_code_of_another_zone_reveals_nothing(self):
        self.foreign.uscc = CODES[2]
        batch = self.imported(f"丁高新科技有限公司,{CODES[2]},,,,,")
        self.assertEqual(self.counts(batch), {"created": 1})
        self.assertEqual(self.foreign.name, "Foreign Ltd")

    def test_an_archived_firm_is_not_doubled(self):
        self.imported(ROWS[0])
        self.firm("甲高新科技有限公司").active = False
        self.assertEqual(self.counts(self.imported(ROWS[0])), {"refused": 1})

    def test_a_code_of_a_merged_record_finds_who_stayed(self):
        stays, goes = self.firms("桂林云图科技有限公司", "桂林云途科技有限公司")
        stays.uscc, goes.uscc = CODES[2], CODES[3]
        merge = self.env["park.enterprise.merge"].create({"survivor_id": stays.id, "twin_id": goes.id, "reason": "x"})
        merge.difference_ids.decision = "ours"
        merge.action_merge()
        batch = self.imported(f"桂林云途科技有限公司,{CODES[3]},,,,,信息路18号")
        self.assertEqual(self.counts(batch), {"updated": 1})
        self.assertEqual(batch.line_ids.enterprise_id, stays)
        self.assertEqual((stays.name, stays.uscc, stays.street), ("桂林云图科技有限公司", CODES[2], "信息路18号"))
        self.assertFalse(goes.active)

    def test_a_likely_twin_is_asked_about_and_explained(self):
        self.firms("桂林云图科技有限公司", uscc=CODES[2])
        row = "桂林云途科技有限责任公司,,,,,,"
        batch = self.imported(row)
        self.assertEqual(self.counts(batch), {"flagged": 1})
        question = batch.line_ids.enterprise_id.question_ids.filtered(lambda question: question.key == "name")
        self.assertIn("桂林云图科技有限公司", question.text)
        self.assertIn("like name +83%", question.text)
        self.assertEqual(self.counts(self.imported(row)), {"unchanged": 1})

    def test_a_formula_stays_text(self):
        batch = self.imported(f"甲公司名,{CODES[0]},,,,,=HYPERLINK(1)")
        self.assertEqual(batch.line_ids.enterprise_id.street, "=HYPERLINK(1)")

    def test_everything_the_core_can_say_has_words(self):
        self.assertEqual(set(REASON_TEXTS), set(REASONS))
        facts = {fact for _effect, fact in REASONS.values() if fact}
        self.assertLessEqual(facts, {name for name, _label in TARGETS})

    def test_an_unreadable_file_is_refused_with_the_remedy(self):
        with self.assertRaisesRegex(UserError, "xlsx"):
            self.env["park.enterprise.import"].create({"file": b64encode(b"%PDF-1.7"), "filename": "x.pdf"})

    def test_areas_industries_tiers_and_officers_are_looked_up(self):
        area = self.env["park.area"].create({"name": "沙河片区", "company_id": self.zone.id})
        industry = self.env["res.partner.industry"].search([("code", "!=", False)], limit=1)
        header = "企业名称,统一社会信用代码,片区,行业,企业分级,服务专员"
        batch = self.imported(
            f"甲公司名,{CODES[0]},沙河片区,{industry.code},A,ent_manager",
            f"乙公司名,{CODES[1]},无此片区,没有这个行业,Z,nobody",
            header=header,
        )
        first, second = batch.line_ids.enterprise_id
        self.assertEqual((first.park_area_id, first.industry_id, first.tier), (area, industry, "a"))
        self.assertEqual((first.officer_id, first.officer_ids.role), (self.manager, "officer"))
        self.assertEqual(set(second.question_ids.mapped("key")), {"area", "industry", "tier", "officer"})

    def test_of_a_whole_and_a_part_with_one_name_the_part_is_meant(self):
        industries = self.env["res.partner.industry"]
        whole, _twin = industries.create(
            [{"name": "Zeppelin trade", "code": "Z1"}, {"name": "Zeppelins", "code": "Z2"}]
        )
        part, _other = industries.create(
            [
                {"name": "Zeppelin trade", "code": "Z11", "parent_id": whole.id},
                {"name": "Zeppelins", "code": "Z3"},
            ]
        )
        batch = self.imported(
            f"甲公司名,{CODES[0]},Zeppelin trade",
            f"乙公司名,{CODES[1]},Zeppelins",
            header="企业名称,统一社会信用代码,行业",
        )
        self.assertEqual(batch.line_ids.mapped("verdict"), ["created", "flagged"])
        self.assertEqual(batch.line_ids.enterprise_id.industry_id, part)

    def test_statements_do_not_grow_with_the_rows(self):
        def statements(number, start):
            rows = [
                f"企业{index}有限公司,,2016-03-03,500万元,四川,成都,{index}号" for index in range(start, start + number)
            ]
            batch = self.batch(*rows, user=self.env.ref("base.user_root"))
            batch.action_preview()
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            batch.action_import()
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        statements(3, 0)
        self.assertEqual(statements(5, 1000), statements(300, 2000))


@tagged("post_install", "-at_install")
class TestImportMapping(ImportCase):
    def test_columns_are_guessed_and_can_be_changed(self):
        batch = self.batch("甲公司名,乙公司名", header="法定名称,备注")
        self.assertEqual(batch.column_ids.mapped("title"), ["法定名称", "备注"])
        with self.assertRaises(UserError):
            batch.action_preview()
        batch.column_ids[1].field = "name"
        batch.action_preview()
        self.assertEqual(batch.line_ids.name, "乙公司名")
        batch.write({"column_ids": [(1, batch.column_ids[0].id, {"field": "city"})]})
        self.assertEqual((batch.state, len(batch.line_ids)), ("draft", 0))

    def test_one_field_takes_one_column(self):
        batch = self.batch(ROWS[0])
        with self.assertRaises(ValidationError):
            batch.column_ids[1].field = "name"

    def test_a_bare_capital_waits_for_its_unit(self):
        batch = self.batch("甲公司名,,,500,,,")
        batch.action_preview()
        self.assertIn("capital_unit_unknown", str(batch.line_ids.reasons))
        batch.capital_unit = "wan"
        self.assertEqual(batch.state, "draft")
        batch.action_preview()
        batch.action_import()
        self.assertEqual(batch.line_ids.enterprise_id.capital_wan, 500)

    def test_results_cannot_be_forged(self):
        batch = self.batch(ROWS[0])
        batch.write({"state": "previewed", "created_count": 99, "preview_digest": "x"})
        self.assertEqual((batch.state, batch.created_count), ("draft", 0))
        with self.assertRaises(UserError):
            batch.action_import()

    def test_a_zone_changed_since_the_preview_is_shown_again(self):
        batch = self.batch(ROWS[0])
        batch.action_preview()
        self.firms("甲高新科技有限公司", uscc=CODES[0])
        result = batch.action_import()
        self.assertEqual((batch.state, result["params"]["type"]), ("previewed", "warning"))
        self.assertEqual(self.counts(batch), {"updated": 1})
        batch.action_import()
        self.assertEqual(batch.state, "done")

    def test_two_previews_of_one_file_import_it_once(self):
        first, second = self.batch(*ROWS), self.batch(*ROWS)
        first.action_preview()
        second.action_preview()
        first.action_import()
        second.action_import()
        self.assertEqual((second.state, self.counts(second)), ("done", {"unchanged": 3, "refused": 1}))


@tagged("post_install", "-at_install")
class TestImportErrors(ImportCase):
    def test_rows_to_correct_can_be_imported_again(self):
        batch = self.imported(*ROWS)
        stream = io.BytesIO()
        self.env["park.document"]._write_sheets(stream, batch._sheets("errors"), "xlsx")
        sheet = load_workbook(io.BytesIO(stream.getvalue())).active
        titles = [cell.value for cell in sheet[3]]
        self.assertEqual(titles[:7], HEADER.split(","))
        self.assertEqual(
            [row[0].value for row in sheet.iter_rows(min_row=4)], ["乙高新科技有限公司", "丙高新科技有限公司", None]
        )
        self.assertEqual(sheet["B5"].value, "320113000002816")
        self.assertTrue(sheet.cell(4, len(titles)).value)
        sheet["A6"] = "戊高新科技有限公司"
        corrected = io.BytesIO()
        sheet.parent.save(corrected)
        again = self.batch(ROWS[0])
        again.file = b64encode(corrected.getvalue())
        self.assertEqual(len(read_table(corrected.getvalue()).rows), 3)
        again.action_preview()
        self.assertEqual(self.counts(again), {"created": 1, "unchanged": 2})


@tagged("post_install", "-at_install")
class TestImportUndo(ImportCase):
    def test_new_firms_go_and_old_values_come_back(self):
        self.imported(ROWS[0])
        firm = self.firm("甲高新科技有限公司")
        batch = self.imported(f"新甲科技有限公司,{CODES[0]},,800万元,,,", ROWS[1])
        self.assertEqual((firm.name, firm.capital_wan), ("新甲科技有限公司", 800))
        batch.action_undo()
        self.assertEqual((firm.name, firm.capital_wan), ("甲高新科技有限公司", 500))
        self.assertEqual(firm.complete_name, "甲高新科技有限公司")
        self.assertFalse(firm.former_name_ids)
        self.assertFalse(firm.park_former_names)
        self.assertFalse(self.firm("乙高新科技有限公司"))
        self.assertEqual(batch.undo_counts, {"restored": 1, "removed": 1})
        self.assertEqual(self.counts(self.imported(ROWS[1])), {"flagged": 1})

    def test_answered_questions_are_asked_again(self):
        self.imported(ROWS[1])
        batch = self.imported(f"乙高新科技有限公司,{CODES[1]},,,,,")
        batch.action_undo()
        firm = self.firm("乙高新科技有限公司")
        self.assertEqual((firm.uscc, firm.question_ids.state), (WRONG_CODE, "open"))

    def test_what_somebody_used_or_changed_stays_and_is_named(self):
        batch = self.imported(*ROWS[:3])
        used, changed, free = batch.line_ids.enterprise_id
        used.child_ids = [(0, 0, {"name": "Contact", "company_id": self.zone.id})]
        with freeze_time("2099-01-01"):
            changed.write({"city": "桂林"})
            self.env.flush_all()
        self.env.cr.execute("UPDATE res_partner SET write_date = '2099-01-01' WHERE id = %s", [changed.id])
        batch.action_undo()
        self.assertTrue(used.exists() and changed.exists())
        self.assertFalse(free.exists())
        self.assertEqual(batch.line_ids.mapped("undone"), ["kept_used", "kept_changed", "removed"])
        self.assertIn("1", batch.result)

    def test_values_changed_since_are_not_restored(self):
        self.imported(ROWS[0])
        firm = self.firm("甲高新科技有限公司")
        batch = self.imported(f"甲高新科技有限公司,{CODES[0]},2017-01-01,,,绵阳,")
        firm.city = "德阳"
        batch.action_undo()
        self.assertEqual((firm.city, firm.founded_on), ("德阳", date(2016, 3, 3)))
        self.assertEqual(batch.line_ids.undone, "partly")

    def test_undo_is_once(self):
        batch = self.imported(ROWS[0])
        batch.action_undo()
        with self.assertRaises(UserError):
            batch.action_undo()


@tagged("post_install", "-at_install")
class TestImportRights(ImportCase):
    def test_a_manager_adds_firms_without_becoming_their_officer(self):
        batch = self.imported(ROWS[0], user=self.manager)
        firm = batch.line_ids.enterprise_id
        self.assertFalse(firm.officer_ids)
        self.assertFalse(firm.with_user(self.manager).is_my_enterprise)

    def test_a_manager_updates_the_own_firms_only(self):
        self.mine.uscc, self.others.uscc = CODES[0], CODES[1]
        batch = self.imported(f"Mine Ltd,{CODES[0]},,,,桂林,", f"Others Ltd,{CODES[1]},,,,桂林,", user=self.manager)
        self.assertEqual(self.counts(batch), {"updated": 1, "refused": 1})
        self.assertEqual((self.mine.city, self.others.city), ("桂林", False))
        self.assertEqual(batch.line_ids[1].reason_key, "not_yours")

    def test_a_manager_cannot_appoint_by_import(self):
        header = "企业名称,统一社会信用代码,服务专员"
        batch = self.imported(f"甲公司名,{CODES[0]},ent_manager", header=header, user=self.manager)
        self.assertFalse(batch.line_ids.enterprise_id.officer_ids)

    def test_others_cannot_import(self):
        for user in (self.handler, self.leader, self.supervisor):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.batch(ROWS[0], user=user)

    def test_rows_and_files_of_colleagues_are_not_seen(self):
        batch = self.imported(ROWS[0], user=self.manager)
        for model in ("park.enterprise.import", "park.enterprise.import.line", "park.enterprise.import.column"):
            mine = self.env[model].with_user(self.manager).search([])
            theirs = self.env[model].with_user(self.colleague).search([])
            self.assertTrue(mine, model)
            self.assertFalse(theirs & mine.with_user(self.colleague), model)
        with self.assertRaises(AccessError):
            batch.with_user(self.colleague).action_undo()

    def test_another_zone_cannot_be_filled(self):
        with self.assertRaises(AccessError):
            self.batch(ROWS[0], user=self.manager, company_id=self.other_zone.id)
