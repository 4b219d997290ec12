"""What is known about a firm, beside its registration: qualifications and figures."""

from odoo import api, fields, models

from .park_qualification import IN_FORCE


class ResPartner(models.Model):
    _inherit = "res.partner"

    qualification_ids = fields.One2many("park.qualification", "enterprise_id", "Qualifications", copy=False)
    indicator_ids = fields.One2many("park.enterprise.indicator", "enterprise_id", "Figures", copy=False)
    qualification_text = fields.Char(
        "Qualifications in force",
        compute="_compute_qualification_text",
        groups="park_guard.group_park_user",
        help="With what ends soon or is over.",
    )

    @api.depends("qualification_ids.state", "qualification_ids.valid_to", "qualification_ids.type_id")
    @api.depends_context("lang")
    def _compute_qualification_text(self):
        """Name what each firm holds, with the standing where it is not plainly valid."""
        Qualification = self.env["park.qualification"]
        labels = dict(Qualification._fields["standing"]._description_selection(self.env))
        held = Qualification.search([("enterprise_id", "in", self.ids), ("state", "in", ("valid", "review"))])
        by_firm = held.sorted(lambda one: (one.type_id.sequence, one.id)).grouped("enterprise_id")
        for firm in self:
            firm.qualification_text = " · ".join(
                one._badge_text(labels) for one in by_firm.get(firm._origin, Qualification)._without_replaced()
            )

    def _park_main_officer_changed(self):
        """Let the clocks of renewals belong to who stands for the firm now."""
        held_sudo = self.env["park.qualification"].sudo()  # sudo: clocks follow the firm, whoever changed its team
        held_sudo.search([("enterprise_id", "in", self.ids), ("state", "in", IN_FORCE)])._sync_deadlines()
        return super()._park_main_officer_changed()

    def _park_timeline_parts(self):
        return [
            *super()._park_timeline_parts(),
            {
                "kind": "qualification",
                "label": self.env._("Qualifications"),
                "icon": "fa-certificate",
                "model": "park.qualification",
                "domain": [("enterprise_id", "=", self.id), ("valid_from", "!=", False)],
                "date_field": "valid_from",
                "title": lambda one: one.display_name,
                "detail": lambda one: (
                    self.env._("until %s", fields.Date.to_string(one.valid_to)) if one.valid_to else ""
                ),
            },
        ]
