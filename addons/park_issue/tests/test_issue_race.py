from contextlib import ExitStack
from uuid import uuid4

from odoo import api
from odoo.exceptions import ConcurrencyError, UserError
from odoo.tests import TransactionCase, tagged
from odoo.tools import mute_logger
from psycopg2 import OperationalError


@tagged("post_install", "-at_install")
class TestIssueRace(TransactionCase):
    """Two people, two connections, committed rows: one wins, the other is told."""

    def setUp(self):
        super().setUp()
        self.addCleanup(self.sweep_up)  # runs last, after both connections are closed
        stack = ExitStack()
        self.addCleanup(stack.close)
        self.first, self.second = (stack.enter_context(self.registry.cursor()) for _ in range(2))
        with self.registry.cursor() as cr:
            env = api.Environment(cr, self.uid, {})
            zone = env["res.company"].create({"name": f"Zone of Races {uuid4()}"})
            firm = env["res.partner"].create({"name": "Race Ltd", "is_park_enterprise": True, "company_id": zone.id})
            issue = env["park.issue"].create({"name": "Contested", "enterprise_id": firm.id})
            issue.action_submit()
            issue.action_accept()
            issue.action_reply("Done.")
            self.issue_id, self.firm_id, self.zone_id = issue.id, firm.id, zone.id

    def sweep_up(self):
        """Remove what was committed; the zone stays, because the audit names it."""
        with self.registry.cursor() as cr:
            env = api.Environment(cr, self.uid, {})
            env["park.issue"].search([("company_id", "=", self.zone_id)]).unlink()
            env["res.partner"].browse(self.firm_id).unlink()
            env["res.company"].browse(self.zone_id).active = False

    def issue_of(self, cr):
        return api.Environment(cr, self.uid, {})["park.issue"].browse(self.issue_id)

    def test_of_two_who_close_at_once_one_wins(self):
        self.assertEqual(self.issue_of(self.second).state, "replied")  # both transactions have begun
        self.issue_of(self.first).action_close("solved", "First.")
        with self.assertRaisesRegex(UserError, "Somebody else"):
            self.issue_of(self.second).action_close("explained", "Second.")
        self.second.rollback()
        self.first.commit()
        with self.assertRaisesRegex(UserError, "not possible in the state"):
            self.issue_of(self.second).action_close("explained", "Second.")
        self.assertEqual(self.issue_of(self.second).closure_result, "First.")

    @mute_logger("odoo.sql_db")
    def test_who_decided_on_an_old_view_has_to_look_again(self):
        self.assertEqual(self.issue_of(self.second).state, "replied")
        self.issue_of(self.first).action_close("solved", "First.")
        self.first.commit()
        with self.assertRaises(OperationalError):  # the server runs the request again, and then refuses it
            self.issue_of(self.second).action_close("explained", "Second.")

    @mute_logger("odoo.sql_db")
    def test_the_same_uuid_from_two_requests_is_one_issue(self):
        line = {"name": "Once", "enterprise_id": self.firm_id, "client_uuid": "race-1"}
        self.assertEqual(self.issue_of(self.second).state, "replied")
        stored = self.issue_of(self.first)._capture([line])
        self.first.commit()
        with self.assertRaises(ConcurrencyError):  # the server runs the request again
            self.issue_of(self.second)._capture([line])
        self.second.rollback()
        again = self.issue_of(self.second)._capture([line])
        self.assertEqual((again.id, again.number), (stored.id, stored.number))
