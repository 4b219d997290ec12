"""Chasers go out once each: with the sender killed again and again, a digest that cannot be sent, and sweeps at once.

Drills F11, F12 and F13. The mail server counts by the key that a digest keeps for life: a digest that was accepted
just before the sender died comes again under the same key, and that is the only repetition there may be.
"""

import os
import random
import subprocess
import sys
import time

import pytest
from support.smtp import counting_smtp
from support.table import Place

RESUMED = 120  # seconds within which a killed sender is at work again
OPEN_HOURS = """
from datetime import timedelta
zone = env.ref("base.main_company")
zone.write({{"park_chase_from": 0, "park_chase_until": 24, "park_chase_cap": 1000, "email": "zone@example.com"}})
today = env["park.workday"].today(zone)
for day in (today, today + timedelta(days=1)):
    if not env["park.workday"].is_workday(day, zone):
        years = env["park.workday.year"]
        year = years.search([("year", "=", day.year), ("company_id", "=", zone.id)])
        year = year or years.create({{"year": day.year, "company_id": zone.id}})
        env["park.workday.day"].create({{"year_id": year.id, "date": day, "kind": "makeup"}})
env["ir.mail_server"].search([]).active = False
env["ir.mail_server"].create(
    {{"name": "Counting", "smtp_host": "127.0.0.1", "smtp_port": {port}, "smtp_encryption": "none"}}
)
users = env["res.users"].search([("login", "in", ["manager", "handler", "centre0", "centre1"])])
for user in users:
    user.email = user.login + "@example.com"
jobs = env.ref("park_deadline.ir_cron_send") + env.ref("park_deadline.ir_cron_sweep")
env["ir.cron"].search([("id", "not in", jobs.ids)]).active = False
"""
DIGESTS = """
    INSERT INTO park_deadline_message (user_id, company_id, channel, "on", number, state, attempts, next_try_at)
    SELECT u.id, u.company_id, 'mail', current_date, n, 'ready', 0, now() AT TIME ZONE 'UTC'
      FROM res_users u, generate_series(1, {count}) AS n WHERE u.login = '{login}'
"""
SWEEPER = """
import time
from psycopg2.errors import SerializationFailure
end = time.time() + {seconds}
while time.time() < end:
    try:
        env["park.deadline"]._cron_sweep()
        env["park.deadline.message"]._cron_send()
        env.cr.commit()
    except SerializationFailure:  # another was faster: the scheduler runs a job again
        env.cr.rollback()
    env.invalidate_all()
"""


@pytest.fixture(scope="module")
def smtp():
    with counting_smtp(seconds=0.03) as server:
        yield server


@pytest.fixture(scope="module")
def place(shared_server, smtp):
    place = Place(shared_server(durable=True, crons=1, extra=("--limit-time-real-cron=0",)))
    place.server.shell(OPEN_HOURS.format(port=smtp.port))
    return place


def test_a_sender_killed_again_and_again_sends_every_digest(place, smtp, is_long):
    count, kills = (600, 20) if is_long else (90, 3)
    server, chance = place.server, random.Random(20261125)
    server.sql(DIGESTS.format(count=count, login="handler"))
    killed, sent, last_progress = 0, 0, time.monotonic()
    while sent < count:
        server.wake_jobs()
        time.sleep(chance.uniform(0.3, 1))
        now = states(server).get("sent", 0)
        if now > sent:
            last_progress, sent = time.monotonic(), now
            if killed < kills and server.kill_one("WorkerCron", chance):
                killed += 1
        assert time.monotonic() - last_progress < RESUMED, f"no progress at {sent} of {count} after {killed} kills"
    assert killed == kills
    assert states(server) == {"sent": count}
    assert len(set(smtp.park_keys())) == count
    assert len(smtp.park_keys()) - count <= killed


def test_a_digest_that_cannot_be_sent_is_put_aside_and_told(place, smtp, is_long):
    count = 600 if is_long else 60
    server = place.server
    before = states(server).get("sent", 0)
    server.sql("UPDATE park_deadline_message SET number = number + 1000")
    server.sql(DIGESTS.format(count=count - 1, login="centre0"))
    server.sql(DIGESTS.format(count=1, login="centre1"))
    server.sql(
        "UPDATE res_partner SET lang = 'xx_XX' WHERE id = (SELECT partner_id FROM res_users WHERE login = 'centre1')"
    )
    settled = {"sent": before + count - 1, "quarantined": 1}
    end = time.monotonic() + RESUMED
    while states(server) != settled and time.monotonic() < end:
        server.wake_jobs()
        time.sleep(1)
    assert states(server) == settled
    [(reason,)] = server.sql("SELECT reason FROM park_deadline_message WHERE state = 'quarantined'")
    assert "xx_XX" in reason
    assert server.sql("SELECT count(*) FROM ir_cron WHERE active") == [("2",)]


def test_sweeps_at_once_raise_every_rung_once(place, smtp, is_long):
    rounds = 20 if is_long else 3
    server = place.server
    server.sql("DELETE FROM park_deadline_message")
    before = len(smtp.park_keys())
    server.sql("UPDATE park_service_day SET date_on = date_on - 40")
    sweepers = [start_sweeper(server, seconds=rounds * 3 + 10) for _node in range(2)]
    client = place.client()
    for number in range(rounds):
        lines = [place.line(f"Round {number}, line {place_}", limited=True) for place_ in range(5)]
        answers = client.call("park.service.day", "capture", [place.day], lines)
        assert {answer["status"] for answer in answers} == {"stored"}
        server.wake_jobs()
        time.sleep(2)
    for sweeper in sweepers:
        output, _nothing = sweeper.communicate()
        assert "swept" in output, output
    assert server.sql(
        "SELECT count(*) FROM (SELECT FROM park_deadline_event GROUP BY deadline_id, round, level, user_id"
        " HAVING count(*) > 1) twice"
    ) == [("0",)]
    assert server.sql(
        "SELECT count(*) FROM park_deadline WHERE state = 'running' AND next_rung_on <= current_date"
    ) == [("0",)]
    [(raised,)] = server.sql("SELECT count(DISTINCT deadline_id) FROM park_deadline_event WHERE level > 0")
    assert int(raised) >= rounds * 5
    sent = states(server)["sent"]
    assert len(smtp.park_keys()) - before == sent == len(set(smtp.park_keys()[before:]))


def start_sweeper(server, seconds):
    """Start a process that sweeps and sends without the scheduler's lock, as another node would."""
    process = subprocess.Popen(
        [sys.executable, os.environ["PARKDESK_LAUNCHER"], "shell", "-d", server.db, "--no-http", "--workers=0"],
        env=server.env,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    code = SWEEPER.format(seconds=seconds) + "print('swept')"
    process.stdin.write(f"exec(compile({code!r}, 'shell', 'exec'), globals())\n")
    process.stdin.close()
    process.stdin = None
    return process


def states(server):
    """Return ``{state: count}`` of all digests."""
    rows = server.sql("SELECT state, count(*) FROM park_deadline_message GROUP BY 1")
    return {state: int(count) for state, count in rows}
