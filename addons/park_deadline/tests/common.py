from datetime import date

from odoo import Command, fields, models
from odoo.orm.model_classes import add_to_registry
from odoo.tests import TransactionCase, new_test_user

ROLES = ("account_manager", "handler", "service_centre", "supervisor", "leader", "admin", "auditor")


class ParkTestMatter(models.Model):
    """A subject of clocks that exists in tests only."""

    _module = None
    _name = "park.test.matter"
    _description = "Matter"
    _inherit = ["park.guard.mixin", "park.deadline.mixin", "mail.activity.mixin", "mail.thread"]

    name = fields.Char()
    company_id = fields.Many2one("res.company")
    department_id = fields.Many2one("park.department")
    owner_id = fields.Many2one("res.users")
    enterprise_id = fields.Many2one("res.partner")
    received_on = fields.Date()
    is_restricted = fields.Boolean()
    complexity = fields.Char()
    nature = fields.Char()

    def _deadline_traits(self):
        return {matter.id: {"complexity": matter.complexity, "nature": matter.nature} for matter in self}

    def _deadline_values(self):
        return {
            matter.id: {
                "title": matter.name,
                "company_id": matter.company_id,
                "department_id": matter.department_id,
                "owner_id": matter.owner_id,
                "enterprise_id": matter.enterprise_id,
                "is_restricted": matter.is_restricted,
            }
            for matter in self
        }


class DeadlineCase(TransactionCase):
    """Two zones, a department with people, and a matter to put clocks on."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.add_model(ParkTestMatter)
        cls.zone, cls.other_zone = cls.env["res.company"].create([{"name": "Here"}, {"name": "There"}])
        cls.users = {role: cls.person(role, cls.zone) for role in ROLES}
        cls.owner, cls.handler = cls.users["account_manager"], cls.users["handler"]
        cls.department = cls.env["park.department"].create({"name": "Planning", "company_id": cls.zone.id})
        cls.join(cls.department, cls.handler)

    @classmethod
    def add_model(cls, model):
        """Put a model and its table into the registry until the class is done."""
        registry, name = cls.registry, model._name
        add_to_registry(registry, model)
        registry._setup_models__(cls.env.cr, [name])
        registry.init_models(cls.env.cr, [name], {"module": "park_deadline"}, install=False)

        def forget():
            for parent in registry.models.values():
                parent._inherit_children.discard(name)
            del registry.models[name]
            registry._setup_models__(cls.env.cr, ["park.deadline.mixin", "park.guard.mixin", "mail.thread"])

        cls.addClassCleanup(forget)

    @classmethod
    def person(cls, role, zone, login=None):
        return new_test_user(
            cls.env,
            login or f"deadline_{role}",
            groups=f"park_guard.group_park_{role}",
            company_id=zone.id,
            company_ids=[Command.set(zone.ids)],
            lang="en_US",
        )

    @classmethod
    def join(cls, department, user, **vals):
        return cls.env["park.department.member"].create(
            {"department_id": department.id, "user_id": user.id, "date_from": date(2026, 1, 1), **vals}
        )

    @classmethod
    def matters(cls, count=1, **vals):
        """Return matters of the account manager and the department, received on 2026-09-18 (a Friday)."""
        defaults = {
            "company_id": cls.zone.id,
            "department_id": cls.department.id,
            "owner_id": cls.owner.id,
            "received_on": date(2026, 9, 18),
        }
        return cls.env["park.test.matter"].create(
            [{**defaults, "name": f"Matter {number}", **vals} for number in range(1, count + 1)]
        )

    def started(self, count=1, kind="issue_reply", start="received_on", **vals):
        """Return matters whose clock of a kind runs; three working days end on 2026-09-22."""
        matters = self.matters(count, **vals)
        matters._start_deadlines(kind, start=start)
        return matters

    def events(self, matters):
        return self.env["park.deadline.event"].search([("deadline_id", "in", matters.deadline_ids.ids)])

    def todos(self, matters):
        return self.env["mail.activity"].search([("res_model", "=", matters._name), ("res_id", "in", matters.ids)])
