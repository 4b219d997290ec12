"""Clients that capture problems at a service day, as careful as the capture board: keep, repeat, forget nothing."""

import random
import threading
import time
import uuid

import requests
from support.rpc import Rpc, RpcError

PASSWORD = "a-long-Drill-9"
BATCH = 5
DOUBLED = 0.1  # share of lines that are sent a second time although they were answered

ZONE = f"""
zone = env.ref("base.main_company")
def person(login, role):
    return env["res.users"].create({{
        "name": login, "login": login, "password": {PASSWORD!r},
        "company_id": zone.id, "company_ids": [(6, 0, zone.ids)],
        "group_ids": [(6, 0, env.ref("park_guard.group_park_" + role).ids)],
    }})
manager, handler = person("manager", "account_manager"), person("handler", "handler")
for number in range(4):
    person("centre%d" % number, "service_centre")
department = env["park.department"].create({{"name": "Approvals", "code": "SP", "company_id": zone.id}})
env["park.department.member"].create(
    {{"department_id": department.id, "user_id": handler.id, "date_from": "2020-01-01"}}
)
firms = env["res.partner"].create([
    {{"name": "Invented firm %d" % n, "is_company": True, "is_park_enterprise": True, "company_id": zone.id}}
    for n in range(6)
])
env["park.enterprise.officer"].create([
    {{"enterprise_id": firm.id, "user_id": manager.id, "date_from": "2020-01-01"}} for firm in firms
])
day = env["park.service.day"].with_user(manager).create({{
    "name": "Drill", "firm_ids": [(0, 0, {{"enterprise_id": firm.id}}) for firm in firms],
}})
day.action_open()
category = env["park.issue.category"].search([("is_restricted", "=", False)], limit=1)
print("made", day.id, category.id, department.id, *firms.ids)
"""


class Place:
    """A zone on a server, with people, firms and an open service day; its attributes are ids."""

    def __init__(self, server):
        self.server = server
        self.day, self.category, self.department, *self.firms = map(
            int, server.shell(ZONE).split("made ", 1)[1].split()
        )

    def client(self, login="manager"):
        """Return a new session of one of the people."""
        return Rpc(self.server.url, self.server.db, login, PASSWORD, timeout=60)

    def line(self, text, limited=False):
        """Return a line of the capture board with a uuid of its own."""
        return {
            "uuid": str(uuid.uuid4()),
            "enterprise_id": self.firms[len(text) % len(self.firms)],
            "text": text,
            "category_id": self.category,
            "kind": "limited" if limited else "on_spot",
            "answer": "" if limited else "Answered at the table",
            "department_id": self.department if limited else False,
            "workdays": 5 if limited else False,
        }


class Writers:
    """Several people who write batches of lines until told to stop, then send until all is answered."""

    def __init__(self, place, ledger, seats=8):
        self.place, self.ledger = place, ledger
        self.over = threading.Event()  # no new lines
        self.given_up = threading.Event()  # no more tries
        self.delays = []  # seconds from the first sending of a batch to its answer
        self.problems = []
        self.threads = [threading.Thread(target=self._write, args=(seat,), daemon=True) for seat in range(seats)]

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_error):
        self.over.set()
        self.given_up.set()

    def settle(self, seconds):
        """Stop writing and wait until everything is answered; return the seconds it took, or fail."""
        self.over.set()
        started = time.monotonic()
        for thread in self.threads:
            thread.join(max(0.1, seconds - (time.monotonic() - started)))
        assert not self.problems, self.problems[:3]
        assert not self.ledger.open_items(), (
            f"{len(self.ledger.open_items())} lines without an answer after {seconds} s"
        )
        return time.monotonic() - started

    def _write(self, seat):
        chance = random.Random(seat)
        client, number, answered = None, 0, []
        while not self.over.is_set():
            number += 1
            batch = [self.place.line(f"Seat {seat}, line {number}.{place}", place % 2) for place in range(BATCH)]
            for line in batch:
                self.ledger.send(line)
            again = [line for line in answered if chance.random() < DOUBLED]
            started = time.monotonic()
            client = self._send_until_answered(client, batch + again)
            self.delays.append(time.monotonic() - started)
            answered = batch

    def _send_until_answered(self, client, batch):
        while not self.given_up.is_set():
            try:
                client = client or self.place.client()
                answers = client.call("park.service.day", "capture", [self.place.day], batch)
            except requests.RequestException:
                pass  # no answer: the same again, in the same session
            except RpcError as error:
                if error.name == "odoo.http.SessionExpiredException":
                    client = None
                elif error.name != "park_guard.TryAgain":  # its database went away: not an answer
                    self.problems.append(f"{error.name}: {error}")
                    self.over.set()
                    return client
            else:
                for answer in answers:
                    if answer["status"] not in ("stored", "duplicate"):
                        self.problems.append(str(answer))
                    self.ledger.acknowledge(answer)
                return client
            time.sleep(0.3)
        return client
