from odoo import api, fields, models
from odoo.addons.park_sheet.core.official import Official, Paragraph
from odoo.exceptions import UserError

STATES = [
    ("draft", "To be sent"),
    ("sent", "No reply yet"),
    ("accepted", "Comes"),
    ("declined", "Does not come"),
]


class ParkServiceDayInvitation(models.Model):
    """An invitation to a firm or a department, and its reply (参会回执): who comes, reachable how, in which car."""

    _name = "park.service.day.invitation"
    _description = "Invitation to a Service Day"
    _inherit = ["park.guard.mixin", "park.sheet.source"]
    _order = "service_day_id, kind desc, id"
    _check_company_auto = True
    _sheet_keys = ("invitation",)
    _rec_names_search = ["enterprise_id.name", "department_id.name"]
    _guard_protected = ("service_day_id", "kind", "state", "sent_on", "replied_on", "replied_by_id")

    service_day_id = fields.Many2one("park.service.day", required=True, index=True, ondelete="cascade", readonly=True)
    company_id = fields.Many2one(related="service_day_id.company_id", store=True, precompute=True, index=True)
    kind = fields.Selection([("firm", "Firm"), ("department", "Department")], required=True, readonly=True)
    enterprise_id = fields.Many2one("res.partner", "Firm", readonly=True, ondelete="cascade", check_company=True)
    department_id = fields.Many2one("park.department", readonly=True, ondelete="cascade", check_company=True)
    name = fields.Char("Invited", compute="_compute_name")
    state = fields.Selection(STATES, default="draft", required=True, readonly=True)
    sent_on = fields.Date("Sent", readonly=True)
    replied_on = fields.Date("Replied", readonly=True)
    replied_by_id = fields.Many2one("res.users", "Entered by", readonly=True)
    note = fields.Char("Remark", help="Why nobody comes, who comes instead, what they need.")
    attendee_ids = fields.One2many("park.service.day.attendee", "invitation_id", "Who comes")
    people = fields.Char(compute="_compute_people")

    _firm_uniq = models.UniqueIndex(
        "(service_day_id, enterprise_id) WHERE enterprise_id IS NOT NULL", "The firm is invited already."
    )
    _department_uniq = models.UniqueIndex(
        "(service_day_id, department_id) WHERE department_id IS NOT NULL", "The department is invited already."
    )

    @api.depends("enterprise_id", "department_id")
    def _compute_name(self):
        for invitation in self:
            # sudo: the table sees the names of the firms on its list
            invitation.name = invitation.sudo().enterprise_id.name or invitation.department_id.name

    @api.depends("name")
    def _compute_display_name(self):
        for invitation in self:
            invitation.display_name = invitation.name

    @api.depends("attendee_ids.name", "attendee_ids.title")
    def _compute_people(self):
        for invitation in self:
            people = (" ".join(filter(None, (person.name, person.title))) for person in invitation.attendee_ids)
            invitation.people = "、".join(people)

    def action_accept(self):
        """Note that the invited come; refused without a name."""
        self.check_access("write")
        for invitation in self:
            if not invitation.attendee_ids:
                raise UserError(self.env._("%s: write who comes.", invitation.name))
        self._reply("accepted")

    def action_decline(self):
        """Note that nobody comes; refused without the reason. Those named before are taken off the list."""
        self.check_access("write")
        for invitation in self:
            if not (invitation.note or "").strip():
                raise UserError(self.env._("%s: write in the remark why nobody comes.", invitation.name))
        self.attendee_ids.unlink()
        self._reply("declined")

    def _reply(self, state):
        for zone, invitations in self.grouped("company_id").items():
            today = self.env["park.workday"].today(zone)
            invitations._transition({"state": state, "replied_on": today, "replied_by_id": self.env.uid}, state)

    # -- on paper

    def _sheet_filename(self, key):
        return self.env._("Invitation %s", self.name if len(self) == 1 else self.service_day_id[:1].display_name)

    def _documents(self, key):
        """Return a letter for each of the invited."""
        return [invitation._letter() for invitation in self]

    def _sheets(self, key):
        return [day._replies_sheet() for day in self.service_day_id]

    def _letter(self):
        _ = self.env._
        day = self.service_day_id
        asked = {
            "firm": _(
                "You are invited to speak, in about five minutes, about how business goes, what makes it difficult and "
                "what you propose. Please send your problems in writing beforehand."
            ),
            "department": _(
                "Please send somebody who can decide: what can be answered is answered at the table, what cannot is "
                "accepted there with a limit."
            ),
        }
        when = _(
            "The %(day)s takes place on %(date)s from %(time)s, %(place)s.",
            day=day._display_title(),
            date=day._written_date(),
            time=day._clock_text(day.starts_at),
            place=day.place or "—",
        )
        reply = _("Please reply who comes: unit, name, position, telephone and number plate.")
        link = _("You can also reply here: %s", self._reply_url())
        return Official(
            _("Invitation to the %s", day._display_title()),
            (Paragraph(when), Paragraph(asked[self.kind]), Paragraph(reply), Paragraph(link)),
            recipient=self.name,
            signer=day.company_id.name,
            signed_on=day._written_date(self.sent_on),
        )


class ParkServiceDayInviting(models.Model):
    _inherit = "park.service.day"

    invitation_ids = fields.One2many("park.service.day.invitation", "service_day_id", "Invitations", copy=False)
    reply_summary = fields.Char("Replies", compute="_compute_reply_summary")

    @api.depends("invitation_ids.state")
    def _compute_reply_summary(self):
        _ = self.env._
        for day in self:
            states = day.invitation_ids.mapped("state")
            come, away = states.count("accepted"), states.count("declined")
            told = _(
                "%(all)s invited, %(come)s come, %(away)s do not, %(silent)s have not replied",
                all=len(states), come=come, away=away, silent=len(states) - come - away,
            )  # fmt: skip
            day.reply_summary = told if states else False

    def action_invite(self):
        """Write an invitation for every firm and department on the list that has none."""
        self.check_access("write")
        self._require_state("planned", "open")
        invitations = self.env["park.service.day.invitation"]
        for day in self:
            firms = day.firm_ids.enterprise_id - day.invitation_ids.enterprise_id
            departments = day.department_ids - day.invitation_ids.department_id
            invitations._unlocked().create(
                [{"service_day_id": day.id, "kind": "firm", "enterprise_id": firm.id} for firm in firms]
                + [
                    {"service_day_id": day.id, "kind": "department", "department_id": department.id}
                    for department in departments
                ]
            )
        return True

    def action_mark_sent(self):
        """Note that the invitations went out today, and download the letters that are new."""
        self.ensure_one()
        self.check_access("write")
        self.action_invite()
        waiting = self.invitation_ids.filtered(lambda invitation: invitation.state == "draft")
        if not waiting:
            raise UserError(self.env._("Everybody on the list has been invited."))
        waiting._transition({"state": "sent", "sent_on": self.env["park.workday"].today(self.company_id)}, "send")
        return waiting._sheet_action("invitation", "docx")


class ParkServiceDayInvitee(models.Model):
    """People named in a reply belong to who was invited."""

    _inherit = "park.service.day.attendee"

    invitation_id = fields.Many2one(
        "park.service.day.invitation", ondelete="cascade", index="btree_not_null",
        domain="[('service_day_id', '=', service_day_id)]",
    )  # fmt: skip

    @api.model_create_multi
    def create(self, vals_list):
        """Take day, kind and unit over from the invitation."""
        return super().create([self._of_invitation(vals) for vals in vals_list])

    def _of_invitation(self, vals):
        invitation = self.env["park.service.day.invitation"].browse(vals.get("invitation_id"))
        if not invitation:
            return vals
        return {
            "service_day_id": invitation.service_day_id.id,
            "kind": invitation.kind,
            "enterprise_id": invitation.enterprise_id.id,
            "department_id": invitation.department_id.id,
            **vals,
        }

    @api.constrains("invitation_id", "service_day_id")
    def _check_invitation(self):
        for attendee in self:
            if attendee.invitation_id and attendee.invitation_id.service_day_id != attendee.service_day_id:
                raise UserError(self.env._("%s is invited to another day.", attendee.name))
