"""Telephones and addresses of the people at a firm are masked for everybody but who serves it."""

from odoo import api, models
from odoo.addons.park_guard.models.masked_char import MaskedChar
from odoo.tools import SQL


class ResPartner(models.Model):
    _name = "res.partner"
    _inherit = ["res.partner", "park.guard.masked"]

    phone = MaskedChar(park_purpose="reach the person at the firm about its matters")
    email = MaskedChar(park_purpose="write to the person at the firm about its matters")
    email_normalized = MaskedChar(park_purpose="recognise the sender of a mail")
    email_formatted = MaskedChar(compute_sudo=True, park_purpose="address mails")

    @api.depends("is_park_enterprise", "commercial_partner_id.is_park_enterprise")
    @api.depends("officer_ids.user_id", "officer_ids.date_from", "officer_ids.date_to")
    @api.depends_context("uid")
    def _compute_park_is_masked(self):
        firms = {partner: partner._park_firm() for partner in self}
        firm_ids = [firm.id for firm in firms.values() if firm]
        mine = self.env["park.enterprise.officer"]._enterprises_of(self.env.uid, firm_ids) if firm_ids else set()
        own = self.env.user.sudo().partner_id  # sudo: who the user is
        for partner, firm in firms.items():
            partner.park_is_masked = bool(firm) and firm.id not in mine and partner._origin != own

    def _park_firm(self):
        """Return the firm that this partner is or belongs to, with elevated rights; nothing for others."""
        partner_sudo = self._origin.sudo()  # sudo: where the partner belongs decides what is shown
        firm_sudo = partner_sudo if partner_sudo.is_park_enterprise else partner_sudo.commercial_partner_id
        return firm_sudo if firm_sudo.is_park_enterprise else firm_sudo.browse()

    def _park_shown_people(self):
        """Leave out partners that have nothing to do with a firm: they are masked for nobody."""
        return super()._park_shown_people().filtered(lambda partner: partner._park_firm())

    @api.model
    def _park_shown_sql(self, alias, field):
        return SQL(
            """NOT EXISTS (
                SELECT FROM res_partner park_firm
                WHERE park_firm.id IN (%(id)s, %(commercial)s) AND park_firm.is_park_enterprise
                  AND park_firm.id NOT IN (%(served)s)
            )""",
            id=SQL.identifier(alias, "id"),
            commercial=SQL.identifier(alias, "commercial_partner_id"),
            served=self.env["park.enterprise.officer"]._served_sql(self.env.uid),
        )

    def _compute_display_name(self):  # pylint: disable=missing-return
        """Keep addresses of people at firms out of names, whatever the client asks for."""
        asked = self.env.context.get("show_email")
        people = self.filtered(lambda partner: partner._park_firm()) if asked else self.browse()
        super(ResPartner, self - people)._compute_display_name()
        for person in people:
            person.display_name = person.with_context(show_email=False).display_name


class ResUsers(models.Model):
    """Users who are people at a firm are masked like its people."""

    _inherit = "res.users"

    phone = MaskedChar(related="partner_id.phone", inherited=True, readonly=False)
    email = MaskedChar(related="partner_id.email", inherited=True, readonly=False)


class MailFollowers(models.Model):
    _inherit = "mail.followers"

    email = MaskedChar(related="partner_id.email")
