import io

import openpyxl
from odoo.tests import HttpCase, tagged

from .common import CODES, EnterpriseCase


@tagged("post_install", "-at_install")
class TestEnterpriseExport(EnterpriseCase, HttpCase):
    def test_the_ledger_leaves_as_a_workbook_and_that_is_on_record(self):
        self.mine.write({"uscc": CODES[0], "founded_on": "2015-05-04", "capital_wan": 1200})
        self.authenticate("ent_leader", "ent_leader")
        action = (self.mine | self.others).with_user(self.leader)._sheet_action("ledger", "xlsx")
        response = self.url_open(action["url"])
        self.assertEqual(response.status_code, 200)
        cells = list(openpyxl.load_workbook(io.BytesIO(response.content)).active.iter_rows())
        row = next(row for row in cells if row[1].value == "Mine Ltd")
        self.assertEqual(row[2].value, CODES[0])
        self.assertEqual(f"{row[6].value:%Y-%m-%d}", "2015-05-04")
        self.assertEqual(row[7].value, 1200)
        log = self.env["park.audit"].search([("model", "=", "res.partner"), ("action", "=", "export")])
        self.assertEqual(set(log.mapped("res_id")), set((self.mine | self.others).ids))
        self.assertEqual(log.user_id, self.leader)

    def test_firms_of_another_zone_do_not_leave(self):
        self.authenticate("ent_leader", "ent_leader")
        url = f"/park/sheet/res.partner/ledger/{self.foreign.id}.xlsx"
        self.assertIn(self.url_open(url).status_code, (403, 404))
        self.assertFalse(self.env["park.audit"].search([("res_id", "=", self.foreign.id), ("action", "=", "export")]))
