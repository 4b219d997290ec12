from datetime import date

from odoo import fields, models
from odoo.addons.park_sheet.core.sheet import Column, Sheet
from odoo.orm.model_classes import add_to_registry

PROBE = "park.sheet.probe"
AS_OF = date(2026, 11, 23)
FORMULAS = [
    "=1+41",
    '=HYPERLINK("http://x","y")',
    "@SUM(1)",
    "\t=1",
    "+1",
    "-1",
    "＝1",
    "http://example.com",
]


def probe_sheet(title="问题台账", rows=(("=1+41", AS_OF, "red"),), **options):
    columns = [Column("问题", width=40), Column("办理时限", "date"), Column("灯", "lamp")]
    return Sheet(title, AS_OF, columns, rows, **options)


def install_probe(case):
    """Give the test class a model with sheets: banks, of which staff do not see the hidden ones."""

    class Probe(models.Model):
        _module = None
        _name = PROBE
        _description = "Probe"
        _inherit = ["park.sheet.source"]
        _table = "res_bank"
        _auto = False
        _sheet_keys = ("ledger",)

        name = fields.Char()
        active = fields.Boolean()

        def _sheets(self, key):
            return [probe_sheet(rows=[(probe.name, AS_OF, "red") for probe in self])]

        def _sheet_filename(self, key):
            return "企业问题台账_20261123"

        def _on_sheet_export(self, key, fmt):
            self.env["ir.config_parameter"].sudo().set_param("park.probe", f"{key} {fmt} {self.ids}")

    class ProbeExtension(models.Model):
        _module = None
        _inherit = PROBE
        _sheet_keys = ("worklist",)

    registry = case.registry
    for definition in (Probe, ProbeExtension):
        add_to_registry(registry, definition)
    registry._setup_models__(case.env.cr, [PROBE])
    registry.init_models(case.env.cr, [PROBE], {"module": "park_sheet"})
    case.addClassCleanup(registry._setup_models__, case.env.cr, [])
    case.addClassCleanup(registry.__delitem__, PROBE)
    model = case.env["ir.model"]._get(PROBE)
    group = case.env.ref("base.group_user")
    case.env["ir.model.access"].create({"name": "probe", "model_id": model.id, "group_id": group.id, "perm_read": True})
    case.env["ir.rule"].create({"name": "probe", "model_id": model.id, "domain_force": "[('name', '!=', 'hidden')]"})
