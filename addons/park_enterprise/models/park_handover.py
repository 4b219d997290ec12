from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

STATES = [("draft", "Being prepared"), ("given", "Signed by the giver"), ("done", "Signed by both")]
ORDERERS = "park_guard.group_park_service_centre,park_guard.group_park_admin"


class ParkHandover(models.Model):
    """What one person hands to another when officers change: rows frozen at signing, signed by both."""

    _name = "park.handover"
    _description = "Handover"
    _inherit = ["park.guard.mixin", "mail.thread"]
    _order = "id desc"
    _check_company_auto = True
    _rec_name = "giver_id"
    _guard_protected = ("state", "given_at", "given_uid", "taken_at")

    company_id = fields.Many2one(
        "res.company", "Zone", required=True, index=True, default=lambda self: self.env.company
    )
    giver_id = fields.Many2one("res.users", "Hands over", required=True, index=True, ondelete="restrict")
    taker_id = fields.Many2one("res.users", "Takes over", required=True, index=True, ondelete="restrict")
    enterprise_ids = fields.Many2many(
        "res.partner", "park_handover_enterprise_rel", "handover_id", "enterprise_id", "Enterprises", check_company=True
    )
    first_day = fields.Date("From", required=True, default=lambda self: self.env["park.workday"].today())
    reason = fields.Char(required=True)
    state = fields.Selection(STATES, required=True, default="draft", readonly=True, tracking=True)
    line_ids = fields.One2many("park.handover.line", "handover_id", "What is handed over", readonly=True)
    given_at = fields.Datetime("Signed by the giver on", readonly=True)
    given_uid = fields.Many2one("res.users", "Signed for the giver by", readonly=True)
    absence_reason = fields.Char("Why the giver does not sign", help="Filled in when the service centre signs instead.")
    taken_at = fields.Datetime("Signed by the taker on", readonly=True)
    is_mine_to_give = fields.Boolean(compute="_compute_is_mine")
    is_mine_to_take = fields.Boolean(compute="_compute_is_mine")

    _two = models.Constraint("CHECK(giver_id <> taker_id)", "Nobody hands over to himself.")

    @api.depends("giver_id", "taker_id")
    @api.depends_context("uid")
    def _compute_is_mine(self):
        for handover in self:
            handover.is_mine_to_give = handover.giver_id == self.env.user
            handover.is_mine_to_take = handover.taker_id == self.env.user

    @api.depends("giver_id", "taker_id")
    def _compute_display_name(self):
        for handover in self:
            handover.display_name = f"{handover.giver_id.name} → {handover.taker_id.name}"

    def write(self, vals):
        """Write; what was signed is not changed."""
        if not self._is_unlocked() and vals.keys() & {
            "enterprise_ids",
            "giver_id",
            "taker_id",
            "first_day",
            "company_id",
        }:
            self._require_state("draft")
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _keep_signed(self):
        """Refuse to delete what was signed."""
        self._require_state("draft")

    def _handover_parts(self):
        """Return what a handover is made of, one dict for each part; addons add theirs through ``super()``:

        ``kind`` its key, ``label`` its name, ``model`` and ``domain`` its records, ``firm`` the field that
        names the firm, ``title`` and ``detail`` functions from a record to a text, ``date_field`` the day that
        matters (optional). Only what the signing person may read is listed.
        """
        self.ensure_one()
        here = Domain("enterprise_id", "in", self.enterprise_ids.ids)
        return [
            {
                "kind": "firm",
                "label": self.env._("Enterprise"),
                "model": "res.partner",
                "domain": Domain("id", "in", self.enterprise_ids.ids),
                "firm": "id",
                "title": lambda firm: firm.name,
                "detail": lambda firm: firm.uscc or "",
            },
            {
                "kind": "contact",
                "label": self.env._("Contact"),
                "model": "res.partner",
                "domain": Domain("parent_id", "in", self.enterprise_ids.ids) & Domain("is_park_enterprise", "=", False),
                "firm": "parent_id",
                "title": lambda person: person.name or "",
                "detail": lambda person: person.function or "",
            },
            {
                "kind": "question",
                "label": self.env._("Open fact"),
                "model": "park.enterprise.question",
                "domain": here & Domain("state", "=", "open"),
                "firm": "enterprise_id",
                "title": lambda question: question.text,
                "detail": lambda question: "",
            },
            {
                "kind": "deadline",
                "label": self.env._("Deadline"),
                "model": "park.deadline",
                "domain": here & Domain("state", "in", ("running", "paused")),
                "firm": "enterprise_id",
                "title": lambda clock: clock.title,
                "detail": lambda clock: clock.owner_id.name or "",
                "date_field": "due_on",
            },
            {
                "kind": "activity",
                "label": self.env._("Planned activity"),
                "model": "mail.activity",
                "domain": Domain("res_model", "=", "res.partner")
                & Domain("res_id", "in", self.enterprise_ids.ids)
                & Domain("user_id", "=", self.giver_id.id),
                "firm": "res_id",
                "title": lambda activity: activity.summary or activity.activity_type_id.name or "",
                "detail": lambda activity: "",
                "date_field": "date_deadline",
            },
        ]

    def action_prepare(self):
        """List what would be handed over today."""
        self.check_access("write")
        self._require_state("draft")
        self._freeze()

    def action_give(self):
        """Sign as the giver; the service centre signs, with a reason, for whoever has left."""
        self.check_access("read")
        self._require_state("draft")
        for handover in self:
            handover._check_giver()
        self._freeze()
        # sudo: the verb has checked who signs
        self.sudo()._transition(
            {"state": "given", "given_at": fields.Datetime.now(), "given_uid": self.env.uid}, "give"
        )

    def action_take(self):
        """Sign as the taker: from the first day on the firms are served by the taker."""
        self.check_access("read")
        self._require_state("given")
        if any(handover.taker_id != self.env.user for handover in self):
            raise AccessError(self.env._("Only who takes over can sign for it."))
        # sudo: the verb has checked who signs
        self.sudo()._transition({"state": "done", "taken_at": fields.Datetime.now()}, "take")
        for handover in self:
            handover._carry_out()

    def action_withdraw(self):
        """Take the giver's signature back before the taker signs, to correct the list."""
        self.check_access("read")
        self._require_state("given")
        if not self.env.user.has_groups(ORDERERS) and any(not handover.is_mine_to_give for handover in self):
            raise AccessError(self.env._("Only who signed can withdraw the signature."))
        # sudo: the verb has checked who signs
        self.sudo()._transition({"state": "draft", "given_at": False, "given_uid": False}, "withdraw")

    def _check_giver(self):
        if self.giver_id == self.env.user:
            return
        if not self.env.user.has_groups(ORDERERS):
            raise AccessError(self.env._("Only who hands over can sign for it."))
        if not (self.absence_reason or "").strip():
            raise UserError(self.env._("Say why %s does not sign.", self.giver_id.name))

    def _freeze(self):
        """Write the rows as they are now, in one create for all handovers and one search for each part."""
        lines_sudo = self.env["park.handover.line"].sudo()  # sudo: rows are written by the verbs alone
        lines_sudo.search([("handover_id", "in", self.ids)]).unlink()
        lines_sudo.create([vals for handover in self for vals in handover._line_vals()])

    def _line_vals(self):
        names = {firm.id: firm.name for firm in self.enterprise_ids}
        for part in self._handover_parts():
            if not self.env[part["model"]].has_access("read"):
                continue
            for record in self.env[part["model"]].search(part["domain"]):
                firm = record[part["firm"]]
                date_field = part.get("date_field")
                yield {
                    "handover_id": self.id,
                    "kind": part["kind"],
                    "label": part["label"],
                    "enterprise_name": names.get(firm if isinstance(firm, int) else firm.id, ""),
                    "title": part["title"](record),
                    "detail": part["detail"](record),
                    "due_on": record[date_field] if date_field else False,
                    "res_model": part["model"],
                    "res_id": record.id,
                }

    def _carry_out(self):
        """Let the taker serve; a day that has passed since the order was made becomes today."""
        # sudo: ordered by the service centre, which appoints, and signed by both
        firms_sudo = self.enterprise_ids.sudo().with_context(active_test=False)
        firms_sudo = firms_sudo.filtered("active")
        first_day = max(self.first_day, self.env["park.workday"].today())
        firms_sudo._park_change_officer(self.giver_id, self.taker_id, self.reason, first_day)
