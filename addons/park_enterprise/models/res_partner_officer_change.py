"""One verb for a change of officer: the old service ends, the new one begins, what is open goes along."""

from odoo import fields, models
from odoo.addons.park_deadline.models.park_deadline import OPEN
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL


class ResPartner(models.Model):
    _inherit = "res.partner"

    def _park_change_officer(self, giver, taker, reason, first_day=None):
        """Let ``taker`` carry on every service of ``giver`` at these firms from ``first_day``, today by default.

        Rights follow the dates. The open work goes over now when the day has come, else by the job of that day.

        Whether that is allowed is the caller's check. History stays; a service of the taker's own ends where
        the taken one begins. Refused when the giver serves none of the firms any more.
        """
        first_day = first_day or self.env["park.workday"].today()
        officers_sudo = self.env["park.enterprise.officer"].sudo()  # sudo: officers are appointed by verbs
        here = Domain("enterprise_id", "in", self.ids)
        given = officers_sudo.search(here & officers_sudo._between_domain(first_day, None, giver.id))
        if self - given.enterprise_id:
            names = ", ".join((self - given.enterprise_id).mapped("name"))
            raise UserError(
                self.env._(
                    "%(person)s does not serve these enterprises any more: %(names)s", person=giver.name, names=names
                )
            )
        own = officers_sudo.search(here & officers_sudo._between_domain(first_day, None, taker.id))
        succession = [one._succession_vals(taker, first_day) for one in given]
        (given | own)._give_way(first_day, reason)
        services = officers_sudo.create(succession)
        services._take_work()
        for day, began in services.grouped("date_from").items():
            began.enterprise_id._park_officer_changed(giver, taker, reason, day)

    def _park_transfer_open_items(self, giver, taker):
        """Hand the giver's open work at these firms to the taker; each addon adds its own through ``super()``."""
        activities_sudo = self.env["mail.activity"].sudo()  # sudo: the giver's, whom the caller may replace
        activities_sudo.search(
            [("res_model", "=", "res.partner"), ("res_id", "in", self.ids), ("user_id", "=", giver.id)]
        ).with_context(mail_activity_quick_update=True).user_id = taker
        self._park_transfer_clocks(giver, taker)

    def _park_transfer_clocks(self, giver, taker):
        """Let the taker answer for the giver's open clocks at these firms, in one statement; complaints stay."""
        self.env["park.deadline"].flush_model()
        moved = self.env.execute_query(
            SQL(
                """UPDATE park_deadline SET owner_id = %s, write_uid = %s, write_date = %s
                    WHERE enterprise_id = ANY(%s) AND owner_id = %s AND state = ANY(%s) AND is_restricted IS NOT TRUE
                RETURNING id, company_id""",
                taker.id,
                self.env.uid,
                fields.Datetime.now(),
                self.ids,
                giver.id,
                list(OPEN),
            )
        )
        self.env["park.deadline"].invalidate_model(["owner_id"], flush=False)
        change = {"changes": {"owner_id": [giver.id, taker.id]}}
        self.env["park.audit"]._insert("hand_over", "park.deadline", [(*row, change) for row in moved])

    def _park_officer_changed(self, giver, taker, reason, first_day):
        """Note the change at each firm; addons that reach the firm itself tell it from here."""
        body = self.env._(
            "From %(day)s %(taker)s serves instead of %(giver)s: %(reason)s",
            day=first_day,
            taker=taker.name,
            giver=giver.name,
            reason=reason,
        )
        self.sudo()._message_log_batch(dict.fromkeys(self.ids, body))  # sudo: a note of the verb itself
