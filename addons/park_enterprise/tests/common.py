from contextlib import contextmanager
from datetime import date, datetime
from unittest.mock import patch

from odoo.tests import TransactionCase, new_test_user

CODES = ("91370100MA0XYT079Y", "91370100MA0XYT140M", "91410400MA0XYT079C", "91410400MA0XYT1403")  # invented
WRONG_CODE = "91370100MA0XYT0799"


class EnterpriseCase(TransactionCase):
    """Two zones, one person for each role, and one firm that the account manager serves."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.zone, cls.other_zone = cls.env["res.company"].create(
            [{"name": "Zone of Enterprises"}, {"name": "Zone Elsewhere"}]
        )
        cls.manager = cls.person("ent_manager", "account_manager")
        cls.colleague = cls.person("ent_colleague", "account_manager")
        cls.centre = cls.person("ent_centre", "service_centre")
        cls.handler = cls.person("ent_handler", "handler")
        cls.leader = cls.person("ent_leader", "leader")
        cls.supervisor = cls.person("ent_supervisor", "supervisor")
        cls.admin = cls.person("ent_admin", "admin")
        cls.mine, cls.others = cls.firms("Mine Ltd", "Others Ltd")
        cls.foreign = cls.firms("Foreign Ltd", zone=cls.other_zone)
        cls.mine._park_appoint(cls.manager, "officer", date(2020, 1, 1))

    @classmethod
    def person(cls, login, role, zone=None):
        zone = zone or cls.zone
        places = {"company_id": zone.id, "company_ids": [(6, 0, zone.ids)]}
        return new_test_user(cls.env, login, f"park_guard.group_park_{role}", **places)

    @classmethod
    def firms(cls, *names, zone=None, **vals):
        company_id = (zone or cls.zone).id
        return cls.env["res.partner"].create(
            [{"name": name, "is_park_enterprise": True, "company_id": company_id, **vals} for name in names]
        )

    @contextmanager
    def on(self, day):
        """Move the clock of the zone."""
        now = datetime.fromisoformat(f"{day}T02:00")  # ten in the morning in China
        with patch.object(self.env.registry["park.workday"], "now", lambda *args, **kwargs: now):
            yield
