"""One code twice in a file: values side by side, decided by a person, and not undone by the next import."""

import csv
from base64 import b64encode
from collections import defaultdict
from pathlib import Path
from unittest import skipUnless

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import CODES
from .test_import_enterprises import ImportCase

REAL = Path(__file__).resolve().parents[4] / "shared" / "data" / "dedupe_same_code.csv"
FILE = (
    f"甲高新科技有限公司,{CODES[0]},2016-03-03,500万元,四川,成都,高新区1号",
    f"甲高新科技有限公司,{CODES[0]},2016-03-03,5000000元,四川,绵阳,高新区2号",
)


@tagged("post_install", "-at_install")
class TestImportDifferences(ImportCase):
    def differences(self, batch):
        found = self.env["park.enterprise.difference"].with_user(self.centre).search([("import_id", "=", batch.id)])
        return {difference.field_name: difference for difference in found}

    def test_what_the_second_row_says_otherwise_waits_for_a_decision(self):
        batch = self.imported(*FILE)
        self.assertEqual(self.counts(batch), {"created": 1, "refused": 1})
        rows = self.differences(batch)
        self.assertEqual(set(rows), {"city", "street"}, "the same capital in other words is no difference")
        street = rows["street"]
        self.assertEqual((street.our_value, street.their_value, street.import_row), ("高新区1号", "高新区2号", 3))
        street.write({"decision": "theirs", "reason": "Licence of March"})
        rows["city"].decision = "ours"
        firm = street.enterprise_id
        self.assertEqual((firm.street, firm.city), ("高新区2号", "成都"))
        self.assertEqual((street.decided_uid, bool(street.decided_at)), (self.centre, True))
        self.assertEqual((street.our_value, street.their_value), ("高新区1号", "高新区2号"))

    def test_a_decision_holds_against_the_same_file_and_against_second_thoughts(self):
        rows = self.differences(self.imported(*FILE))
        rows["street"].decision = "theirs"
        rows["city"].decision = "ours"
        again = self.imported(*FILE)
        self.assertEqual(self.counts(again), {"unchanged": 1, "refused": 1})
        self.assertIn("decided for another value", again.line_ids.sorted("row")[0].reason)
        self.assertFalse(self.differences(again))
        self.assertEqual(rows["street"].enterprise_id.street, "高新区2号")
        with self.assertRaises(UserError):
            rows["street"].decision = "ours"

    def test_an_account_manager_does_not_decide_and_telephones_stay_masked(self):
        header = "企业名称,统一社会信用代码,联系电话"
        name = "甲高新科技有限公司"
        batch = self.imported(
            f"{name},{CODES[0]},0773-5801234", f"{name},{CODES[0]},0773-5809999", header=header, user=self.manager
        )
        phone = self.differences(batch)["phone"]
        self.assertNotIn("5801234", phone.our_value)
        self.assertNotIn("5809999", phone.their_value)
        with self.assertRaises(AccessError):
            phone.with_user(self.manager).decision = "theirs"
        phone.decision = "theirs"
        self.assertEqual(phone.enterprise_id.sudo().phone, "0773-5809999")

    def test_an_undone_import_takes_its_open_differences_along(self):
        batch = self.imported(*FILE)
        firm = batch.line_ids.enterprise_id
        batch.action_undo()
        self.assertFalse(firm.exists())
        self.assertFalse(self.differences(batch))

    @skipUnless(REAL.exists(), f"the shared table {REAL.name} is not beside the project")
    def test_a_real_file_of_doubled_codes_becomes_a_list_of_decisions(self):
        with REAL.open(encoding="utf-8-sig", newline="") as handle:
            by_code = defaultdict(list)
            for row in csv.DictReader(handle):
                by_code[row["uscc"]].append(row)
        other_addresses = {
            code: rows for code, rows in by_code.items() if len({row["address"] for row in rows if row["address"]}) > 1
        }
        batches = self.env["park.enterprise.import"].with_user(self.centre)
        batch = batches.create(
            {"file": b64encode(REAL.read_bytes()), "filename": REAL.name, "company_id": self.zone.id}
        )
        batch.action_preview()
        batch.action_import()
        self.assertEqual(sum(self.counts(batch).values()), sum(map(len, by_code.values())))
        differences = self.env["park.enterprise.difference"].search([("import_id", "=", batch.id)])
        streets = differences.filtered(lambda difference: difference.field_name == "street")
        self.assertLessEqual(set(streets.enterprise_id.mapped("uscc")), set(other_addresses))
        self.assertGreater(len(streets.enterprise_id), len(other_addresses) * 0.9)
        self.assertFalse(differences.filtered("decision"), "nobody but a person decides")
