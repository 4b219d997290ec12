from datetime import datetime, time

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

CHASERS = ("park_guard.group_park_service_centre", "park_guard.group_park_supervisor")


class ParkDeadlineUrge(models.Model):
    """Urging by hand (催办): who dispatches or supervises tells those who answer for clocks, in their own words."""

    _inherit = "park.deadline"

    def action_urge(self):
        """Open the dialog that urges who answers for the clocks; service centre and supervisors."""
        self.check_access("read")
        self._check_may_urge()
        return self.env["park.deadline.urge"]._open(self)

    @api.model
    def _may_urge(self):
        return self.env.su or any(map(self.env.user.has_group, CHASERS))

    @api.model
    def _check_may_urge(self):
        if not self._may_urge():
            raise AccessError(self.env._("The service centre and supervisors urge by hand."))

    def _urgeable(self):
        """Return the clocks that can be urged: they run; restricted matters are no talk for messages."""
        return self.filtered(lambda clock: clock.state == "running" and not clock.is_restricted)

    def _urge_people(self):
        """Return ``{user: clocks}``: the responsible, else the head, else the members of today; or who stands in."""
        stand_ins = {}  # {(zone id, user id, kind or ""): {id of who is told}}
        for zone_id, user_id, kind, told_id in self.env["park.absence"]._stand_ins(self.env["park.workday"].today()):
            stand_ins.setdefault((zone_id, user_id, kind), set()).add(told_id)
        kinds = {kind for _zone, _user, kind in stand_ins}
        found = {}  # {user id: ids of clocks}
        for clock in self:
            for user in clock._answerable():
                key = (clock.company_id.id, user.id, clock.kind if clock.kind in kinds else "")
                for told_id in stand_ins.get(key, {user.id}):
                    found.setdefault(told_id, []).append(clock.id)
        return {self.env["res.users"].browse(user_id): self.browse(ids) for user_id, ids in sorted(found.items())}

    def _answerable(self):
        """Return who answers for one clock."""
        department_sudo = self.department_id.sudo()  # sudo: who is to be told, as in the sweep
        people = self.owner_id if self.owner_id.active else department_sudo.head_id.filtered("active")
        if people or not department_sudo:
            return people
        today = self.env["park.workday"].today(self.company_id)
        present = department_sudo.member_ids.filtered(
            lambda member: member.date_from <= today and (not member.date_to or member.date_to >= today)
        )
        return present.user_id.filtered("active")

    def _chased_today(self, users):
        """Return those of the users who were chased today in the zones of the clocks, by whomever."""
        workday = self.env["park.workday"]
        since = [workday.utc(datetime.combine(workday.today(zone), time.min), zone) for zone in self.company_id]
        self.env["park.deadline.event"].flush_model()
        rows = self.env.execute_query(
            SQL(
                """SELECT DISTINCT user_id
                     FROM park_deadline_event e
                     JOIN unnest(%s::int[], %s::timestamp[]) AS zone(id, since) ON zone.id = e.company_id
                    WHERE e.user_id = ANY(%s) AND e.at >= zone.since AND e.state NOT IN ('failed', 'withdrawn')""",
                self.company_id.ids,
                since,
                users.ids,
            )
        )
        return users.browse(user_id for (user_id,) in rows)

    def _urge(self, text, channel="none", again=False):
        """Tell who answers for the clocks that run, each person once, and log it; return the log.

        People who were chased today are left out unless ``again``. ``channel`` is a way of ``park.chase.channel``
        beside the to-do; who is not reached by it has the to-do alone. Refused without words, and where nobody is
        left to tell.
        """
        self._check_may_urge()
        self.check_access("read")
        text = (text or "").strip()
        if not text:
            raise UserError(self.env._("Say in a sentence what is expected, and until when."))
        clocks = self._urgeable()
        clocks.sudo()._lock()  # sudo: nobody writes clocks; two who urge the same are told apart
        people = clocks._urge_people()
        users = self.env["res.users"].union(*people)
        left_out = self.env["res.users"] if again else clocks._chased_today(users)
        people = {user: theirs for user, theirs in people.items() if user not in left_out}
        if not people:
            raise UserError(self.env._("Nobody is left to tell: they were chased today, or nothing runs here."))
        return clocks._tell_urged(people, text, channel)

    def _tell_urged(self, people, text, channel):
        """Log and tell; one to-do and one message for each person."""
        reached = self._reached(people, channel)
        now = fields.Datetime.now()
        vals_list = []
        for user, clocks in people.items():
            todo = clocks._urge_todo(user, text)
            vals_list += [
                {
                    "deadline_id": clock.id,
                    "company_id": clock.company_id.id,
                    "level": clock.level,
                    "round": clock.extension_count,
                    "channel": channel if (clock.id, user.id) in reached else "activity",
                    "state": "queued" if (clock.id, user.id) in reached else "sent",
                    "user_id": user.id,
                    "activity_id": todo.id if len(clocks) == 1 else False,  # else it would go with the first to end
                    "at": now,
                    "by_id": self.env.uid,
                    "text": text,
                }
                for clock in clocks
            ]
        events = self.env["park.deadline.event"].sudo().create(vals_list)  # sudo: the log is kept by verbs alone
        chased = events.deadline_id
        chased.last_chased_at = now
        chased._audit("deadline.urge", {"text": text, "people": sorted(events.user_id.ids)})
        self.env["park.deadline.message"]._wake()
        return events.sudo(self.env.su)

    def _reached(self, people, channel):
        """Return ``{(clock id, user id)}`` whom the channel reaches."""
        way = self.env["park.chase.channel"]._channels().get(channel)
        if way is None or not way._is_open():  # a model is an empty recordset: false
            return set()
        self.env.flush_all()  # a way reads tables of its own choice
        pairs = [(clock.id, user.id) for user, clocks in people.items() for clock in clocks]
        rows = self.env.execute_query(
            SQL(
                """SELECT c.id, u.id
                     FROM unnest(%s::int[], %s::int[]) AS pair(clock_id, user_id)
                     JOIN park_deadline c ON c.id = pair.clock_id
                     JOIN res_users u ON u.id = pair.user_id
                     JOIN res_partner partner ON partner.id = u.partner_id
                    WHERE %s""",
                [clock_id for clock_id, _user_id in pairs],
                [user_id for _clock_id, user_id in pairs],
                way._reachable_sql(),
            )
        )
        return set(rows)

    def _urge_todo(self, user, text):
        """Return the one to-do of a person for the clocks; of a single one it stands on its record."""
        env = self.with_context(lang=user.sudo().lang or self.env.lang).env  # sudo: language of whoever is told
        vals = {
            "activity_type_id": env.ref("park_deadline.mail_activity_type_overdue").id,
            "user_id": user.id,
            "automated": True,
            "date_deadline": self.env["park.workday"].today(),
            "res_name": self[0].title,
            "summary": env._("Urged by %(person)s: %(text)s", person=self.env.user.name, text=text),
        }
        if len(self) == 1 and self.res_model in self._hosts_of_todos():
            vals |= {"res_model_id": env["ir.model"]._get_id(self.res_model), "res_id": self.res_id}
        # sudo: a to-do on a record that the person answers for, not the caller's own
        return env["mail.activity"].sudo().with_context(mail_activity_quick_update=True).create(vals)


class ParkDeadlineUrgeSubject(models.AbstractModel):
    """Urging from a record or a list of records: all their clocks that run."""

    _inherit = "park.deadline.mixin"

    def action_urge_deadlines(self):
        """Open the dialog that urges who answers for the running clocks of the records."""
        self.check_access("read")
        # sudo: of subjects one reads; which of their clocks one reads is asked next
        clocks = self._deadlines_sudo(None, ("running",)).sudo(self.env.su)._filtered_access("read")
        if not clocks:
            raise UserError(self.env._("Nothing runs here that could be urged."))
        return clocks.action_urge()
