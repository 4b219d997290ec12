"""Whatever leaves as a file leaves an entry, needs the right, and unusual reading rings."""

import json

from odoo import http
from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tools import mute_logger

from .common import EnterpriseCase

PASSWORD = "Export-Pass-2026"


@tagged("post_install", "-at_install")
class TestExportLog(EnterpriseCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        places = {"company_id": cls.zone.id, "company_ids": [(6, 0, cls.zone.ids)]}
        cls.staff = new_test_user(cls.env, "ent_staff", "park_guard.group_park_user", password=PASSWORD, **places)
        (cls.manager | cls.leader).password = PASSWORD

    def entries(self, action="export"):
        return self.env["park.audit"].search([("action", "=", action)], order="id desc")

    def export(self, kind, model="res.partner", **more):
        params = {
            "model": model,
            "fields": [{"name": name, "label": name, "type": "char"} for name in ("name", "phone")],
            "ids": False,
            "domain": [("is_park_enterprise", "=", True), ("phone", "ilike", "13800138000")],
            "import_compat": False,
            **more,
        }
        data = {"data": json.dumps(params), "csrf_token": http.Request.csrf_token(self)}
        with mute_logger("odoo.http", "odoo.addons.web.controllers.export"):
            return self.url_open(f"/web/export/{kind}", data)

    def test_a_list_as_workbook_or_text_is_on_record_with_its_filter(self):
        self.authenticate(self.leader.login, PASSWORD)
        ids = (self.mine + self.others).ids
        for kind in ("xlsx", "csv"):
            with self.subTest(kind):
                self.assertEqual(self.export(kind, ids=ids).status_code, 200)
                entry = self.entries()[0]
                self.assertEqual((entry.user_id, entry.model), (self.leader, "res.partner"))
                self.assertEqual((entry.detail["rows"], entry.detail["form"]), (2, "list"))
                self.assertEqual(entry.detail["fields"], ["name", "phone"])
                self.assertEqual(entry.detail["personal"], ["phone"])
                self.assertIn("138****8000", entry.detail["filter"])  # what was searched for is personal too
                self.assertTrue(entry.ip)

    def test_groups_are_on_record_too(self):
        self.authenticate(self.leader.login, PASSWORD)
        domain = [("id", "in", (self.mine + self.others).ids)]
        self.assertEqual(self.export("xlsx", groupby=["tier"], domain=domain).status_code, 200)
        self.assertEqual(self.entries()[0].detail["rows"], 2)

    def pivot(self):
        data = {
            "title": "Firms", "model": "res.partner", "measure_headers": [{"title": "Count", "is_bold": False}],
            "col_group_headers": [], "origin_headers": [], "rows": [{"title": "All", "indent": 0, "values": []}],
        }  # fmt: skip
        return self.url_open(
            "/web/pivot/export_xlsx",
            {"csrf_token": http.Request.csrf_token(self)},
            files={"data": ("data", json.dumps(data))},
        )

    def test_a_pivot_is_on_record(self):
        self.authenticate(self.leader.login, PASSWORD)
        self.assertEqual(self.pivot().status_code, 200)
        self.assertEqual((self.entries()[0].detail["form"], self.entries()[0].detail["rows"]), ("pivot", 1))

    def test_nothing_leaves_without_the_right(self):
        self.authenticate("ent_staff", PASSWORD)
        before = len(self.entries())
        with mute_logger("odoo.http"):
            self.assertNotEqual(self.export("xlsx", ids=self.mine.ids).status_code, 200)
            self.assertNotEqual(self.pivot().status_code, 200)
            answer = self.url_open(f"/park/sheet/res.partner/ledger/{self.mine.id}.xlsx")
        self.assertEqual(answer.status_code, 404)
        self.assertEqual(len(self.entries()), before)

    def read_over_http(self, ids):
        params = {"model": "res.partner", "method": "read", "args": [ids, ["phone"]], "kwargs": {}}
        self.url_open(
            "/web/dataset/call_kw/res.partner/read",
            json.dumps({"params": params}),
            headers={"Content-Type": "application/json"},
        )

    def test_many_small_readings_of_one_person_ring(self):
        people = self.env["res.partner"].create(
            [{"name": f"P{i}", "parent_id": self.mine.id, "phone": "13800138000"} for i in range(110)]
        )
        self.authenticate(self.manager.login, PASSWORD)
        alarms = self.env["park.alarm"].search([("kind", "=", "bulk_read")])
        with mute_logger("odoo.addons.park_guard.models.park_alarm"):
            for start in range(0, 110, 5):
                self.read_over_http(people.ids[start : start + 5])
            self.assertFalse(self.env["park.alarm"].search([("kind", "=", "bulk_read")]) - alarms)
            for start in range(0, 110, 5):
                self.read_over_http(people.ids[start : start + 5])
        alarm = self.env["park.alarm"].search([("kind", "=", "bulk_read")]) - alarms
        self.assertEqual(alarm.company_id, self.zone)
        self.assertIn(str(self.manager.id), alarm.key)
        self.assertGreater(alarm.detail["people"], 200)
        self.assertTrue(self.entries("read.personal"))

    def test_masks_are_not_counted(self):
        self.mine.phone = "13800138000"
        self.authenticate(self.leader.login, PASSWORD)
        for _time in range(30):
            self.read_over_http((self.mine + self.others).ids)
        self.assertFalse(self.entries("read.personal"))
