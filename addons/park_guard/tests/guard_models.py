"""Models that exist only while a test runs: a firm that belongs to somebody, and cases on firms."""

from odoo import fields, models
from odoo.orm.model_classes import add_to_registry
from odoo.tests import TransactionCase, new_test_user

STATES = [("new", "New"), ("done", "Done")]


class Firm(models.Model):
    _module = None
    _name = "park.guard.test.firm"
    _description = "Test Firm"

    name = fields.Char()
    phone = fields.Char()
    active = fields.Boolean(default=True)
    owner_id = fields.Many2one("res.users")
    company_id = fields.Many2one("res.company")


class Case(models.Model):
    _module = None
    _name = "park.guard.test.case"
    _description = "Test Case"
    _inherit = ["park.guard.mixin"]
    _check_company_auto = True

    _guard_protected = ("state", "number")

    name = fields.Char()
    state = fields.Selection(STATES, default="new", readonly=True)
    number = fields.Char()
    company_id = fields.Many2one("res.company", default=lambda self: self.env.company)
    firm_id = fields.Many2one("park.guard.test.firm", check_company=True)
    phone = fields.Char(related="firm_id.phone")
    firm_ids = fields.Many2many("park.guard.test.firm", "park_guard_test_case_firm_rel", string="Firms")
    subject = fields.Reference([("park.guard.test.firm", "Firm")])
    origin_model = fields.Char()
    origin_id = fields.Many2oneReference(model_field="origin_model")
    line_ids = fields.One2many("park.guard.test.line", "case_id")


class CaseExtension(models.Model):
    _module = None
    _name = "park.guard.test.case"
    _inherit = ["park.guard.test.case"]

    _guard_protected = ("secret",)

    secret = fields.Char()


class Line(models.Model):
    _module = None
    _name = "park.guard.test.line"
    _description = "Test Line"
    _inherit = ["park.guard.mixin"]

    case_id = fields.Many2one("park.guard.test.case")
    firm_id = fields.Many2one("park.guard.test.firm")
    phone = fields.Char(related="firm_id.phone")


Case.firm_ids._module = "park_guard"  # Odoo wants a module for a table of links
NAMES = [Firm._name, Case._name, Line._name]


class GuardCase(TransactionCase):
    """Two users; each sees the firms they own, and everybody sees all cases."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._add_models()
        cls.user, cls.other = (
            new_test_user(cls.env, login, groups="park_guard.group_park_user")
            for login in ("guard_user", "guard_other")
        )
        owners = [cls.user, cls.user, cls.other]
        cls.own, cls.second, cls.hidden = cls.env[Firm._name].create(
            [{"name": f"Firm {i}", "phone": f"010-{i}", "owner_id": o.id} for i, o in enumerate(owners)]
        )
        cls.case = cls.env[Case._name].create({"name": "Case", "firm_id": cls.own.id, "number": "N1"})
        cls.cases = cls.env[Case._name].with_user(cls.user)

    @classmethod
    def _add_models(cls):
        registry, cr = cls.registry, cls.env.cr
        cls.addClassCleanup(cls._remove_models, registry, cr)
        for model in (Firm, Case, CaseExtension, Line):
            add_to_registry(registry, model)
        registry._setup_models__(cr, NAMES)
        registry.init_models(cr, NAMES, {})
        models_by_name = {name: cls.env["ir.model"]._get(name) for name in NAMES}
        cls.env["ir.model.access"].create(
            [
                {
                    "name": name,
                    "model_id": model.id,
                    "group_id": cls.env.ref("base.group_user").id,
                    **{f"perm_{op}": True for op in ("read", "write", "create", "unlink")},
                }
                for name, model in models_by_name.items()
            ]
        )
        cls.env["ir.rule"].create(
            {
                "name": "own firms",
                "model_id": models_by_name[Firm._name].id,
                "domain_force": "[('owner_id', '=', user.id)]",
            }
        )

    @staticmethod
    def _remove_models(registry, cr):
        for name in NAMES:
            if name in registry:
                del registry[name]
        registry._setup_models__(cr)
