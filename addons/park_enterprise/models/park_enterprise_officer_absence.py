"""Who stands in for an officer serves, on these days, the firms behind the clocks told instead of the absent one."""

from odoo import api, models
from odoo.addons.park_deadline.models.park_deadline import OPEN
from odoo.tools import SQL


class ParkEnterpriseOfficer(models.Model):
    _inherit = "park.enterprise.officer"

    @api.model
    def _served_sql(self, uid):
        """Add the firms an absent person serves and answers for an open clock of, of the kinds stood in for.

        Nothing is stored: the reach ends with the last day of the absence, or with the clock. It is never more
        than the absent person's own, and restricted clocks lead nowhere.
        """
        served = super()._served_sql(uid)
        stand_ins = self.env["park.absence"]._stand_ins(self.env["park.workday"].today())
        away = [row[:3] for row in stand_ins if row[3] == uid != row[1]]
        if not away:
            return served
        self.env["park.deadline"].flush_model(["enterprise_id", "owner_id", "state", "kind", "is_restricted"])
        zones, users, kinds = (list(column) for column in zip(*away, strict=True))
        return SQL(
            """%(served)s
                UNION
               SELECT service.enterprise_id
                 FROM unnest(%(zones)s::int[], %(users)s::int[], %(kinds)s::text[]) AS away(company_id, user_id, kind)
                 JOIN park_enterprise_officer service
                   ON service.user_id = away.user_id AND service.company_id = away.company_id AND %(in_service)s
                 JOIN park_deadline clock
                   ON clock.enterprise_id = service.enterprise_id AND clock.owner_id = away.user_id
                  AND clock.state = ANY(%(open)s) AND clock.is_restricted IS NOT TRUE
                  AND away.kind = CASE WHEN clock.kind = ANY(%(named)s::text[]) THEN clock.kind ELSE '' END""",
            served=served,
            zones=zones,
            users=users,
            kinds=kinds,
            in_service=self._on_sql("service", self.env["park.workday"].today()),
            open=list(OPEN),
            named=[kind for kind in {row[2] for row in stand_ins} if kind],
        )
