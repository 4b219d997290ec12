from odoo import api, fields, models


class ParkIssueCategory(models.Model):
    """What an issue is about; two levels, shared by all zones."""

    _name = "park.issue.category"
    _description = "Issue Category"
    _inherit = ["park.guard.mixin"]
    _parent_store = True
    _order = "sequence, id"
    _rec_names_search = ["name", "parent_id.name"]

    name = fields.Char(required=True, translate=True)
    code = fields.Char(index="btree_not_null", copy=False)
    parent_id = fields.Many2one("park.issue.category", string="Above", index=True, ondelete="restrict")
    parent_path = fields.Char(index=True)
    sequence = fields.Integer(default=10)
    is_restricted = fields.Boolean(
        string="Supervising unit only",
        help="Complaints about enforcement: only the supervising unit sees issues of this category.",
    )
    display_name = fields.Char(recursive=True)
    active = fields.Boolean(default=True)

    _code_uniq = models.Constraint("UNIQUE(code)", "Another category has this code.")

    @api.depends("name", "parent_id.display_name")
    def _compute_display_name(self):
        for category in self:
            parts = [category.parent_id.display_name, category.name]
            category.display_name = " / ".join(filter(None, parts))
