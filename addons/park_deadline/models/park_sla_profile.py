from odoo import api, fields, models
from odoo.fields import Domain

from ..core import most_specific

EVIDENCE = [
    ("law", "Full text of the regulation read"),
    ("official", "Page of an authority read"),
    ("press", "Press report read"),
    ("copy", "Copy or mirror: confirm before quoting"),
    ("default", "Product default, no rule of law"),
]


class ParkSlaProfile(models.Model):
    """The limits a zone has promised, with the document they come from and the days they hold."""

    _name = "park.sla.profile"
    _description = "Service Limits"
    _inherit = ["park.guard.mixin"]
    _order = "company_id, code, date_from desc, id"
    _rec_names_search = ["name", "code"]

    code = fields.Char(required=True, help="Short and stable, for example park_standard.")
    name = fields.Char(required=True, translate=True)
    company_id = fields.Many2one(
        "res.company", "Zone", index=True, ondelete="cascade", help="Empty: every zone may use it."
    )
    date_from = fields.Date("In Force From", help="Empty: from the beginning.")
    date_to = fields.Date("In Force Until", help="The last day; empty while it is in force.")
    document_no = fields.Char("Document Number")
    document_dated = fields.Char("Dated", help="Year or day of the document as read; not the day it came into force.")
    source = fields.Text(translate=True, help="Where these limits are written, in words.")
    evidence = fields.Selection(EVIDENCE, help="How well the source is known; empty: nobody has said.")
    is_default = fields.Boolean(
        "Applied",
        help="New clocks of the zone take their limits from it; a zone's own profile goes before a shared one.",
    )
    green_pct = fields.Integer(
        "Green up to (%)",
        default=70,
        help="Share of the limit that may be used before the lamp turns yellow; it is red after the limit.",
    )
    step_ids = fields.One2many("park.sla.step", "profile_id", "Limits", copy=True)
    extension_rule_ids = fields.One2many(
        "park.sla.extension.rule",
        "profile_id",
        "Extensions",
        copy=True,
        help="One line for each extension that is possible; without a line there is none.",
    )
    choice_ids = fields.One2many("park.sla.choice", "profile_id", "Used For")
    active = fields.Boolean(default=True)

    _code_uniq = models.UniqueIndex(
        "(code, COALESCE(company_id, 0), COALESCE(date_from, '-infinity'::date))",
        "There are limits of this code from the same day already.",
    )
    _dates_order = models.Constraint(
        "CHECK (date_to IS NULL OR date_from IS NULL OR date_to >= date_from)",
        "The last day lies before the first.",
    )
    _green_range = models.Constraint(
        "CHECK (green_pct BETWEEN 0 AND 100)", "The green share lies between 0 and 100 percent."
    )

    @api.model_create_multi
    def create(self, vals_list):
        profiles = super().create(vals_list)
        profiles._audit("sla.create")
        return profiles

    def write(self, vals):
        result = super().write(vals)
        self.check_access("write")  # as it is now: a zone's limits cannot be made everybody's
        self._audit("sla.write", {"values": vals})
        return result

    def copy_data(self, default=None):
        """Give a copy a code of its own and leave it unapplied until somebody decides."""
        vals_list = super().copy_data(default)
        for profile, vals in zip(self, vals_list, strict=True):
            if "company_id" not in (default or {}):
                vals["code"] = f"{profile.code}_copy"
            vals["is_default"] = False
        return vals_list

    def action_copy_to_zone(self):
        """Copy shared limits to the user's own zone, to be changed and applied there."""
        self.ensure_one()
        self.check_access("read")
        own = self.copy({"company_id": self.env.company.id})
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": own.id,
            "views": [(False, "form")],
        }

    @api.model
    def _for(self, subjects, on=None):
        """Return the profile that applies to the subjects: one record for each of their zones."""
        on = on or self.env["park.workday"].today()
        in_force = self._in_force(subjects.company_id.ids)
        profiles = [in_force._pick(zone.id, on) for zone in subjects.company_id]
        return self.browse(dict.fromkeys(profile.id for profile in profiles if profile))

    @api.model
    def _in_force(self, company_ids, codes=()):
        """Return all profiles, of any date, that the zones may use: applied, chosen, or of one of the codes."""
        zones = Domain("company_id", "in", [*company_ids, False])
        chosen = Domain("choice_ids", "any!", Domain("company_id", "in", company_ids))
        wanted = Domain("is_default", "=", True) | chosen | Domain("code", "in", list(codes))
        return self.sudo().search(zones & wanted)  # sudo: limits are no secret

    def _pick(self, company_id, on):
        """Return the profile of self that applies in a zone on a day whatever the subject is like."""
        return next((profile for profile, _choice in self._ranked(company_id, on, {})), self.browse())

    def _ranked(self, company_id, on, traits, code=None):
        """Return ``[(profile, choice)]`` of self in force on a day, the one that goes first first.

        First those of the code that the subject's kind brings along, then the zone's choices, the more
        specific before the less; then what is applied in general: the zone's own before the shared, the
        later in force before the earlier.
        """
        profiles = self.filtered(
            lambda profile: (
                profile.company_id.id in (company_id, False)
                and (not profile.date_from or profile.date_from <= on)
                and (not profile.date_to or profile.date_to >= on)
            )
        ).sorted(lambda profile: (bool(profile.company_id), str(profile.date_from or "")), reverse=True)
        choices = profiles.choice_ids.filtered(lambda choice: choice.company_id.id == company_id)
        order = {profile: place for place, profile in enumerate(profiles)}
        by_profile = choices.sorted(lambda choice: order[choice.profile_id])
        chosen = most_specific([(choice, choice._conditions()) for choice in by_profile], traits)
        general = [(profile, choices.browse()) for profile in profiles if profile.is_default]
        commanded = [(profile, choices.browse()) for profile in profiles if code and profile.code == code]
        return commanded + [(choice.profile_id, choice) for choice in chosen] + general

    def _as_ranked(self):
        """Return one profile, given by the caller, in the shape of ``_ranked``."""
        profile_sudo = self.sudo()  # sudo: limits are no secret
        return [(profile_sudo, profile_sudo.choice_ids.browse())]
