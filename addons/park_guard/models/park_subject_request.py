from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import AccessError, UserError

KINDS = [("copy", "Copy of what is kept"), ("erase", "Erasure"), ("hold", "Must be kept")]
STATES = [("asked", "Open"), ("done", "Done"), ("refused", "Refused")]


class ParkSubjectRequest(models.Model):
    """What one person asked about the own data (PIPL, articles 44 to 47 and 50), and what came of it.

    The register holds no personal data: after an erasure the person is a pseudonym here as well.
    """

    _name = "park.subject.request"
    _description = "Personal Data Request"
    _inherit = ["park.guard.mixin"]
    _order = "id desc"
    _rec_name = "partner_id"
    _check_company_auto = True
    _guard_protected = ("state", "asked_uid", "decided_uid", "decided_at", "answer")

    company_id = fields.Many2one(
        "res.company", "Zone", required=True, index=True, default=lambda self: self.env.company
    )
    partner_id = fields.Many2one(
        "res.partner",
        "Person",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        context={"active_test": False},
    )
    kind = fields.Selection(KINDS, "What", required=True, default="copy")
    reason = fields.Char(required=True, help="Who asked, how, and on what ground; a hold names law and article.")
    hold_until = fields.Date("Kept until", help="Empty: until somebody lifts it.")
    state = fields.Selection(STATES, required=True, default="asked", readonly=True)
    asked_uid = fields.Many2one(
        "res.users", "Recorded by", required=True, readonly=True, default=lambda self: self.env.user
    )
    decided_uid = fields.Many2one("res.users", "Decided by", readonly=True)
    decided_at = fields.Datetime("Decided on", readonly=True)
    answer = fields.Text(readonly=True)
    obstacles = fields.Text("In the way", compute="_compute_obstacles")

    @api.depends("partner_id", "kind", "state")
    def _compute_obstacles(self):
        for request in self:
            is_open = request.kind == "erase" and request.state == "asked" and request.partner_id
            request.obstacles = "\n".join(request._obstacles()) if is_open else False

    @api.constrains("partner_id")
    def _check_is_person(self):
        """Refuse firms, the zones themselves and the accounts that the system needs."""
        for request in self:
            # sudo: what kind of partner it is
            partner_sudo = request.partner_id.sudo().with_context(active_test=False)
            system = {SUPERUSER_ID, self.env.ref("base.public_user").id}
            zones_sudo = self.env["res.company"].sudo()  # sudo: the same
            is_zone = zones_sudo.search_count([("partner_id", "=", partner_sudo.id)])
            if partner_sudo.is_company or is_zone or system & set(partner_sudo.user_ids.ids):
                raise UserError(self.env._("%s is not a person.", partner_sudo.display_name))

    @api.ondelete(at_uninstall=False)
    def _keep_register(self):
        """Refuse: what people asked, and the answer, stays."""
        raise UserError(self.env._("The register of requests is kept."))

    def write(self, vals):
        """Write; what was decided is not changed."""
        if not self._is_unlocked():
            self._require_state("asked")
        return super().write(vals)

    def action_erase(self):
        """Make the person unrecognisable; only somebody other than who recorded the request, and never oneself."""
        self.check_access("write")
        self._require_state("asked")
        for request in self:
            request._check_second_person()
            if obstacles := request._obstacles():
                raise UserError("\n".join([self.env._("This must not be erased yet:"), *obstacles]))
            counts = request._erase()
            self.env["park.audit"]._record(request, "subject.erase", {request.id: {"erased": counts}})
            request._decide("done", self.env._("Erased; what has to stay stands under a pseudonym."))

    def action_refuse(self):
        """Refuse an erasure, with the reasons as they stand."""
        self.check_access("write")
        self._require_state("asked")
        for request in self:
            if not (obstacles := request._obstacles()):
                raise UserError(self.env._("Nothing is in the way: erase, or record what the law keeps as a hold."))
            request._decide("refused", "\n".join(obstacles))

    def action_lift(self):
        """End a hold."""
        self.check_access("write")
        self._require_state("asked")
        if any(request.kind != "hold" for request in self):
            raise UserError(self.env._("Only what must be kept can be lifted."))
        self._decide("done", self.env._("Lifted."))

    def _check_second_person(self):
        if self.kind != "erase":
            raise UserError(self.env._("This request does not ask for erasure."))
        if self.asked_uid == self.env.user:
            raise AccessError(self.env._("Somebody other than who recorded the request has to carry it out."))
        if self.partner_id == self.env.user.sudo().partner_id:  # sudo: who the user is
            raise AccessError(self.env._("Nobody erases the own data alone."))

    def _decide(self, state, answer):
        vals = {"state": state, "answer": answer, "decided_uid": self.env.uid, "decided_at": fields.Datetime.now()}
        return self._transition(vals, f"subject.{state}")

    def _obstacles(self):
        """Return sentences that say why the person's data has to stay for now; addons add theirs through ``super()``.

        They name no personal data, for they become the answer that is kept.
        """
        self.ensure_one()
        found = []
        for hold in self.search(
            [("partner_id", "=", self.partner_id.id), ("kind", "=", "hold"), ("state", "=", "asked")]
        ):
            if not hold.hold_until or hold.hold_until >= fields.Date.context_today(self):
                until = hold.hold_until or self.env._("further notice")
                found.append(self.env._("To be kept until %(until)s: %(reason)s", until=until, reason=hold.reason))
        # sudo: whether the person works here
        if any(user.active and user._is_internal() for user in self.partner_id.sudo().user_ids):
            found.append(self.env._("The person works here: archive the account first."))
        return found
