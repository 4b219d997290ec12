from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import SQL

from .park_enterprise_scope import truth

ROLES = [
    ("cso", "Chief service officer"),
    ("officer", "Account manager"),
    ("deputy", "Deputy"),
    ("collaborator", "Collaborator"),
]
# Who stands for the firm when several serve it; a collaborator never does.
MAIN_ROLES = ("officer", "cso", "deputy")


class ParkEnterpriseOfficer(models.Model):
    """A person who serves a firm from a day, and until one; rights on the firm follow."""

    _name = "park.enterprise.officer"
    _description = "Enterprise Officer"
    _inherit = ["park.term.mixin", "park.guard.mixin"]
    _order = "date_to desc nulls first, date_from desc, id desc"
    _check_company_auto = True
    _rec_name = "user_id"

    enterprise_id = fields.Many2one(
        "res.partner",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
        domain=[("is_park_enterprise", "=", True)],
        context={"park_enterprise_search": True},
    )
    company_id = fields.Many2one("res.company", "Zone", related="enterprise_id.company_id", store=True, index=True)
    user_id = fields.Many2one("res.users", "Person", required=True, ondelete="restrict")
    role = fields.Selection(ROLES, required=True, default="officer")
    end_reason = fields.Char("Why it ended")
    is_my_enterprise = fields.Boolean(related="enterprise_id.is_my_enterprise", search="_search_is_my_enterprise")

    _once = models.UniqueIndex(
        "(enterprise_id, user_id) WHERE date_to IS NULL", "This person already serves the enterprise."
    )
    _user_idx = models.Index("(user_id, enterprise_id)")

    @api.model
    def _search_is_my_enterprise(self, operator, value):
        return self._mine_domain("enterprise_id", operator, value)

    @api.model
    def _mine_domain(self, path, operator, value):
        """Return the domain of records whose firm at ``path`` the user serves today."""
        return truth(Domain(path, "in", SQL("(%s)", self._served_sql(self.env.uid))), operator, value)

    @api.model
    def _served_sql(self, uid):
        """Return the statement that lists the firms a user serves today, in whatever role."""
        self.flush_model(["enterprise_id", "user_id", "date_from", "date_to"])
        return SQL(
            "SELECT mine.enterprise_id FROM park_enterprise_officer mine WHERE mine.user_id = %s AND %s",
            uid,
            self._on_sql("mine", self.env["park.workday"].today()),
        )

    @api.model
    def _enterprises_of(self, uid, enterprise_ids):
        """Return those of ``enterprise_ids`` that the user serves today, as a set."""
        if not enterprise_ids:
            return set()
        served = SQL("SELECT enterprise_id FROM (%s) served", self._served_sql(uid))
        rows = self.env.execute_query(SQL("%s WHERE enterprise_id = ANY(%s)", served, list(enterprise_ids)))
        return {row[0] for row in rows}

    @api.constrains("user_id", "enterprise_id")
    def _check_user_zone(self):
        """Refuse a person who has no access to the zone of the firm."""
        self._check_person_zone(
            lambda officer: self.env._(
                "%(person)s has no access to the zone of %(enterprise)s. "
                "Add the zone to the person's allowed companies first.",
                person=officer.user_id.name,
                enterprise=officer.enterprise_id.name,
            )
        )

    @api.constrains("enterprise_id", "role", "date_from", "date_to")
    def _check_one_account_manager(self):
        """Refuse a second account manager; on the day of a change both may stand."""
        self.flush_model(["role"])
        both_manage_later = SQL(
            """mine.role = 'officer' AND other.role = 'officer'
               AND coalesce(least(mine.date_to, other.date_to), 'infinity') > %s""",
            self.env["park.workday"].today(),
        )
        if doubled := self._overlapping("enterprise_id", condition=both_manage_later, bounds="[)")[:1]:
            firm_sudo = doubled.sudo().enterprise_id  # sudo: the name of a firm just written
            raise ValidationError(
                self.env._("%s has an account manager already: change the officer instead.", firm_sudo.name)
            )

    @api.model_create_multi
    def create(self, vals_list):
        officers = super().create(vals_list)
        officers._audit("appoint")
        officers._refresh_main()
        return officers

    def write(self, vals):
        touched = self.enterprise_id
        result = super().write(vals)
        self._audit("change", {name: str(value) for name, value in vals.items()})
        (touched | self.enterprise_id)._refresh_main_officer()
        return result

    def unlink(self):
        touched = self.enterprise_id
        self._audit("remove")
        result = super().unlink()
        touched._refresh_main_officer()
        return result

    def _refresh_main(self):
        self.enterprise_id._refresh_main_officer()

    def action_end(self):
        """End the service today; the person keeps the rights until midnight."""
        self.check_access("write")
        self.filtered(lambda officer: not officer.date_to).date_to = self.env["park.workday"].today()

    @api.model
    def _cron_refresh_main_officers(self):
        """Follow services that began or ended with the day, and let those that began take over the work."""
        self.env["res.partner"]._refresh_main_officer()
        self._take_waiting_work()

    def _role_label(self):
        return dict(self._fields["role"]._description_selection(self.env))[self.role]
