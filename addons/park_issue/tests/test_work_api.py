"""The interface for work orders: what is taken, what is told, and that nothing sent breaks it."""

import json
from datetime import timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from odoo import fields
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from ..core.intake import FIELDS
from .test_work_import import WorkCase

PATH = "/park/api/1/work-orders"
BODY = {"source": "hotline", "number": "H1", "summary": "Lamps", "received": "2026-09-07T10:00:00+08:00"}
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30)
ANYTHING = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner), max_leaves=6
)
NEAR = st.fixed_dictionaries(
    {"source": st.just("hotline")},
    optional={
        name: st.text(max_size=40) | st.sampled_from(("2026-09-07", "H1", "2026-13-45T99:99")) | ANYTHING
        for name in FIELDS
    },
)


@tagged("post_install", "-at_install")
class TestWorkApi(WorkCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.keys = {person: cls.key(person) for person in (cls.centre, cls.manager)}

    @classmethod
    def key(cls, person):
        until = fields.Datetime.now() + timedelta(days=1)
        # as the administrator of the system would: the length of a key's life is limited by groups
        return cls.env["res.users.apikeys"].with_user(person).sudo()._generate(None, "hotline", until)

    def send(self, body=None, person=None, data=None, **headers):
        headers = {
            "Content-Type": "application/json",
            "Authorization": f"Bearer {self.keys[person or self.centre]}",
            **headers,
        }
        return self.url_open(PATH, data=data if data is not None else json.dumps(body), headers=headers, timeout=60)

    def test_the_same_body_gets_the_same_answer(self):
        first, second = self.send(BODY), self.send(BODY)
        self.assertEqual((first.status_code, second.status_code), (200, 200), first.text)
        self.assertEqual(first.json(), second.json())
        order = self.order("H1")
        self.assertEqual(first.json(), {"source": "hotline", "number": "H1", "work_order": order.id})
        self.assertEqual(str(order.received_at), "2026-09-07 02:00:00")

    def test_another_body_of_the_number_is_a_conflict_that_is_kept(self):
        self.send(BODY)
        answer = self.send({**BODY, "summary": "Street lamps"})
        self.assertEqual(answer.status_code, 409)
        self.assertEqual(answer.json()["differences"], [{"field": "summary", "kept": "Lamps", "sent": "Street lamps"}])
        order = self.order("H1")
        self.assertEqual((order.name, order.difference_ids.said_value), ("Lamps", "Street lamps"))
        self.assertEqual(self.send({**BODY, "summary": "Street lamps"}).status_code, 409)
        self.assertEqual(len(order.difference_ids), 1)

    def test_one_of_a_known_firm_becomes_an_issue(self):
        self.send({**BODY, "firm": "Mine Ltd", "state": "办理中"})
        self.assertEqual(self.order("H1").issue_id.enterprise_id, self.mine)

    def test_refusals_name_field_and_remedy(self):
        cases = [
            (422, "received", {**BODY, "received": "soon"}),
            (422, "number", {"source": "hotline", "summary": "Lamps", "received": "2026-09-07"}),
            (422, "summary", {**BODY, "summary": 7}),
            (422, "telephone", {**BODY, "telephone": "1"}),
            (404, "source", {**BODY, "source": "elsewhere"}),
            (400, "json", [BODY]),
        ]
        for status, field, body in cases:
            answer = self.send(body)
            self.assertEqual(answer.status_code, status, body)
            [problem] = answer.json()["problems"]
            self.assertEqual(problem["field"], field)
            self.assertRegex(problem["remedy"], r"[.。]$")
        self.assertEqual(self.send(data=b"{").status_code, 400)
        self.assertEqual(self.send(data=b"[" * 60_000).status_code, 400)
        self.assertEqual(self.send(data=b" " * 70_000).status_code, 413)
        self.assertEqual(self.send(BODY, **{"Content-Type": "text/plain"}).status_code, 415)
        self.assertFalse(self.source.order_ids)

    @mute_logger("odoo.http")
    def test_only_keys_of_the_centre_are_taken(self):
        self.assertEqual(self.send(BODY, self.manager).status_code, 403)
        self.assertEqual(self.send(BODY, Authorization="Bearer " + "0" * 40).status_code, 401)
        self.assertEqual(self.send(BODY, Authorization="").status_code, 401)
        self.assertFalse(self.source.order_ids)

    def test_too_many_calls_are_told_to_wait(self):
        self.env["ir.config_parameter"].set_param("park_issue.calls_per_minute", "2")
        answers = [
            self.send({**BODY, "number": f"R{at}"}) for at in range(5)
        ]  # five calls: three in one minute at least
        refused = [answer for answer in answers if answer.status_code == 429]
        self.assertTrue(refused)
        self.assertTrue(1 <= int(refused[0].headers["Retry-After"]) <= 60)
        self.assertEqual(refused[0].json()["problems"][0]["field"], "rate")

    def test_nothing_that_is_sent_breaks_it(self):
        """Whatever parses as JSON is answered by one of the promised statuses."""
        seen = set()

        @settings(
            max_examples=40, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck)
        )
        @given(NEAR | ANYTHING)
        def sent(body):
            status = orders._api_receive(json.loads(json.dumps(body)))[0]
            self.assertIn(status, (200, 400, 404, 409, 422), body)
            seen.add(status)

        orders = self.env["park.work.order"].with_user(self.centre)
        sent()
        for body in (
            BODY | {"number": "\u0000"},
            BODY | {"detail": "\ud800"},
            BODY | {"due": "9999-12-31T23:59:59-14:00"},
        ):
            answer = self.send(body)
            self.assertLess(answer.status_code, 500, body)
        self.assertTrue({400, 422} <= seen, seen)
