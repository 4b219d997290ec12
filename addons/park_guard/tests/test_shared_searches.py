"""Searches and templates of exports: everybody's are the administrators', one's own are nobody else's."""

from odoo.exceptions import AccessError
from odoo.tests import TransactionCase, new_test_user, tagged

CANARY = "cnry-13977001234"


@tagged("post_install", "-at_install")
class TestSharedSearches(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        group = "park_guard.group_park_account_manager"
        cls.fang, cls.lin = (new_test_user(cls.env, f"searches_{name}", group) for name in ("fang", "lin"))
        cls.admin = new_test_user(cls.env, "searches_admin", "park_guard.group_park_admin")
        cls.system = new_test_user(cls.env, "searches_system", "base.group_system")

    def save(self, user, users):
        vals = {"name": CANARY, "model_id": "park.alarm", "domain": f"[('key', 'ilike', '{CANARY}')]"}
        return self.env["ir.filters"].with_user(user).create_filter(vals | {"user_ids": users})

    def test_only_administrators_save_a_search_for_everybody(self):
        own = self.save(self.fang, self.fang.ids)
        for act in (lambda: self.save(self.fang, []), lambda: own.write({"user_ids": [(5,)]})):
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                act()
        shared = self.save(self.admin, [])
        for act in (shared.with_user(self.fang).unlink, lambda: shared.with_user(self.fang).write({"domain": "[x"})):
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                act()
        self.assertTrue(self.env["ir.filters"].with_user(self.lin).get_filters("park.alarm"), "all see it")

    def test_nobody_reads_the_private_search_of_another(self):
        own = self.save(self.fang, self.fang.ids)
        filters = self.env["ir.filters"].with_user(self.lin)
        self.assertEqual(filters.get_filters("park.alarm"), [])
        self.assertFalse(filters.search([("domain", "ilike", CANARY)]))
        for act in (
            lambda: own.with_user(self.lin).read(["domain"]),
            lambda: own.with_user(self.lin).write({"user_ids": [(4, self.lin.id)]}),
            lambda: own.with_user(self.lin).copy({"user_ids": [(6, 0, self.lin.ids)]}),
        ):
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                act()

    def template(self, user):
        line = (0, 0, {"name": CANARY})
        return (
            self.env["ir.exports"]
            .with_user(user)
            .create({"name": CANARY, "resource": "res.partner", "export_fields": [line]})
        )

    def test_templates_of_exports_are_ones_own(self):
        own, shared = self.template(self.fang), self.template(self.system)
        exports = self.env["ir.exports"].with_user(self.lin)
        self.assertEqual(exports.search([("name", "=", CANARY)]), shared)
        lines = self.env["ir.exports.line"].with_user(self.lin)
        self.assertEqual(lines.search([("name", "=", CANARY)]).export_id, shared)
        self.assertTrue(own.export_fields.unlink(), "one's own are changed")
        for act in (
            lambda: own.with_user(self.lin).read(["name"]),
            lambda: shared.with_user(self.lin).write({"name": "changed"}),
            lambda: shared.with_user(self.lin).unlink(),
            lambda: lines.create({"name": "id", "export_id": shared.id}),
            lambda: own.write({"park_is_shared": True}),
        ):
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                act()

    def test_defaults_for_everybody_are_the_systems(self):
        field = self.env["ir.model.fields"]._get("park.alarm", "key")
        defaults = self.env["ir.default"].with_user(self.fang)
        with self.assertRaises(AccessError):
            defaults.create({"field_id": field.id, "json_value": '"x"'})
        self.assertTrue(defaults.create({"field_id": field.id, "json_value": '"x"', "user_id": self.fang.id}))

    def test_auditors_export_with_a_right_of_their_own_and_it_is_on_record(self):
        self.env["park.audit"]._log("exported_here")
        entries = self.env["park.audit"].search([("action", "=", "exported_here")])
        auditor = new_test_user(self.env, "searches_auditor", "park_guard.group_park_auditor")
        self.assertTrue(entries.with_user(auditor).read(["action"]))
        with self.assertRaises(Exception) as refused, self.env.cr.savepoint():
            entries.with_user(auditor).export_data(["action"])
        self.assertIn(type(refused.exception).__name__, ("UserError", "AccessError"))
        exporter = new_test_user(self.env, "searches_exporter", "park_guard.group_park_auditor_export")
        self.assertEqual(entries.with_user(exporter).export_data(["action"])["datas"], [["exported_here"]])
        entry = self.env["park.audit"].search([("action", "=", "export")], limit=1)
        self.assertEqual((entry.user_id, entry.model, entry.detail["rows"]), (exporter, "park.audit", 1))
