from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL

from ..core import Absence, stand_ins


class ParkAbsence(models.Model):
    """Days on which somebody is away and another is told of their clocks; the clocks go on."""

    _name = "park.absence"
    _description = "Absence"
    _inherit = ["park.term.mixin", "park.guard.mixin"]
    _order = "date_from desc, id desc"
    _rec_name = "user_id"

    user_id = fields.Many2one(
        "res.users", "Away", required=True, index=True, ondelete="cascade", default=lambda self: self.env.user
    )
    company_id = fields.Many2one(
        "res.company", "Zone", required=True, index=True, ondelete="cascade", default=lambda self: self.env.company
    )
    date_to = fields.Date(required=True, help="The last day of the absence.")
    substitute_id = fields.Many2one("res.users", required=True, index=True, ondelete="restrict")
    kind = fields.Char("Kind Key", help="Only clocks of this kind, for example issue_reply; empty: all.")
    is_told_too = fields.Boolean("Told as Well", help="The person who is away is told as well.")

    _somebody_else = models.Constraint("CHECK (user_id <> substitute_id)", "Name somebody else as substitute.")
    _today_idx = models.Index("(date_to, date_from)")

    @api.constrains("substitute_id", "user_id", "company_id", "date_from", "date_to")
    def _check_substitute(self):
        """Refuse a substitute who could not open what they are told of, for all of the days."""
        for absence in self:
            if absence._reach(absence.date_from) and absence._reach(absence.date_to):
                continue
            raise ValidationError(
                self.env._(
                    "%(substitute)s shares no department with %(person)s on these days and does not see the whole "
                    "zone. Ask the administrator to add %(substitute)s to the department for these days first.",
                    substitute=absence.substitute_id.name,
                    person=absence.user_id.name,
                )
            )

    @api.constrains("user_id", "kind", "company_id", "date_from", "date_to")
    def _check_overlap(self):
        """Refuse two absences of a person for the same kind and day: one would have to be ignored."""
        if double_sudo := self._overlapping("user_id", "company_id", "kind")[:1].sudo():  # sudo: the name
            raise ValidationError(
                self.env._(
                    "%(person)s has an absence on some of these days already: change that one.",
                    person=double_sudo.user_id.name,
                )
            )

    @api.model_create_multi
    def create(self, vals_list):
        absences = super().create(vals_list)
        self.env["res.users"]._forget_stand_ins()
        absences._audit("absence.create")
        return absences

    def write(self, vals):
        result = super().write(vals)
        self.env["res.users"]._forget_stand_ins()
        self.check_access("write")  # as it is now: one's absence cannot become somebody else's
        self._audit("absence.write", {"values": vals})
        return result

    @api.ondelete(at_uninstall=False)
    def _audit_unlink(self):
        self._audit("absence.unlink", {"substitutes": self.substitute_id.ids})

    def unlink(self):
        result = super().unlink()
        self.env["res.users"]._forget_stand_ins()
        return result

    def _reach(self, day):
        """Return those of self whose substitute can open, on a day, what the absent person answers for.

        That is somebody of the zone who sits in a department with the absent person, or whose role
        sees the whole zone. Access by date is a membership by date, given by the administrator.
        """
        if not self.ids:
            return self
        members = self.env["park.department.member"]
        self.flush_recordset()
        members.flush_model()
        roles = ("service_centre", "supervisor")
        whole_zone = [uid for role in roles for uid in self.env.ref(f"park_guard.group_park_{role}").all_user_ids.ids]
        rows = self.env.execute_query(
            SQL(
                """
                SELECT a.id
                  FROM park_absence a
                  JOIN res_users u ON u.id = a.substitute_id AND u.active
                  JOIN res_company_users_rel zone ON zone.user_id = u.id AND zone.cid = a.company_id
                 WHERE a.id = ANY(%(ids)s)
                   AND (u.id = ANY(%(whole_zone)s) OR EXISTS (
                        SELECT FROM park_department_member mine
                          JOIN park_department_member theirs ON theirs.department_id = mine.department_id
                         WHERE mine.user_id = a.substitute_id AND theirs.user_id = a.user_id
                           AND mine.company_id = a.company_id
                           AND %(mine)s AND %(theirs)s))
                """,
                ids=self.ids,
                mine=members._on_sql("mine", day),
                theirs=members._on_sql("theirs", day),
                whole_zone=whole_zone,
            )
        )
        return self.browse(row[0] for row in rows)

    @api.model
    def _on(self, day):
        """Return the absences of a day whose substitute can still open what they are told of."""
        of_day = self.sudo().search(self._on_domain(day))  # sudo: whoever is told
        return of_day._reach(day)

    @api.model
    def _stand_ins(self, day):
        """Return ``[(zone id, absent user id, kind or "", told user id)]`` with chains followed to their end.

        Rows of a kind hold everything for that kind: where there are any, the rows of "" do not count.
        """
        # sudo: the rows are the same for everybody; one record keeps them
        keeper_sudo = self.env["res.users"].sudo().browse(SUPERUSER_ID)
        rows = keeper_sudo.with_context(park_day=str(day)).park_stand_ins or []
        return [tuple(row) for row in rows]

    @api.model
    def _find_stand_ins(self, day):
        """Return the same from the absences of the day."""
        rows = []
        of_day = self._on(day)
        kinds = {None, *(kind for kind in of_day.mapped("kind") if kind)}
        for zone, of_zone in of_day.grouped("company_id").items():
            absences = [
                Absence(absence.user_id.id, absence.substitute_id.id, absence.kind or None, absence.is_told_too)
                for absence in of_zone
            ]
            for kind in kinds:
                for user_id, told in stand_ins(absences, kind).items():
                    rows += [(zone.id, user_id, kind or "", told_id) for told_id in told]
        return rows

    @api.model
    def _who(self, user, zone, kind=None):
        """Return who is told today in place of (or besides) a user: the user where nobody stands in."""
        rows = self._stand_ins(self.env["park.workday"].today(zone))
        wanted = kind if kind in {row[2] for row in rows} else ""
        told = [row[3] for row in rows if row[:3] == (zone.id, user.id, wanted)]
        return user.browse(told) or user
