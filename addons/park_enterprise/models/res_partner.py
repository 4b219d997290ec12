from odoo import api, fields, models
from odoo.tools import SQL

from ..core import search_keys, uscc
from .park_enterprise_officer import MAIN_ROLES

TIERS = [("a", "A Key enterprise"), ("b", "B Growing enterprise"), ("c", "C General enterprise")]
STAGES = [
    ("intention", "Intention"),
    ("signed", "Signed"),
    ("building", "Under construction"),
    ("producing", "In production"),
    ("above_scale", "Above designated size"),
    ("half_stopped", "Partly stopped"),
    ("stopped", "Stopped"),
    ("moved", "Moved away"),
    ("cancelled", "Deregistered"),
]
CHECKS = [("valid", "Valid"), ("invalid", "Check digit wrong"), ("missing", "Missing")]


class ResPartner(models.Model):
    """A firm of a zone; ordinary contacts stay as they are."""

    _name = "res.partner"
    _inherit = ["res.partner", "park.guard.mixin"]
    # kept by the record itself: what a caller sends for them is dropped
    _guard_protected = ("officer_id", "uscc_check", "park_initials", "park_former_names")

    is_park_enterprise = fields.Boolean("Enterprise of the zone", index=True, copy=True)
    uscc = fields.Char("Credit code", copy=False, tracking=True, help="Unified social credit code, GB 32100-2015.")
    uscc_check = fields.Selection(CHECKS, "Credit code check", compute="_compute_uscc_check", store=True, copy=False)
    tier = fields.Selection(TIERS, tracking=True, group_expand=True)
    park_area_id = fields.Many2one("park.area", "Area", index=True, check_company=True, tracking=True)
    park_stage = fields.Selection(STAGES, "Stage of the enterprise", tracking=True)
    group_parent_id = fields.Many2one(
        "res.partner",
        "Group parent",
        index="btree_not_null",
        check_company=True,
        domain=[("is_park_enterprise", "=", True)],
        context={"park_enterprise_search": True},
    )
    founded_on = fields.Date("Founded on")
    company_type_text = fields.Char("Company type", help="The legal form as registered.")
    capital_text = fields.Char("Registered capital as given", help="The text as imported or typed.")
    capital_wan = fields.Float(
        "Registered capital (10,000)", digits=(20, 4), help="In 10,000 units of the capital currency."
    )
    capital_currency_id = fields.Many2one("res.currency", "Capital currency")
    park_initials = fields.Char("Pinyin initials", compute="_compute_park_initials", store=True, copy=False)
    park_former_names = fields.Text(
        "Former names",
        compute="_compute_park_former_names",
        store=True,
        copy=False,
        groups="park_guard.group_park_user",
    )
    former_name_ids = fields.One2many("park.enterprise.former.name", "enterprise_id", "Former name history")
    officer_ids = fields.One2many("park.enterprise.officer", "enterprise_id", "Service team")
    officer_id = fields.Many2one(
        "res.users",
        "Account manager",
        index="btree_not_null",
        readonly=True,
        copy=False,
        help="Who stands for the enterprise today; follows the service team.",
    )
    question_ids = fields.One2many("park.enterprise.question", "enterprise_id", "Open facts")
    open_question_count = fields.Integer("Open questions", compute="_compute_open_question_count")

    _park_zone_required = models.Constraint(
        "CHECK(is_park_enterprise IS NOT TRUE OR company_id IS NOT NULL)", "An enterprise belongs to a zone."
    )
    _park_uscc_uniq = models.UniqueIndex(
        "(company_id, uscc) WHERE is_park_enterprise AND active AND length(uscc) = 18",
        "Another active enterprise of this zone has the same credit code.",
    )
    # one index for each order a screen offers: the list by name, the columns of the kanban
    _park_list_idx = models.Index("(complete_name, id DESC) WHERE is_park_enterprise AND active")
    _park_tier_idx = models.Index("(tier, complete_name, id DESC) WHERE is_park_enterprise AND active")

    @api.depends("uscc", "is_park_enterprise")
    def _compute_uscc_check(self):
        for partner in self:
            partner.uscc_check = uscc.check(partner.uscc) if partner.is_park_enterprise else False

    @api.depends("name", "is_park_enterprise")
    def _compute_park_initials(self):
        for partner in self:
            partner.park_initials = partner.is_park_enterprise and search_keys.initials(partner.name)

    @api.depends("former_name_ids.name")
    def _compute_park_former_names(self):
        for partner in self:
            partner.park_former_names = "\n".join(partner.former_name_ids.mapped("name")) or False

    @api.depends("question_ids.state")
    def _compute_open_question_count(self):
        domain = [("enterprise_id", "in", self.ids), ("state", "=", "open")]
        counts = dict(self.env["park.enterprise.question"]._read_group(domain, ["enterprise_id"], ["__count"]))
        for partner in self:
            partner.open_question_count = counts.get(partner._origin, 0)

    @api.onchange("uscc")
    def _onchange_uscc(self):
        if self.uscc:
            self.uscc = uscc.normalise(self.uscc)

    @api.model
    def default_get(self, fields_list):
        """Place a new firm in the zone of the user."""
        values = super().default_get(fields_list)
        if values.get("is_park_enterprise") or self.env.context.get("default_is_park_enterprise"):
            values.setdefault("company_id", self.env.company.id)
            values["is_company"] = True
        return values

    @api.model_create_multi
    def create(self, vals_list):
        """Create partners; who registers a firm as account manager serves it from today."""
        vals_list = [self._park_prepare_vals(vals) for vals in vals_list]
        owner = self._park_owner()
        contacts = [vals.pop("child_ids", None) if owner and self._park_is_firm(vals) else None for vals in vals_list]
        partners = super().create(vals_list)
        firms = partners.filtered("is_park_enterprise")
        if owner:
            firms._park_appoint(owner, "officer")
        for partner, commands in zip(partners, contacts, strict=True):
            if commands:  # only who serves the firm may add its contacts
                partner.write({"child_ids": commands})
        firms._park_sync_code_questions()
        return partners

    def _creation_message(self):
        """Call a firm a firm where its record begins: to the staff it is no contact."""
        return self.env._("Enterprise registered") if self.is_park_enterprise else super()._creation_message()

    def write(self, vals):
        """Write partners; a changed name of a firm stays findable as a former one."""
        vals = self._park_prepare_vals(vals, creating=False)
        self._park_check_move(vals)
        renamed = self.filtered(lambda partner: partner.is_park_enterprise and "name" in vals)
        names = {partner: partner.name for partner in renamed}
        result = super().write(vals)
        self._park_stay_in_reach(vals)
        renamed._park_keep_names(names)
        if vals.keys() & {"uscc", "is_park_enterprise"}:
            self.filtered("is_park_enterprise")._park_sync_code_questions()
        return result

    def _park_keep_names(self, names):
        """Keep the former names of the firms whose name changed: ``{firm: name before}``."""
        today = self.env["park.workday"].today()
        # sudo: follows the checked write of the name itself
        self.env["park.enterprise.former.name"].sudo().create(
            [
                {"enterprise_id": firm.id, "name": names[firm], "until": today}
                for firm in self
                if names[firm] and names[firm] != firm.name
            ]
        )

    def _park_appoint(self, user, role, date_from=None):
        """Let ``user`` serve these firms in ``role``; whether that is allowed is the caller's check."""
        officers_sudo = self.env["park.enterprise.officer"].sudo()  # sudo: officers are appointed by verbs
        return officers_sudo.create(
            [
                {
                    "enterprise_id": firm.id,
                    "user_id": user.id,
                    "role": role,
                    "date_from": date_from or self.env["park.workday"].today(),
                }
                for firm in self
            ]
        )

    def _refresh_main_officer(self):
        """Set who stands for each of these firms today, or for all firms when called on none."""
        officers = self.env["park.enterprise.officer"]
        officers.flush_model()
        self.flush_model(["is_park_enterprise", "officer_id"])
        changed = self.env.execute_query(
            SQL(
                """
                UPDATE res_partner firm SET officer_id = main.user_id
                FROM (
                    SELECT firm.id, (
                        SELECT o.user_id FROM park_enterprise_officer o
                        WHERE o.enterprise_id = firm.id AND o.role = ANY(%(roles)s)
                          AND %(in_service)s
                        ORDER BY array_position(%(roles)s, o.role::text), o.date_from, o.id LIMIT 1
                    ) AS user_id
                    FROM res_partner firm WHERE firm.is_park_enterprise AND %(these)s
                ) main
                WHERE main.id = firm.id AND main.user_id IS DISTINCT FROM firm.officer_id
                RETURNING firm.id
                """,
                roles=list(MAIN_ROLES),
                in_service=officers._on_sql("o", self.env["park.workday"].today()),
                these=SQL("firm.id = ANY(%s)", self.ids) if self else SQL("TRUE"),
            )
        )
        firms = self.browse(firm_id for (firm_id,) in changed)
        firms.invalidate_recordset(["officer_id"])
        if firms:
            firms._park_main_officer_changed()

    def _park_main_officer_changed(self):
        """Follow another person who stands for these firms; each addon brings its copies up to date."""

    def _park_sync_code_questions(self):
        """Hold a question open for each firm whose code fails the check, and none for the others."""
        questions_sudo = self.env["park.enterprise.question"].sudo()  # sudo: kept by the record itself
        wanted = self.filtered(lambda firm: firm.uscc_check == "invalid")
        known = questions_sudo.search([("enterprise_id", "in", self.ids), ("key", "=", "uscc"), ("state", "=", "open")])
        settled = known.filtered(lambda question: question.enterprise_id not in wanted)
        settled._unlocked().write({"state": "answered"})
        questions_sudo.create(
            [
                {
                    "enterprise_id": firm.id,
                    "key": "uscc",
                    "origin": "check",
                    "text": self.env._(
                        "Credit code %(code)s fails the check: which one is on the licence?", code=firm.uscc
                    ),
                }
                for firm in wanted - known.enterprise_id
            ]
        )

    def action_park_questions(self):
        """Open the questions of the firm."""
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id("park_enterprise.park_enterprise_question_action")
        return {
            **action,
            "domain": [("enterprise_id", "in", self.ids)],
            "context": {"default_enterprise_id": self[:1].id},
        }
