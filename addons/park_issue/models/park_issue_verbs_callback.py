from odoo import api, fields, models
from odoo.exceptions import UserError

from ..core.callback import REACHED, is_given_up
from ..core.closure import POOR
from .park_issue import IS_SOLVED, SATISFACTION
from .park_issue_callback import OUTCOMES, WAYS


class ParkIssueCalledBack(models.Model):
    """Calling firms back: every attempt is kept, the issue shows the latest."""

    _inherit = "park.issue"
    _guard_protected = ("callback_given_up_on",)

    callback_ids = fields.One2many("park.issue.callback", "issue_id", "Call-backs", readonly=True, copy=False)
    callback_given_up_on = fields.Date(
        "Call-back given up", readonly=True, copy=False, help="Nobody was reached on as many days as the zone asks for."
    )

    def action_record_callback(self, is_solved, satisfaction=None, comment=None, reasons=None, way="phone"):
        """Record what the firm says: solved or not, how satisfied, and why not. Never by who handled the issue."""
        satisfaction = str(satisfaction) if satisfaction else False
        reasons = self._callback_reasons(reasons)
        self._check_verdict(is_solved, satisfaction, reasons)
        self._begin("record_callback")
        for issue in self:
            if self.env.uid in issue._handler_ids():
                raise UserError(self.env._("You handled %s: someone else calls the firm back.", issue.display_name))
        self._called(
            "record_callback", way, REACHED, comment, is_solved=is_solved, satisfaction=satisfaction, reasons=reasons
        )

    def action_record_attempt(self, outcome, comment=None, way="phone"):
        """Record that nobody of the firm was reached; on enough days, the call-back is given up.

        Counts towards that after the reply, by somebody who did not handle the issue; else it is a contact that
        failed, as closing as not reachable asks for.
        """
        if outcome == REACHED:
            raise UserError(self.env._("Whoever was reached has said something: record the call-back."))
        self._begin("record_attempt")
        self._called("record_attempt", way, outcome, comment)

    def _called(self, action, way, outcome, comment, is_solved=False, satisfaction=False, reasons=None):
        if way not in dict(WAYS) or outcome not in dict(OUTCOMES):
            raise UserError(self.env._("Choose how the firm was called, and what came of it."))
        # sudo: call-backs are written by these verbs alone, which have checked caller and state
        self.env["park.issue.callback"].sudo().create(
            [
                {
                    "issue_id": issue.id,
                    "called_at": self.env["park.workday"].now(),
                    "called_on": self._today(issue.company_id),
                    "caller_id": self.env.uid,
                    "way": way,
                    "outcome": outcome,
                    "is_verdict": issue._is_verdict(),
                    "handling": issue.reopened_count,
                    "is_solved": is_solved,
                    "satisfaction": satisfaction,
                    "reason_ids": reasons.ids if reasons else [],
                    "comment": (comment or "").strip() or False,
                }
                for issue in self
            ]
        )
        self._transition_each({issue.id: issue._latest_callback() for issue in self}, action, {"outcome": outcome})

    def _is_verdict(self):
        return self.state in ("replied", "closed") and self.env.uid not in self._handler_ids()

    def _latest_callback(self):
        """Return what one issue keeps of the call-backs of its present handling, as values."""
        self.ensure_one()
        # sudo: all attempts count, whoever may read them
        calls_sudo = self.sudo().callback_ids.filtered(
            lambda call: call.is_verdict and call.handling == self.reopened_count
        )
        last = calls_sudo.filtered(lambda call: call.outcome == REACHED).sorted("id")[-1:]
        needed = self.company_id.park_failed_calls
        given_up = is_given_up([(call.called_on, call.outcome) for call in calls_sudo], needed)
        return {
            "is_solved": last.is_solved,
            "satisfaction": last.satisfaction,
            "callback_comment": last.comment,
            "callback_on": last.called_on,
            "callback_by_id": last.caller_id.id,
            "callback_given_up_on": given_up and max(calls_sudo.mapped("called_on")),
        }

    def _failed_days(self):
        """Return on how many days nobody of the firm was reached in the present handling, by whoever tried."""
        calls_sudo = self.sudo().callback_ids  # sudo: all attempts count
        failed = calls_sudo.filtered(lambda call: call.outcome != REACHED and call.handling == self.reopened_count)
        return len(set(failed.mapped("called_on")))

    @api.model
    def _check_verdict(self, is_solved, satisfaction, reasons):
        _ = self.env._
        if is_solved not in dict(IS_SOLVED) or (satisfaction and satisfaction not in dict(SATISFACTION)):
            raise UserError(_("Choose whether the firm calls it solved, and a level of satisfaction."))
        if is_solved != "unknown" and not satisfaction:
            raise UserError(_("Ask the firm for its level of satisfaction too."))
        if satisfaction in POOR and not reasons:
            raise UserError(_("Ask the firm why it is not content, and choose the reasons."))

    @api.model
    def _callback_reasons(self, reasons):
        """Return reasons from records, ids or codes."""
        model = self.env["park.issue.callback.reason"]
        if isinstance(reasons, models.BaseModel):
            return model.browse(reasons.ids)
        codes = [item for item in reasons or () if isinstance(item, str)]
        ids = [item for item in reasons or () if isinstance(item, int)]
        return model.search(["|", ("code", "in", codes), ("id", "in", ids)])

    def _sign_off_gaps(self):
        gaps = super()._sign_off_gaps()
        if self.callback_given_up_on:
            gaps = [gap for gap in gaps if gap != "callback"]
        return gaps


class ResCompanyCallback(models.Model):
    """On how many days a zone tries to reach a firm before it gives the call-back up."""

    _inherit = "res.company"

    park_failed_calls = fields.Integer("Days of failed call-backs", default=3, required=True)

    _park_failed_calls_range = models.Constraint(
        "CHECK (park_failed_calls BETWEEN 1 AND 20)", "Failed call-backs are given up after 1 to 20 days."
    )
