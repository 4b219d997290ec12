from datetime import date

from dateutil.relativedelta import relativedelta
from odoo import api, fields, models
from odoo.addons.park_deadline.models.park_deadline import LAMPS
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from ..core.holding import HELD, holds_on

STATES = [
    ("reserve", "Reserve"),
    ("nurturing", "Being nurtured"),
    ("applied", "Applied for"),
    ("publicity", "On public notice"),
    ("valid", "Valid"),
    ("review", "Under review"),
    ("cancelled", "Withdrawn"),
]
STANDINGS = [*STATES, ("expiring", "Expiring"), ("expired", "Expired")]
ON_THE_WAY = ("reserve", "nurturing", "applied", "publicity")
IN_FORCE = ("valid", "review")


class ParkQualification(models.Model):
    """A recognition a firm holds, held, or is on its way to; that it expires is read, never written."""

    _name = "park.qualification"
    _description = "Qualification of an Enterprise"
    _inherit = ["park.guard.mixin", "park.deadline.mixin", "park.enterprise.scope.mixin"]
    _order = "valid_to desc nulls first, id desc"
    _check_company_auto = True
    _guard_protected = ("state", "cancelled_on", "cancel_reason", "warned_days")

    enterprise_id = fields.Many2one(required=True, ondelete="cascade")
    company_id = fields.Many2one("res.company", "Zone", related="enterprise_id.company_id", store=True, index=True)
    type_id = fields.Many2one(
        "park.qualification.type", "Qualification", required=True, index=True, ondelete="restrict", check_company=True
    )
    state = fields.Selection(STATES, required=True, readonly=True, default="reserve", index=True)
    standing = fields.Selection(STANDINGS, compute="_compute_standing", search="_search_standing")
    lamp = fields.Selection(LAMPS)  # named again, so that its labels are translated for this model
    certificate_no = fields.Char("Certificate number", copy=False)
    valid_from = fields.Date("Valid from", copy=False)
    valid_to = fields.Date("Valid until", copy=False, help="The last day on which it holds.")
    renew_from = fields.Date(
        "Renewal from", compute="_compute_renew_from", store=True, help="From this day on it counts as expiring."
    )
    cancelled_on = fields.Date("Withdrawn on", readonly=True, copy=False)
    cancel_reason = fields.Char("Reason of withdrawal", readonly=True, copy=False)
    source = fields.Char(help="Where this is known from: the notice, the certificate, the firm.")
    target_year = fields.Integer(
        "Expected in", aggregator=None, help="The year in which the firm is expected to qualify."
    )
    gap_key_id = fields.Many2one("park.indicator.key", "Missing figure", ondelete="restrict")
    gap_text = fields.Char("Gap", help="What is still missing, in words.")
    progress = fields.Char()
    warned_days = fields.Integer(readonly=True, copy=False, help="The last warning that was given; 0: none yet.")

    _dates_in_order = models.Constraint(
        "CHECK (valid_to IS NULL OR valid_from IS NULL OR valid_to >= valid_from)",
        "A qualification cannot end before it begins.",
    )
    _certificate_uniq = models.UniqueIndex(
        "(enterprise_id, type_id, certificate_no) WHERE certificate_no IS NOT NULL",
        "This certificate of the enterprise is recorded already.",
    )
    _one_on_the_way = models.UniqueIndex(
        "(enterprise_id, type_id) WHERE state IN ('reserve', 'nurturing', 'applied', 'publicity')",
        "The enterprise is on its way to this qualification already: go on with that record.",
    )
    _held_idx = models.Index("(type_id, enterprise_id, valid_to) WHERE state IN ('valid', 'review', 'cancelled')")

    @api.depends("type_id.name", "certificate_no")
    def _compute_display_name(self):
        for qualification in self:
            parts = (qualification.type_id.display_name, qualification.certificate_no)
            qualification.display_name = " · ".join(part for part in parts if part)

    @api.depends("valid_to", "type_id.warn_first_days")
    def _compute_renew_from(self):
        for qualification in self:
            days = qualification.type_id.warn_first_days
            qualification.renew_from = qualification.valid_to and qualification.valid_to - relativedelta(days=days)

    @api.depends("state", "valid_to", "renew_from")
    def _compute_standing(self):
        today = self.env["park.workday"].today()
        for qualification in self:
            ends, renew = qualification.valid_to, qualification.renew_from
            standing = qualification.state
            if standing in IN_FORCE and ends and ends < today:
                standing = "expired"
            elif standing == "valid" and renew and renew <= today:
                standing = "expiring"
            qualification.standing = standing

    @api.model
    def _search_standing(self, operator, value):
        if operator != "in":
            return NotImplemented
        today = self.env["park.workday"].today()
        expired = Domain("state", "in", IN_FORCE) & Domain("valid_to", "<", today)
        lasting = Domain("valid_to", "=", False) | Domain("valid_to", ">=", today)
        warned = Domain("renew_from", "<=", today)
        answers = {state: Domain("state", "=", state) for state, _label in STATES} | {
            "valid": Domain("state", "=", "valid") & lasting & (Domain("renew_from", "=", False) | ~warned),
            "review": Domain("state", "=", "review") & lasting,
            "expiring": Domain("state", "=", "valid") & Domain("valid_to", ">=", today) & warned,
            "expired": expired,
        }
        return Domain.OR(answers.get(item, Domain.FALSE) for item in value)

    @api.constrains("state", "type_id")
    def _check_reserve(self):
        for qualification in self:
            if qualification.state in ("reserve", "nurturing") and not qualification.type_id.reserve_allowed:
                raise ValidationError(
                    self.env._(
                        "There is no reserve list for %s. Enter the certificate, or allow the list on the kind.",
                        qualification.type_id.display_name,
                    )
                )

    @api.onchange("type_id", "valid_from")
    def _onchange_valid_from(self):
        """Propose the last day that the kind of qualification gives."""
        months = self.type_id.validity_months
        if self.valid_from and months and not self.valid_to:
            self.valid_to = self.valid_from + relativedelta(months=months, days=-1)

    @api.model_create_multi
    def create(self, vals_list):
        """Create; what comes with a certificate or a first day is valid, everything else a reserve."""
        qualifications = super().create(vals_list)
        awarded = qualifications.filtered(lambda one: one.state == "reserve" and (one.certificate_no or one.valid_from))
        awarded._unlocked().write({"state": "valid"})
        qualifications._audit("create")
        qualifications._sync_renewal()
        return qualifications

    def write(self, vals):
        """Write; dates that change move the clock of the renewal."""
        result = super().write(vals)
        if vals.keys() & {"valid_to", "valid_from", "type_id", "enterprise_id", "certificate_no"}:
            self._audit("change", {"values": vals})
            self._sync_renewal()
        return result

    def action_nurture(self):
        """Take reserves into the nurturing list."""
        self._move("nurturing", "reserve")

    def action_apply(self):
        """Note that the application was handed in."""
        self._move("applied", "reserve", "nurturing")

    def action_publicity(self):
        """Note that the result is on public notice."""
        self._move("publicity", "applied")

    def action_award(self):
        """Let them hold; refused where the first day is not entered."""
        self.check_access("write")
        for qualification in self.filtered(lambda one: not one.valid_from)[:1]:
            raise ValidationError(
                self.env._("%s: enter the first day of validity before it is awarded.", qualification.display_name)
            )
        self._move("valid", *ON_THE_WAY, "review")

    def action_review(self):
        """Note that the authority reviews them."""
        self._move("review", "valid")

    def action_cancel(self):
        """Withdraw from today on; what held before stays on record."""
        self._move("cancelled", *IN_FORCE, cancelled_on=self.env["park.workday"].today())

    def action_back(self):
        """Put applications that failed back into the nurturing list, or among the reserves."""
        self._move("nurturing", "applied", "publicity")

    def _move(self, state, *allowed, **vals):
        self.check_access("write")
        self._require_state(*allowed)
        self._transition({"state": state, **vals}, state)
        self._sync_renewal()

    def _without_replaced(self):
        """Return self without the certificates that a later one of the same firm and kind replaces."""
        latest = {}  # {(firm, kind): last day}; no last day goes before all
        for one in self:
            place = (one.enterprise_id, one.type_id)
            latest[place] = max(latest.get(place, date.min), one.valid_to or date.max)
        return self.filtered(lambda one: (one.valid_to or date.max) == latest[one.enterprise_id, one.type_id])

    def _badge_text(self, labels):
        """Return the short name, with the standing where it is not plainly valid."""
        name = self.type_id.short_name or self.type_id.name
        if self.standing == "valid":
            return name
        return self.env._("%(qualification)s (%(standing)s)", qualification=name, standing=labels[self.standing])

    def _holds_on(self, day):
        """Return ``{id: True, False or None}``: whether each held on ``day``; None is not known."""
        return {
            one.id: holds_on(
                one.state,
                one.valid_from or None,
                one.valid_to or None,
                day,
                cancelled_on=one.cancelled_on or None,
                expires=bool(one.type_id.validity_months),
            )
            for one in self
        }

    def _valid_on(self, day):
        """Return those that are known to have held on ``day``."""
        holds = self._holds_on(day)
        return self.filtered(lambda one: holds[one.id])

    @api.model
    def _valid_on_domain(self, day):
        """Return the domain of ``_valid_on``, for searches over all firms."""
        ends = Domain("valid_to", ">=", day) | (
            Domain("valid_to", "=", False) & Domain("type_id.validity_months", "=", 0)
        )
        stands = Domain("state", "in", IN_FORCE) | (
            Domain("state", "=", "cancelled") & Domain("cancelled_on", ">", day)
        )
        return Domain("state", "in", list(HELD)) & Domain("valid_from", "<=", day) & ends & stands
