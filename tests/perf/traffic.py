"""Twenty people at once over HTTP (row 20): lists, forms, writes, each with a pause to think.

The server runs in its own processes behind its own proxy; what counts is that nothing fails and how long
the slowest twentieth waits. On a machine that does other work the times say little.
"""

import random
import statistics
import threading
import time

import requests

THINK = (1.0, 3.0)  # seconds between two requests of a person
LIST = {
    "number": {},
    "name": {},
    "due_on": {},
    "state": {},
    "lamp": {},
    "enterprise_id": {"fields": {"display_name": {}}},
}


class Person(threading.Thread):
    """One account manager: logs in, then reads and writes until told to stop."""

    def __init__(self, url, database, login, password, seconds, seed):
        super().__init__(daemon=True)
        self.url, self.seconds = url, seconds
        self.credentials = {"db": database, "login": login, "password": password}
        self.chance = random.Random(seed)
        self.session = requests.Session()
        self.reads, self.writes, self.errors = [], [], []

    def run(self):
        try:
            self.post("/web/session/authenticate", self.credentials)
            until = time.monotonic() + self.seconds
            while time.monotonic() < until:
                self.step()
                time.sleep(self.chance.uniform(*THINK))
        except Exception as error:  # whatever it is, it is one failure of the run, told at its end
            self.errors.append(repr(error))

    def step(self):
        """Do one thing: six lists to two forms to two writes, as a working day goes."""
        started, kind = time.monotonic(), self.chance.choices(["list", "form", "write"], [6, 2, 2])[0]
        getattr(self, f"do_{kind}")()
        (self.writes if kind == "write" else self.reads).append(time.monotonic() - started)

    def do_list(self):
        found = self.call("park.issue", "web_search_read", domain=[], specification=LIST, limit=80,
                          offset=80 * self.chance.randrange(20), count_limit=10001)  # fmt: skip
        self.seen = [record["id"] for record in found["records"]]

    def do_form(self):
        if not getattr(self, "seen", None):
            return self.do_list()
        return self.call("park.issue", "web_read", [self.chance.choice(self.seen)], specification=LIST | {"detail": {}})

    def do_write(self):
        if not getattr(self, "seen", None):
            return self.do_list()
        return self.call("park.issue", "write", [self.chance.choice(self.seen)], {"detail": f"note {time.time()}"})

    def call(self, model, method, *args, **kwargs):
        return self.post(f"/web/dataset/call_kw/{model}/{method}",
                         {"model": model, "method": method, "args": args, "kwargs": kwargs})  # fmt: skip

    def post(self, path, params):
        answer = self.session.post(self.url + path, json={"jsonrpc": "2.0", "params": params}, timeout=60)
        answer.raise_for_status()
        body = answer.json()
        if "error" in body:  # Odoo says 200 also when it refuses
            raise RuntimeError(body["error"]["data"]["message"])
        return body["result"]


def crowd(url, database, login, password, people=20, seconds=60):
    """Return ``(read p95, write p95, requests, errors)`` of a crowd; times in seconds."""
    persons = [Person(url, database, login, password, seconds, seed) for seed in range(people)]
    for person in persons:
        person.start()
        time.sleep(0.2)  # nobody's morning begins on the same instant
    for person in persons:
        person.join(seconds + 120)
    reads = [seconds for person in persons for seconds in person.reads]
    writes = [seconds for person in persons for seconds in person.writes]
    errors = [error for person in persons for error in person.errors]
    return slowest(reads), slowest(writes), len(reads) + len(writes), errors


def slowest(seconds):
    """Return the 95th percentile."""
    return statistics.quantiles(seconds, n=20)[-1] if len(seconds) > 1 else float("nan")
