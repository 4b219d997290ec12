from odoo import fields, models
from odoo.exceptions import UserError

from ..core.closure import Needs, Shown, evidence_gaps, words_missing


class ParkIssueClosed(models.Model):
    """What an issue shows for the way it was closed."""

    _inherit = "park.issue"
    _guard_protected = ("closure_clause", "closure_reference")

    closure_clause = fields.Char("Clause", readonly=True, copy=False, help="Document and article that do not allow it.")
    closure_reference = fields.Char(
        "Outside reference", readonly=True, copy=False, help="Number with the authority above."
    )

    def action_evidence(self, clause=None, reference=None):
        """Add to closed issues what their kind of closure cites; what is given replaces what stood there."""
        vals = {
            name: text.strip()
            for name, text in (("closure_clause", clause or ""), ("closure_reference", reference or ""))
            if text.strip()
        }
        self._begin("evidence")
        if not vals:
            raise UserError(self.env._("Give the clause or the outside reference."))
        self._transition(vals, "evidence")

    def _kind_needs(self):
        """Return ``{closure kind: needs}``."""
        # sudo: what a kind asks for is no secret
        return {kind.code: kind._needs() for kind in self.env["park.issue.closure"].sudo().search([])}

    def _shown(self):
        """Return what one issue shows; what a round table decided stands in its minutes."""
        self.ensure_one()
        return Shown(
            file=bool(self.origin_id) or self._has_file(),
            # sudo: a case of the window cites its clause, whoever may read the case
            clause=self.closure_clause or self.sudo().window_ids[:1].clause or None,
            reference=self.closure_reference or None,
            failed_contacts=self._failed_days(),
            satisfaction=self.satisfaction or None,
            reopened=self.reopened_count,
        )

    def _check_said(self, kind):
        """Refuse to close issues as ``kind`` before what it cites is there and the firm has been tried."""
        needs = self._kind_needs().get(kind, Needs())
        for issue in self:
            if gaps := words_missing(needs, issue._shown()):
                raise UserError(issue._say_gaps(gaps))

    def _sign_off_gaps(self):
        """Return the keys of what still forbids signing one issue off, its kind of closure included."""
        return super()._sign_off_gaps() + evidence_gaps(
            self._kind_needs().get(self.closure_kind, Needs()), self._shown()
        )

    def _gap_sentences(self):
        _ = self.env._
        return super()._gap_sentences() | {
            "clause": _("the clause that does not allow it is not cited"),
            "reference": _("the number with the authority above is missing"),
            "failed_contacts": _("the firm has not been tried on enough days: record each attempt"),
            "file": _("no file proves the result: attach one"),
            "redo": _("the firm is not content, and the issue has not been handled a second time: reopen it"),
        }
