from markupsafe import Markup
from odoo import api, models
from odoo.tools import SQL, format_date

SHOWN = 10  # limits named in a to-do; the rest are counted

# Who answers for each clock: the responsible one, else the head of the department, else its members of today;
# for a restricted clock supervisors alone, the responsible one among them first.
ANSWERABLE = """
    SELECT DISTINCT d.id, u.id
      FROM park_deadline d
      LEFT JOIN res_users owner
             ON owner.id = d.owner_id AND owner.active
            AND (d.is_restricted IS NOT TRUE OR owner.id = ANY(%(supervisors)s))
      LEFT JOIN park_department p ON p.id = d.department_id AND d.is_restricted IS NOT TRUE
      LEFT JOIN res_users head ON head.id = p.head_id AND head.active
      LEFT JOIN park_department_member m
             ON owner.id IS NULL AND head.id IS NULL AND m.department_id = p.id
            AND %(member_today)s
      LEFT JOIN res_company_users_rel s
             ON owner.id IS NULL AND d.is_restricted AND s.cid = d.company_id AND s.user_id = ANY(%(supervisors)s)
      JOIN res_users u ON u.id = COALESCE(owner.id, head.id, m.user_id, s.user_id) AND u.active
     WHERE d.id = ANY(%(ids)s)
"""


class ParkDeadlineRecountTell(models.Model):
    """Who is told that limits have moved: each person once, however many they are."""

    _inherit = "park.deadline"

    @api.model
    def _recount_tell(self, moves):
        """Give each person who answers for clocks that moved one to-do that lists them."""
        if not moves:
            return
        rows = self.env.execute_query(
            SQL(
                ANSWERABLE,
                ids=list(moves),
                member_today=self.env["park.department.member"]._on_sql("m", self.env["park.workday"].today()),
                supervisors=self.env.ref("park_guard.group_park_supervisor").all_user_ids.ids,
            )
        )
        ids_by_user = {}  # {user id: [deadline id]}
        for deadline_id, user_id in sorted(rows):
            ids_by_user.setdefault(user_id, []).append(deadline_id)
        users = self.env["res.users"].sudo().browse(ids_by_user)  # sudo: names and languages of those told
        vals_list = [self._recount_todo(user, ids_by_user[user.id], moves) for user in users]
        # sudo: to-dos of others; quietly, because the to-do is the message
        self.env["mail.activity"].sudo().with_context(mail_activity_quick_update=True).create(vals_list)

    def _recount_todo(self, user, deadline_ids, moves):
        """Return the values of the to-do that tells a person which limits moved, in the person's language."""
        told = self.with_context(lang=user.lang)
        env = told.env
        shown = told.browse(deadline_ids[:SHOWN])
        lines = [deadline._recount_line(*moves[deadline.id]) for deadline in shown]
        if len(deadline_ids) > SHOWN:
            lines.append(env._("and %(count)s more", count=len(deadline_ids) - SHOWN))
        return {
            "activity_type_id": env.ref("mail.mail_activity_data_todo").id,
            "summary": env._("The list of working days has changed: %(count)s limits moved", count=len(deadline_ids)),
            "note": Markup("<ul>%s</ul>") % Markup().join(Markup("<li>%s</li>") % line for line in lines),
            "user_id": user.id,
            "date_deadline": env["park.workday"].today(),
            "automated": True,
        }

    def _recount_line(self, clock, answer):
        """Return ``title: old day → new day``, with a mark where the new day is still provisional."""
        due_on, _due_at, _yellow_on, provisional = answer
        old, new = (format_date(self.env, day) for day in (clock.due_on, due_on))
        if provisional:
            new = self.env._("%(day)s (provisional)", day=new)
        return self.env._("%(title)s: %(old)s → %(new)s", title=self.title, old=old, new=new)
