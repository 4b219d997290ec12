from odoo.exceptions import UserError
from odoo.service.model import call_kw
from odoo.tests import tagged

from ..models.park_guard_protected import TOKEN_KEY
from .guard_models import GuardCase

FORGED = {"state": "done", "number": "FORGED", "secret": "FORGED"}


@tagged("post_install", "-at_install")
class TestGuardProtected(GuardCase):
    """State, number and their like change in named verbs only."""

    def rpc(self, name, *args, context=None):
        return call_kw(self.cases, name, list(args), {"context": context or {}})

    def assert_untouched(self, ids, number=False):
        case_sudo = self.cases.browse(ids).sudo()
        self.assertEqual((case_sudo.state, case_sudo.number, case_sudo.secret), ("new", number, False))

    def test_values_are_dropped(self):
        self.assert_untouched(self.rpc("create", [{"name": "x", **FORGED}]))
        self.rpc("write", self.case.ids, {"name": "y", **FORGED})
        self.assert_untouched(self.case.ids, "N1")
        self.assertEqual(self.case.name, "y")

    def test_context_defaults_are_dropped(self):
        context = {f"default_{name}": value for name, value in FORGED.items()}
        self.assert_untouched(self.rpc("create", [{"name": "x"}], context=context))
        self.assertEqual(self.rpc("default_get", list(FORGED), context=context), {"state": "new"})

    def test_context_defaults_are_dropped_even_with_elevated_rights(self):
        context = {f"default_{name}": value for name, value in FORGED.items()}
        created = self.cases.sudo().with_context(**context).create({"name": "x"})
        self.assert_untouched(created.ids)
        self.assertEqual(created.env.context.get("default_number"), "FORGED")

    def test_user_defaults_are_ignored(self):
        for name, value in FORGED.items():
            self.env["ir.default"].set(self.cases._name, name, value, user_id=self.user.id)
        self.assert_untouched(self.rpc("create", [{"name": "x"}]))

    def test_web_save_and_copy_and_load_drop_them(self):
        created = self.rpc("web_save", [], {"name": "x", **FORGED}, {"name": {}})
        self.assert_untouched([created[0]["id"]])
        self.rpc("web_save", self.case.ids, dict(FORGED), {"name": {}})
        self.assert_untouched(self.case.ids, "N1")
        self.assert_untouched(self.rpc("copy", self.case.ids, dict(FORGED)))
        loaded = self.rpc("load", ["name", *FORGED], [["x", "Done", "FORGED", "FORGED"]])
        self.assert_untouched(loaded["ids"])

    def test_a_forged_token_opens_nothing(self):
        for token in ("1", "<object object>", {"token": 1}, [1], None, True, 0):
            with self.subTest(token=token):
                context = {TOKEN_KEY: token}
                self.assert_untouched(self.rpc("create", [{"name": "x", **FORGED}], context=context))
                self.rpc("write", self.case.ids, dict(FORGED), context=context)
                self.assert_untouched(self.case.ids, "N1")

    def test_a_verb_writes_them_and_carries_no_forged_default(self):
        context = {f"default_{name}": value for name, value in FORGED.items()}
        unlocked = self.case.with_user(self.user).with_context(**context, default_name="forged")._unlocked()
        unlocked.write({"state": "done"})
        self.assertEqual(self.case.state, "done")
        created = unlocked.create({"number": "N2"})
        self.assertEqual((created.state, created.number, created.name), ("new", "N2", False))

    def test_protected_names_of_extensions_add_up(self):
        self.assertEqual(self.cases._protected_names(), {"state", "number", "secret"})

    def test_require_state_names_the_record_and_its_state(self):
        case = self.case.with_user(self.user)
        case._require_state("new", "done")
        with self.assertRaisesRegex(UserError, "Case.*New"):
            case._require_state("done")

    def test_transition_writes_and_records_old_and_new(self):
        cases = (self.case + self.case.copy({"name": "Second"})).with_user(self.user)
        cases._transition({"state": "done"}, "finish", {"reason": "tested"})
        self.assertEqual(set(cases.mapped("state")), {"done"})
        entries = self.env["park.audit"].search([("model", "=", cases._name), ("res_id", "in", cases.ids)], order="id")
        self.assertEqual(entries.mapped("res_id"), cases.ids)
        self.assertEqual(entries.mapped("detail"), [{"reason": "tested", "changes": {"state": ["new", "done"]}}] * 2)
        self.assertEqual(set(entries.mapped("action")), {"finish"})
