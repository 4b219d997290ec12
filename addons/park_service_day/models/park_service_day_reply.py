from odoo import Command, models
from odoo.tools import consteq, hmac

SCOPE = "park_service_day.reply"
TOKEN = 40  # hexadecimal digits: 160 bits


class ParkServiceDayReply(models.Model):
    """The invited reply by a link of their own, without a log-in; once, and until the day."""

    _inherit = "park.service.day.invitation"

    def _reply_token(self):
        """Return what proves that somebody holds this invitation; nothing of it is stored."""
        self.ensure_one()
        return hmac(self.env(su=True), SCOPE, self.id)[:TOKEN]  # sudo: the key of the database

    def _reply_url(self):
        return f"{self.get_base_url()}/park/service-day/reply/{self.id}/{self._reply_token()}"

    def _claim_reply(self, invitation_id, token):
        """Return the invitation that an address stands for, with elevated rights, or nothing."""
        # sudo: the token stands in for a log-in; compared before anything is read
        invitation_sudo = self.sudo().browse(invitation_id)
        if not consteq(token.encode(), invitation_sudo._reply_token().encode()):
            return self.browse()
        return invitation_sudo.exists()

    def _is_reply_open(self):
        """Return whether a reply is still taken: none came, the day is ahead and takes place."""
        day = self.service_day_id
        today = self.env["park.workday"].today(self.company_id)
        return self.state in ("draft", "sent") and day.state in ("planned", "open") and day.date_on >= today

    def _take_reply(self, reply):
        """Note a reply that came by the link; return False where none is taken any more."""
        self._lock()
        if not self._is_reply_open():
            return False
        self.write(
            {
                "note": reply.note or self.note,
                "attendee_ids": [Command.clear(), *(Command.create(dict(person)) for person in reply.people)],
            }
        )
        self._reply("accepted" if reply.comes else "declined")
        return True
