from contextlib import contextmanager
from datetime import datetime
from unittest.mock import patch

from odoo.tests import TransactionCase, new_test_user

ROLES = ("account_manager", "handler", "service_centre", "supervisor", "leader", "auditor", "admin")


class IssueCase(TransactionCase):
    """Two zones; one person for each role; a firm the manager serves; the handler's department."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.zone, cls.other_zone = cls.env["res.company"].create(
            [{"name": "Zone of Issues"}, {"name": "Zone Elsewhere"}]
        )
        cls.people = {role: cls.person(f"iss_{role}", role) for role in ROLES}
        cls.manager, cls.handler = cls.people["account_manager"], cls.people["handler"]
        cls.centre, cls.supervisor = cls.people["service_centre"], cls.people["supervisor"]
        cls.colleague = cls.person("iss_colleague", "account_manager")
        cls.second_centre = cls.person("iss_second_centre", "service_centre")
        cls.mine, cls.others = cls.firms("Mine Ltd", "Others Ltd")
        cls.foreign = cls.firms("Foreign Ltd", zone=cls.other_zone)
        cls.env["park.enterprise.officer"].create(
            {"enterprise_id": cls.mine.id, "user_id": cls.manager.id, "date_from": "2020-01-01"}
        )
        cls.roads, cls.power = cls.env["park.department"].create(
            [
                {"name": "Roads Bureau", "company_id": cls.zone.id},
                {"name": "Power Supply", "company_id": cls.zone.id},
            ]
        )
        cls.env["park.department.member"].create(
            {"department_id": cls.roads.id, "user_id": cls.handler.id, "date_from": "2020-01-01"}
        )

    @classmethod
    def person(cls, login, role, zone=None):
        zone = zone or cls.zone
        places = {"company_id": zone.id, "company_ids": [(6, 0, zone.ids)]}
        return new_test_user(cls.env, login, f"park_guard.group_park_{role}", **places)

    @classmethod
    def firms(cls, *names, zone=None):
        company_id = (zone or cls.zone).id
        return cls.env["res.partner"].create(
            [{"name": name, "is_park_enterprise": True, "company_id": company_id} for name in names]
        )

    def issue(self, state="draft", firm=None, **vals):
        """Return an issue that went all the way to ``state``, on the road a park would take."""
        issue = self.env["park.issue"].create(
            {"name": "Street lamps are out", "enterprise_id": (firm or self.mine).id, **vals}
        )
        for step in self.road(state):
            getattr(self, f"_walk_{step}")(issue)
        self.assertEqual(issue.state, state)
        return issue.with_env(self.env)

    @staticmethod
    def road(state):
        main = ["new", "accepted", "assigned", "doing", "replied", "closed", "signed_off"]
        if state == "draft":
            return []
        if state in main:
            return main[: main.index(state) + 1]
        return {
            "rejected": ["new", "rejected"],
            "withdrawn": ["new", "withdrawn"],
            "longterm": ["new", "accepted", "assigned", "doing", "longterm"],
        }[state]

    def _walk_new(self, issue):
        issue.with_user(self.centre).action_submit()

    def _walk_accepted(self, issue):
        issue.with_user(self.centre).action_accept()

    def _walk_rejected(self, issue):
        issue.with_user(self.centre).action_reject("A matter for the courts.", "procedure", "Go to the district court.")

    def _walk_assigned(self, issue):
        issue.with_user(self.centre).action_assign(self.roads, self.power)

    def _walk_doing(self, issue):
        self.lead(issue).with_user(self.handler).action_sign()

    def _walk_replied(self, issue):
        issue.with_user(self.handler).action_reply("The lamps are mended on Friday.")

    def _walk_closed(self, issue):
        issue.with_user(self.handler).action_close("solved", "All twelve lamps mended.")

    def _walk_signed_off(self, issue):
        self.attach(issue)
        issue.with_user(self.manager).action_record_callback("yes", "5", "All lit.")
        issue.with_user(self.centre).action_sign_off()

    def _walk_longterm(self, issue):
        issue.with_user(self.centre).action_longterm("Needs a new cable.", self.handler, self.second_centre)

    def _walk_withdrawn(self, issue):
        issue.with_user(self.centre).action_withdraw("The firm moved away.")

    def attach(self, issue):
        """Attach a file that proves the result."""
        self.env["ir.attachment"].create(
            {"name": "lamps.txt", "raw": b"lit", "res_model": issue._name, "res_id": issue.id}
        )

    def lead(self, issue):
        return issue.assignment_ids.filtered(lambda part: part.role == "lead")

    def clocks(self, subject):
        """Return ``{kind: (state, due day)}`` of the last clock of each kind."""
        subject.invalidate_recordset()
        return {clock.kind: (clock.state, str(clock.due_on)) for clock in subject.sudo().deadline_ids.sorted("id")}

    def on(self, day):
        """Move the clock of the zone to ten in the morning of a day."""
        return self.at(f"{day}T02:00")

    @contextmanager
    def at(self, moment):
        """Move the clock of the zone to a UTC moment."""
        now = datetime.fromisoformat(moment)
        with patch.object(self.env.registry["park.workday"], "now", lambda *args, **kwargs: now):
            yield
