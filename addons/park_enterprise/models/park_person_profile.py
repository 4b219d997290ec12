from odoo import api, fields, models
from odoo.fields import Domain

# Posts of leading cadres from the township level up: Civil Servant Law, article 18; the rest is our own.
RANKS = [
    ("bureau_head", "Bureau level, head"),
    ("bureau_deputy", "Bureau level, deputy"),
    ("division_head", "Division level, head"),
    ("division_deputy", "Division level, deputy"),
    ("section_head", "Section level, head"),
    ("section_deputy", "Section level, deputy"),
    ("staff", "Staff member"),
    ("contract", "Employed by the park"),
]


class ParkPersonProfile(models.Model):
    """What decides which firm, or which task force, a person fits: rank, specialties, industries in charge of."""

    _name = "park.person.profile"
    _description = "Officer Profile"
    _inherit = ["park.guard.mixin"]
    _order = "user_id, id"
    _check_company_auto = True
    _rec_name = "user_id"

    user_id = fields.Many2one("res.users", "Person", required=True, index=True, ondelete="cascade", check_company=True)
    company_id = fields.Many2one(
        "res.company", "Zone", required=True, index=True, ondelete="cascade", default=lambda self: self.env.company
    )
    rank = fields.Selection(RANKS, help="Empty: not known.")
    specialty_ids = fields.Many2many("park.person.specialty", string="Specialties")
    industry_ids = fields.Many2many(
        "res.partner.industry", string="Industries in charge of", domain=[("code", "!=", False)]
    )
    note = fields.Char(help="Experience that matters for enterprises; no personal data.")
    department_text = fields.Char("Departments", compute="_compute_department_text")
    enterprise_count = fields.Integer("Enterprises served", compute="_compute_enterprise_count", aggregator=None)

    _person_uniq = models.Constraint("UNIQUE (company_id, user_id)", "This person has a profile in this zone already.")

    @api.depends_context("uid", "allowed_company_ids")
    @api.depends("user_id", "company_id")
    def _compute_department_text(self):
        """Name the departments the person belongs to today, of this zone, that the reader may see."""
        members = self.env["park.department.member"]
        groups = members._read_group(
            members._current_domain() & self._people_domain(), ["user_id", "company_id"], ["department_id:recordset"]
        )
        names = {(user, zone): ", ".join(departments.mapped("name")) for user, zone, departments in groups}
        for profile in self:
            profile.department_text = names.get((profile.user_id, profile.company_id), False)

    @api.depends_context("uid", "allowed_company_ids")
    @api.depends("user_id", "company_id")
    def _compute_enterprise_count(self):
        """Count the firms the person serves today in this zone, whatever the role."""
        officers = self.env["park.enterprise.officer"]
        groups = officers._read_group(
            officers._current_domain() & self._people_domain(),
            ["user_id", "company_id"],
            ["enterprise_id:count_distinct"],
        )
        counts = {(user, zone): count for user, zone, count in groups}
        for profile in self:
            profile.enterprise_count = counts.get((profile.user_id, profile.company_id), 0)

    def _people_domain(self):
        return Domain("user_id", "in", self.user_id.ids) & Domain("company_id", "in", self.company_id.ids)
