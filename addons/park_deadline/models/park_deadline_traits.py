from odoo import api, fields, models


class ParkDeadlineLimit(models.Model):
    """Why a clock has the limit it has."""

    _inherit = "park.deadline"

    limit_note = fields.Char(
        "Why This Limit",
        readonly=True,
        help="What of its subject chose the limits, in the language of the person whose step started the clock.",
    )


class ParkDeadlineMixinLimit(models.AbstractModel):
    """Which profile and step a clock takes its limit from."""

    _inherit = "park.deadline.mixin"

    def _deadline_traits(self):
        """Return ``{id: {trait: value}}`` by which limits are chosen; the subject's addon overrides it.

        Keys are the condition names of ``park.sla.choice`` and ``park.sla.step``. A tuple holds several
        values, the nearest first; what is missing or empty is unknown and meets no condition.
        """
        return {}

    def _deadline_profile_codes(self):
        """Return ``{id: code}`` of the limits that a subject's kind brings along, before any choice of the zone.

        Of several profiles of the code the zone's own goes first. The subject's addon overrides it.
        """
        return {}

    @api.model
    def _deadline_limit(self, kind, ranked, traits):
        """Return profile, step and explanation: the first profile that speaks of the kind gives the limit.

        What a profile is silent on comes from the next one. Where none speaks of it, the step is empty
        and the profile the first one.
        """
        for profile, choice in ranked:
            if step := profile.step_ids._for_kind(kind, traits):
                return profile, step, self._limit_note(choice, step)
        profile = ranked[0][0] if ranked else self.env["park.sla.profile"].sudo()  # sudo: limits are no secret
        return profile, profile.step_ids.browse(), False

    @api.model
    def _limit_note(self, choice, step):
        """Return what chose the limit in words; False where nothing special did."""
        parts = [choice.with_env(self.env).sudo().display_name] if choice else []  # sudo: limits are no secret
        for name in step._conditions():
            field, value = step._fields[name], step.with_env(self.env).sudo()[name]  # sudo: limits are no secret
            shown = value.display_name if field.relational else dict(field._description_selection(self.env))[value]
            parts.append(f"{field._description_string(self.env)}: {shown}")
        return self.env._("; ").join(dict.fromkeys(parts)) or False

    def _redo_limits(self, kind):
        """Return ``{id: (amount, unit)}`` of a second handling: the share of the last limit that its step gives.

        Records that never had a clock of the kind are missing.
        """
        last = {clock.res_id: clock for clock in self._deadlines_sudo([kind]).sorted("id")}
        return {
            subject_id: (clock.step_id._redo_amount(clock.amount), clock.unit) for subject_id, clock in last.items()
        }
