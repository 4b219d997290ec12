"""The clock jumps and is put right: every job runs again soon, no limit has moved, the audit keeps its order.

Drill F8. A job that ran in a wrong future waits for that future to come; the watchman of the health page, which any
monitor asks, brings it back.
"""

import time
import urllib.error
import urllib.request

import pytest
from support.table import Place

AGAIN = 180  # seconds within which every job runs again
JUMPS = [("+1d", "+1d"), ("-1d", "-1d"), ("+2h", "+2h"), ("+300", "+0")]  # of the server, of the database
EVERY_MINUTE = """
    UPDATE ir_cron SET interval_number = 1, interval_type = 'minutes' WHERE id IN (
        SELECT res_id FROM ir_model_data WHERE model = 'ir.cron' AND module LIKE 'park\\_%');
    UPDATE ir_cron SET active = FALSE WHERE id NOT IN (
        SELECT res_id FROM ir_model_data WHERE model = 'ir.cron' AND module LIKE 'park\\_%')
"""
LIMITS = "SELECT id, kind, state, started_on, due_on, due_at FROM park_deadline ORDER BY id"
BEATS = "SELECT extract(epoch FROM min(beat_at))::bigint, count(*) FROM park_heartbeat WHERE cron_id IS NOT NULL"


def test_jobs_run_again_after_the_clock_jumped(park_server, is_long):
    server = park_server(durable=True, clocks=True, crons=1)
    place = Place(server)
    server.sql(EVERY_MINUTE)
    capture(place, "Before")
    limits = server.sql(LIMITS)
    [(jobs,)] = server.sql("SELECT count(*) FROM ir_cron WHERE active")
    let_jobs_run(server)
    wait_for_beats(server, int(jobs), since=time.time() - AGAIN)
    for app, database in JUMPS if is_long else JUMPS[:1]:
        server.clock.move(app)
        server.cluster.clock.move(database)
        time.sleep(60 if is_long else 5)
        let_jobs_run(server)
        server.clock.move("+0")
        server.cluster.clock.move("+0")
        time.sleep(2)
        wait_for_beats(server, int(jobs), since=time.time() - 1)
        assert server.sql(LIMITS)[: len(limits)] == limits
    [(last,)] = server.sql("SELECT max(id) FROM park_audit")
    capture(place, "After")
    [(first_after,)] = server.sql(
        "SELECT min(id) FROM park_audit WHERE res_id = (SELECT max(id) FROM park_issue) AND model = 'park.issue'"
    )
    assert int(first_after) > int(last)


def capture(place, text):
    """Write down a problem with a limit."""
    [answer] = place.client().call("park.service.day", "capture", [place.day], [place.line(text, limited=True)])
    assert answer["status"] == "stored"


def let_jobs_run(server):
    """Run all jobs once, whatever the clock says."""
    server.sql("UPDATE ir_cron SET nextcall = now() AT TIME ZONE 'UTC' - INTERVAL '1 minute' WHERE active")
    end = time.monotonic() + AGAIN
    while server.sql("SELECT count(*) FROM ir_cron WHERE active AND nextcall < now() AT TIME ZONE 'UTC'") != [("0",)]:
        assert time.monotonic() < end, "jobs do not run under this clock"
        server.wake_scheduler()
        time.sleep(1)


def wait_for_beats(server, jobs, since):
    """Ask the health page as a monitor does until every job has come to its end after a moment; fail when late."""
    end = time.monotonic() + AGAIN
    while True:
        [(oldest, count)] = server.sql(BEATS)
        if int(count) == jobs and oldest and since <= int(oldest) <= time.time() + 2:
            return
        assert time.monotonic() < end, server.sql("SELECT key, beat_at FROM park_heartbeat")
        ask_health(server)
        server.wake_scheduler()
        time.sleep(5)


def ask_health(server):
    """Ask the health page; whatever it answers."""
    try:
        urllib.request.urlopen(server.url + "/park/health", timeout=30).close()
    except urllib.error.HTTPError as error:
        if error.code != 503:
            pytest.fail(f"the health page answers {error.code}")
