from odoo import api, fields, models


class ParkDeadlineUrgeDialog(models.TransientModel):
    """The dialog that says whom an urging will reach before it goes; the verb holds the rules."""

    _name = "park.deadline.urge"
    _description = "Dialog to Urge"
    _inherit = ["park.guard.mixin"]

    deadline_ids = fields.Many2many("park.deadline", string="Limits")
    text = fields.Text("In Words", required=True)
    channel = fields.Selection("_channel_selection", "Message", required=True, default="none")
    again = fields.Boolean("Tell Them Again", help="Those who were chased today hear it once more.")
    hint = fields.Char(compute="_compute_plan")
    chased = fields.Char("Chased Today Already", compute="_compute_plan")

    @api.model
    def _channel_selection(self):
        """Return the to-do alone, and the ways that are set up."""
        channels = self.env["park.chase.channel"]._channels()
        labels = dict(self.env["park.deadline.rung"]._fields["channel"]._description_selection(self.env))
        ways = [(key, labels[key]) for key, channel in channels.items() if channel._is_open()]
        return [("none", self.env._("To-do alone")), *ways]

    @api.depends("deadline_ids", "again")
    @api.depends_context("lang")
    def _compute_plan(self):
        """Count what would be urged and who would be told."""
        for dialog in self:
            clocks = dialog.deadline_ids._urgeable()
            people = clocks._urge_people()
            users = self.env["res.users"].union(*people)
            chased = clocks._chased_today(users)
            told = users if dialog.again else users - chased
            urged = self.env["park.deadline"].union(*(people[user] for user in told))
            dialog.chased = self.env._("、").join(chased.mapped("name")) or False
            dialog.hint = self.env._(
                "%(clocks)s of %(all)s limits, %(people)s people: one notice each.",
                clocks=len(urged), all=len(dialog.deadline_ids), people=len(told),
            )  # fmt: skip

    @api.model
    def _open(self, clocks):
        """Return the action that opens the dialog for clocks."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Urge"),
            "res_model": self._name,
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_deadline_ids": clocks.ids, "dialog_size": "medium"},
        }

    def action_apply(self):
        """Urge."""
        self.ensure_one()
        events = self.deadline_ids.with_env(self.env)._urge(self.text, self.channel, self.again)
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._("%s people were told.", len(events.user_id)),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }
