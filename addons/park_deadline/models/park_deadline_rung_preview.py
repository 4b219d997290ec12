from odoo import api, fields, models

TOLD = ("tell_owner", "tell_head", "tell_members", "tell_centre", "tell_supervisor", "tell_leader")
SAID = ("level", "name", "trigger", "amount", "grace_days", "todo", "channel", *TOLD)


class ParkDeadlineLadderPreview(models.Model):
    """What a ladder will do, in plain sentences, so that who edits it reads it before it acts."""

    _inherit = "park.deadline.ladder"

    preview = fields.Text("What It Will Do", compute="_compute_preview")

    @api.depends("rung_ids", *(f"rung_ids.{name}" for name in SAID))
    @api.depends_context("lang")
    def _compute_preview(self):
        for ladder in self:
            rungs = ladder.rung_ids.sorted("level")
            ladder.preview = "\n".join(rung._sentence() for rung in rungs) or False


class ParkDeadlineRungSentence(models.Model):
    """One level in a sentence."""

    _inherit = "park.deadline.rung"

    def _sentence(self):
        """Return when a rung is reached, who is told and how."""
        _ = self.env._
        return _(
            "%(level)s. %(name)s: %(when)s, tells %(who)s (%(how)s).",
            level=self.level, name=self.name or "…", when=self._when(), who=self._whom(), how=self._how(),
        )  # fmt: skip

    def _when(self):
        _ = self.env._
        if self.trigger == "share_used":
            return _("once %s percent of the limit are used", self.amount)
        if self.trigger == "before_due":
            return _("%s working days before the limit ends", self.amount)
        return _("on the %s. working day after the limit", self.amount + self.grace_days)

    def _whom(self):
        labels = self.fields_get(TOLD, ["string"])
        return self.env._(", ").join(labels[name]["string"] for name in TOLD if self[name]) or self.env._("nobody")

    def _how(self):
        labels = self.fields_get(["todo", "channel"], ["selection"])
        ways = [
            self.todo != "none" and self.env._("to-do: %s", dict(labels["todo"]["selection"])[self.todo]),
            self.channel != "none" and dict(labels["channel"]["selection"])[self.channel],
        ]
        return self.env._(", ").join(filter(None, ways)) or self.env._("log only")
