from datetime import date
from uuid import NAMESPACE_URL, uuid5

from odoo.tests import TransactionCase, freeze_time, new_test_user

TODAY = "2026-11-23 02:00:00"  # Monday 10:00 in China; the official list of 2026 is loaded, 2027 is not


@freeze_time(TODAY)
class ServiceDayCase(TransactionCase):
    """A zone with three firms, two departments and a day that is open."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "tracking_disable": True})
        cls.zone = cls.env["res.company"].create({"name": "North Zone"})
        cls.zone.partner_id.tz = "Asia/Shanghai"
        cls.centre, cls.manager, cls.other_manager, cls.handler, cls.leader, cls.plain = (
            cls._user(role)
            for role in ("service_centre", "account_manager", "account_manager", "handler", "leader", "user")
        )
        cls.firms = cls.env["res.partner"].create(
            [
                {"name": name, "is_park_enterprise": True, "is_company": True, "company_id": cls.zone.id}
                for name in ("Alpha Works", "Beta Works", "Gamma Works")
            ]
        )
        cls.water, cls.roads = cls.env["park.department"].create(
            [{"name": name, "company_id": cls.zone.id} for name in ("Water Bureau", "Roads Bureau")]
        )
        cls.env["park.department.member"].create(
            {"department_id": cls.water.id, "user_id": cls.handler.id, "date_from": "2026-01-01"}
        )
        cls.category = cls.env["park.issue.category"].create({"name": "Water supply"})
        cls.restricted = cls.env["park.issue.category"].create({"name": "Enforcement", "is_restricted": True})
        cls.day = cls._as(cls.centre)["park.service.day"].create(
            {
                "name": "Service day",
                "date_on": date(2026, 11, 23),
                "place": "Hall 1",
                "organiser_ids": [(6, 0, cls.manager.ids)],
                "department_ids": [(6, 0, cls.water.ids)],
                "firm_ids": [(0, 0, {"enterprise_id": firm.id}) for firm in cls.firms[:2]],
            }
        )
        cls.day.action_open()

    @classmethod
    def _user(cls, role):
        cls._count = getattr(cls, "_count", 0) + 1
        return new_test_user(
            cls.env, f"sd_{role}_{cls._count}", f"park_guard.group_park_{role}",
            company_id=cls.zone.id, company_ids=[(6, 0, cls.zone.ids)],
        )  # fmt: skip

    @classmethod
    def _as(cls, user):
        """Return an environment of the user as a request has it: their zone switched on."""
        return cls.env(user=user, context={"allowed_company_ids": cls.zone.ids, "tracking_disable": True})

    def line(self, tag=1, **values):
        """Return a line that is solved on the spot; ``values`` change it, None leaves a key out."""
        line = {
            "uuid": str(uuid5(NAMESPACE_URL, f"line {tag}")),
            "enterprise_id": self.firms[0].id,
            "text": f"Problem {tag}",
            "category_id": self.category.id,
            "kind": "on_spot",
            "answer": f"Answer {tag}",
        }
        line.update(values)
        return {key: value for key, value in line.items() if value is not None}

    def limited(self, tag=1, **values):
        """Return a line with a department and a limit of five working days."""
        return self.line(
            tag, **{"kind": "limited", "answer": None, "department_id": self.water.id, "workdays": 5, **values}
        )

    def capture(self, *lines, user=None, day=None):
        """Capture lines as the organiser and return the answers."""
        day = (day or self.day).with_env(self._as(user or self.manager))
        return day.capture(list(lines))

    def issues(self):
        return self.env["park.issue"].search(
            [("origin_model", "=", "park.service.day"), ("origin_id", "=", self.day.id)], order="id"
        )
