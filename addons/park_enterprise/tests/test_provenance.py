from odoo.tests import tagged

from .common import CODES
from .test_import_enterprises import ROWS, ImportCase


@tagged("post_install", "-at_install")
class TestProvenance(ImportCase):
    def test_the_form_says_which_file_or_person_brought_name_address_and_capital(self):
        batch = self.imported(ROWS[0])
        firm = batch.line_ids.enterprise_id.with_user(self.leader)
        lines = firm.park_provenance_text.splitlines()
        self.assertEqual([line.split(":")[0] for line in lines], ["Name", "Address", "Capital"])
        self.assertTrue(all("firms.csv" in line and self.centre.name in line for line in lines))
        firm.with_user(self.centre).write({"street": "高新区9号", "name": firm.name})
        by_fact = dict(line.split(": ", 1) for line in firm.park_provenance_text.splitlines())
        self.assertIn("entered by", by_fact["Address"])
        self.assertIn("firms.csv", by_fact["Name"], "the same name written again changes nothing")

    def test_an_update_by_file_notes_only_what_it_changed_and_undo_forgets_it(self):
        firm = self.firms("甲高新科技有限公司", uscc=CODES[0])
        self.assertEqual(set(firm.park_provenance), {"name"})
        batch = self.imported(f"甲高新科技有限公司,{CODES[0]},,,,,高新区1号")
        self.assertEqual(firm.park_provenance["address"]["import"], batch.id)
        self.assertIsNone(firm.park_provenance["name"]["import"])
        batch.action_undo()
        self.assertEqual(set(firm.park_provenance), {"name"})

    def test_nobody_writes_the_origin_and_other_partners_have_none(self):
        firm = self.firms("Noted Ltd")
        kept = firm.park_provenance
        firm.with_user(self.centre).write({"park_provenance": {}})
        self.assertEqual(firm.park_provenance, kept)
        self.assertFalse(self.env["res.partner"].create({"name": "Somebody"}).park_provenance)
