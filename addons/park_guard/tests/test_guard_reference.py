from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.service.model import call_kw
from odoo.tests import tagged

from .guard_models import Firm, GuardCase

SPEC = {
    "name": {},
    "firm_id": {"fields": {"display_name": {}}},
    "phone": {},
    "firm_ids": {"fields": {"display_name": {}}},
    "line_ids": {"fields": {"firm_id": {"fields": {"display_name": {}}}, "phone": {}}},
    "subject": {},
    "origin_model": {},
    "origin_id": {},
}


@tagged("post_install", "-at_install")
class TestGuardReference(GuardCase):
    """A caller can link only what the caller can read, by whatever way the link arrives."""

    def rpc(self, name, *args, ids=(), context=None):
        """Call a public method as a client does: as the user, with the client's own context."""
        args = args if name in ("create", "load") else (list(ids), *args)
        return call_kw(self.cases, name, list(args), {"context": context or {}})

    def assert_refused(self, name, *args, **kwargs):
        with self.assertRaises(AccessError) as refusal, self.cr.savepoint():
            self.rpc(name, *args, **kwargs)
        self.assertNotIn(self.hidden.name, str(refusal.exception))
        self.assertNotIn(self.hidden.phone, str(refusal.exception))

    # ways to send a hidden firm: {description: (values, context)}
    def hidden_links(self):
        hidden = self.hidden.id
        return {
            "many2one": ({"firm_id": hidden}, {}),
            "many2many set": ({"firm_ids": [Command.set([self.own.id, hidden])]}, {}),
            "many2many link": ({"firm_ids": [Command.link(hidden)]}, {}),
            "line": ({"line_ids": [Command.create({"firm_id": hidden})]}, {}),
            "reference": ({"subject": f"{Firm._name},{hidden}"}, {}),
            "id with model": ({"origin_model": Firm._name, "origin_id": hidden}, {}),
            "context many2one": ({}, {"default_firm_id": hidden}),
            "context many2many": ({}, {"default_firm_ids": [Command.set([hidden])]}),
            "context bare ids": ({}, {"default_firm_ids": [hidden]}),
        }

    def test_create_refuses_hidden_links(self):
        for case, (values, context) in self.hidden_links().items():
            with self.subTest(case):
                if case.startswith("context"):
                    created = self.rpc("create", [values], context=context)
                    case_sudo = self.cases.browse(created).sudo()
                    self.assertNotIn(self.hidden, case_sudo.firm_id | case_sudo.firm_ids)
                else:
                    self.assert_refused("create", [values], context=context)

    def test_create_refuses_a_hidden_archived_firm(self):
        self.hidden.active = False
        self.assert_refused("create", [{"firm_ids": [Command.link(self.hidden.id)]}])
        self.assert_refused("create", [{"firm_id": self.hidden.id}])

    def test_the_refusal_of_another_zone_names_no_hidden_firm(self):
        self.hidden.company_id = self.env["res.company"].create({"name": "Zone Z"})
        self.assert_refused("create", [{"firm_id": self.hidden.id}])
        self.assert_refused("write", {"firm_id": self.hidden.id}, ids=self.case.ids)

    def test_write_refuses_hidden_links(self):
        for case, (values, context) in self.hidden_links().items():
            if values:
                with self.subTest(case):
                    self.assert_refused("write", values, ids=self.case.ids, context=context)

    def test_write_refuses_when_only_the_model_of_a_reference_changes(self):
        partner_id = self.env.user.partner_id.id
        self.case.write({"origin_model": "res.partner", "origin_id": partner_id})
        hidden = self.env[Firm._name].create({"id": partner_id, "owner_id": self.other.id})
        while hidden.id < partner_id:
            hidden = self.env[Firm._name].create({"owner_id": self.other.id})
        self.case.origin_id = hidden.id
        self.assert_refused("write", {"origin_model": Firm._name}, ids=self.case.ids)

    def test_web_save_refuses_hidden_links(self):
        for ids in ((), self.case.ids):
            self.assert_refused("web_save", {"firm_id": self.hidden.id}, SPEC, ids=ids)

    def test_load_refuses_hidden_links(self):
        result = self.rpc("load", ["name", "firm_id/.id"], [["loaded", str(self.hidden.id)]])
        self.assertFalse(result["ids"])
        self.assertTrue(result["messages"])
        self.assertFalse(self.cases.search([("name", "=", "loaded")]))

    def test_onchange_refuses_hidden_values(self):
        hidden = self.hidden.id
        values = {
            "id": {"firm_id": hidden},
            "text id": {"firm_id": str(hidden)},
            "float id": {"firm_id": float(hidden)},
            "dictionary": {"firm_id": {"id": hidden, "display_name": "x"}},
            "many2many set": {"firm_ids": [[6, 0, [hidden]]]},
            "many2many link": {"firm_ids": [[4, hidden]]},
            "many2many bare id": {"firm_ids": [hidden]},
            "new line": {"line_ids": [[0, "virtual_1", {"firm_id": hidden}]]},
            "bare new line": {"line_ids": [{"firm_id": hidden}]},
            "reference": {"subject": f"{Firm._name},{hidden}"},
            "id with model": {"origin_model": Firm._name, "origin_id": hidden},
        }
        for case, sent in values.items():
            for ids in ((), self.case.ids):
                with self.subTest(case, ids=ids):
                    self.assert_refused("onchange", sent, list(sent), SPEC, ids=ids)

    def test_onchange_leaves_out_hidden_context_defaults(self):
        for context in (
            {"default_firm_id": self.hidden.id},
            {"default_firm_ids": [[6, 0, [self.hidden.id]]]},
            {"default_line_ids": [[0, 0, {"firm_id": self.hidden.id}]]},
            {"default_subject": f"{Firm._name},{self.hidden.id}"},
            {"default_origin_model": Firm._name, "default_origin_id": self.hidden.id},
        ):
            with self.subTest(context=context):
                value = self.rpc("onchange", {}, [], SPEC, context=context)["value"]
                self.assertNotIn(self.hidden.name, str(value))
                self.assertNotIn(self.hidden.phone, str(value))
                self.assertNotIn(f", {self.hidden.id}", str(value))

    def test_stored_user_default_is_left_out(self):
        self.env["ir.default"].set(self.cases._name, "firm_id", self.hidden.id, user_id=self.user.id)
        case_sudo = self.cases.browse(self.rpc("create", [{"name": "x"}])).sudo()
        self.assertFalse(case_sudo.firm_id)

    def test_readable_links_work(self):
        own, second = self.own.id, self.second.id
        values = {
            "firm_id": own,
            "firm_ids": [Command.link(own)],
            "line_ids": [Command.create({"firm_id": second})],
            "subject": f"{Firm._name},{own}",
            "origin_model": Firm._name,
            "origin_id": own,
        }
        case = self.cases.browse(self.rpc("create", [values]))
        self.rpc("write", {"firm_id": second, "firm_ids": [Command.link(second)]}, ids=case.ids)
        self.assertEqual((case.phone, len(case.firm_ids)), ("010-1", 2))
        changed = self.rpc("onchange", {"firm_id": own}, ["firm_id"], SPEC)["value"]
        self.assertEqual(changed["phone"], "010-0")
        defaults = self.cases.with_context(default_firm_id=own).default_get(["firm_id"])
        self.assertEqual(defaults, {"firm_id": own})

    def test_records_without_links_work(self):
        case = self.cases.browse(self.rpc("create", [{"name": "bare"}]))
        self.rpc("write", {"firm_id": False, "name": "still bare"}, ids=case.ids)
        self.assertFalse(case.firm_id)

    def test_a_link_that_became_hidden_does_not_stop_other_edits(self):
        self.case.write({"firm_id": self.hidden.id, "firm_ids": [Command.link(self.hidden.id)]})
        self.env.invalidate_all()
        self.rpc("write", {"name": "renamed"}, ids=self.case.ids)
        self.rpc("web_save", {"firm_ids": [[4, self.own.id]]}, {"name": {}}, ids=self.case.ids)
        self.rpc("onchange", {"name": "again", "firm_id": self.hidden.id}, ["name"], SPEC, ids=self.case.ids)
        self.env.invalidate_all()
        self.assertEqual(self.case.name, "renamed")
        self.assertEqual(self.case.firm_ids, self.own + self.hidden)

    def test_a_hidden_link_of_one_record_cannot_be_copied_to_another(self):
        self.case.firm_id = self.hidden
        other_case = self.case.copy({"firm_id": False})
        self.assert_refused("write", {"firm_id": self.hidden.id}, ids=(self.case + other_case).ids)
        self.assert_refused("copy", {}, ids=self.case.ids)

    def test_the_guard_costs_the_same_for_one_record_and_for_many(self):
        def statements(number):
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            records = self.cases.create([{"name": f"{i}", "firm_id": self.own.id} for i in range(number)])
            self.env.flush_all()
            records.write({"firm_id": self.second.id, "firm_ids": [Command.link(self.own.id)]})
            self.env.flush_all()
            return self.cr.sql_log_count - before

        statements(1)
        self.assertEqual(statements(1), statements(60))
