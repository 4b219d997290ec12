from odoo import api, fields, models
from odoo.tools import SQL


class ParkDeadlineProvisional(models.AbstractModel):
    """Whether the due day of a subject may still move: kept beside ``due_on`` by the verbs, for lists and sheets."""

    _name = "park.deadline.mixin"
    _inherit = ["park.deadline.mixin"]
    _guard_protected = ("due_is_provisional",)

    due_is_provisional = fields.Boolean(
        "Provisional",
        readonly=True,
        copy=False,
        help="The due day was counted over a year whose official list is not published yet, and may move.",
    )

    due_mark = fields.Char("Mark", compute="_compute_due_mark", help="What to know about the due day, in a word.")

    @api.depends("due_is_provisional")
    @api.depends_context("lang")
    def _compute_due_mark(self):
        for subject in self:
            subject.due_mark = subject._due_mark(subject.due_is_provisional)

    @api.model
    def _due_mark(self, is_provisional):
        """Return the word that stands beside a day that may still move, or False."""
        return self.env._("provisional") if is_provisional else False

    @api.model
    def _ledger_derived(self):
        def marks(rows):
            return [self._due_mark(row["due_is_provisional"]) for row in rows]

        return {**super()._ledger_derived(), "due_mark": (("due_is_provisional",), marks)}

    def init(self):
        """Fill in what a version before this column did not keep; later updates find nothing to do."""
        result = super().init()
        if not self._abstract:
            self.env.cr.execute(
                SQL(
                    """UPDATE %s AS subject
                          SET due_is_provisional = TRUE
                         FROM park_deadline clock
                        WHERE subject.due_is_provisional IS NULL AND clock.res_model = %s
                          AND clock.res_id = subject.id AND clock.due_on = subject.due_on
                          AND clock.state IN ('running', 'paused') AND clock.is_provisional""",
                    SQL.identifier(self._table),
                    self._name,
                )
            )
        return result
