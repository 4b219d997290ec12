"""The server is killed while it sends digests: each person gets theirs, and a repetition bears the same key.

A digest that the mail server took while the process died before its commit goes again: that cannot be
told from one that never arrived. It goes again under the key and Message-ID of the first.
"""

import random
import time
from collections import Counter

import pytest
from support.smtp import counting_smtp

SEND_SECONDS = 0.15  # what the mail server takes for one mail
PATIENCE = 240

SETUP = """
from datetime import timedelta
zone = env.ref("base.main_company")
today = env["park.workday"].today()
zone.write({{"park_chase_from": 0, "park_chase_until": 24, "email": "zone@example.com"}})
worked = [today + timedelta(days=n) for n in range(3)]
for year in {{day.year for day in worked}}:
    env["park.workday.year"].create({{
        "company_id": zone.id, "year": year, "source": "Drill",
        "day_ids": [(0, 0, {{"date": day, "kind": "makeup"}}) for day in worked if day.year == year],
    }})
env["ir.mail_server"].create({{
    "name": "Fake", "smtp_host": "127.0.0.1", "smtp_port": {port}, "smtp_encryption": "none",
}})
env["park.deadline.ladder"].create({{
    "code": "drill", "name": "Drill", "company_id": zone.id,
    "rung_ids": [(0, 0, {{"name": "Urging", "amount": 1, "tell_owner": True, "channel": "mail"}})],
}})
people = env["res.users"].create([
    {{"name": f"Person {{n}}", "login": f"person{{n}}", "email": f"person{{n}}@example.com",
      "company_id": zone.id, "company_ids": [(6, 0, zone.ids)],
      "group_ids": [(6, 0, env.ref("park_guard.group_park_handler").ids)]}}
    for n in range({people})
])
past = today - timedelta(days=30)
env["park.deadline"].create([
    {{"res_model": "res.users", "res_id": person.id, "title": f"Matter of {{person.login}}", "kind": "drill",
      "company_id": zone.id, "owner_id": person.id, "amount": 1, "unit": "workday",
      "started_on": past, "due_on": past, "yellow_on": past, "original_due_on": past}}
    for person in people
])
env.ref("park_deadline.ir_cron_sweep").nextcall = "2020-01-01 00:00:00"
"""


@pytest.fixture
def smtp():
    with counting_smtp(seconds=SEND_SECONDS) as server:
        yield server


def test_killed_senders_lose_nobody_and_repeat_only_under_the_same_key(park_server, smtp, is_long):
    people, kills = (600, 20) if is_long else (60, 2)
    chance = random.Random(20261125)
    server = park_server(durable=True, crons=2, extra=("--limit-time-real-cron=0",))
    server.shell(SETUP.format(port=smtp.port, people=people))
    wait_until(server, lambda: smtp.mails, "the first digest")
    for _kill in range(kills):
        arrived = len(smtp.mails)
        wait_until(server, lambda arrived=arrived: len(smtp.mails) > arrived or is_done(server, people), "more")
        time.sleep(chance.uniform(0, 2 * SEND_SECONDS))
        server.kill()
        server.start()
    wait_until(server, lambda: is_done(server, people), "all digests")
    assert server.sql("SELECT state, count(*) FROM park_deadline_event GROUP BY 1") == [("sent", str(people))]
    assert server.sql("SELECT count(*), count(DISTINCT user_id) FROM park_deadline_message") == [(str(people),) * 2]
    todos = "SELECT count(*), count(DISTINCT user_id) FROM mail_activity WHERE res_name LIKE 'Matter of %'"
    assert server.sql(todos) == [(str(people),) * 2]
    keys_of = {}
    for mail in smtp.mails:
        keys_of.setdefault(mail["To"], Counter())[mail["X-Park-Key"]] += 1
    assert len(keys_of) == people
    assert all(len(keys) == 1 for keys in keys_of.values())
    assert len(smtp.mails) - people <= kills
    assert {mail["Message-Id"] for mail in smtp.mails} == {f"<{key}@parkdesk.invalid>" for key in smtp.park_keys()}


def is_done(server, people):
    [(sent,)] = server.sql("SELECT count(*) FROM park_deadline_message WHERE state = 'sent'")
    return int(sent) == people


def wait_until(server, condition, what):
    """Wait for something, the jobs being asked for as a trigger would."""
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, f"{what} did not come"
        server.wake_jobs()
        time.sleep(0.2)
