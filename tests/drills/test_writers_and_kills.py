"""Eight people write while workers are killed and the database crashes: what was answered is stored, once.

Drills F1, F2 and F3: nothing lost, nothing doubled, nothing unanswered a minute after the last blow; after a
crash of the database the server is back by itself within a minute.
"""

import random
import time

import pytest
from support.ledger import Ledger
from support.table import Place, Writers

MINUTE = 60


@pytest.fixture(scope="module")
def place(shared_server):
    return Place(shared_server(durable=True, supervised=True))


@pytest.fixture(scope="module")
def ledger(tmp_path_factory):
    return Ledger(tmp_path_factory.mktemp("ledger") / "ledger")


def test_workers_are_killed_at_any_moment(place, ledger, is_long):
    kills = 45 if is_long else 8
    before = len(ledger.acked)
    with Writers(place, ledger) as writers:
        killed = kill_workers(place.server, kills, random.Random(20261123))
        writers.settle(MINUTE)
    assert killed == kills
    assert len(ledger.acked) - before > kills
    ledger.assert_clean(place.server)


def test_the_database_crashes_and_the_server_comes_back_by_itself(place, ledger, is_long):
    before = len(ledger.acked)
    with Writers(place, ledger) as writers:
        for seconds in [1, 30] * 5 if is_long else [1]:
            time.sleep(3)
            place.server.cluster.crash()
            time.sleep(seconds)
            place.server.cluster.start()
            place.server.wait(MINUTE)
        writers.settle(MINUTE)
    assert len(ledger.acked) > before
    ledger.assert_clean(place.server)


def test_killed_workers_and_crashes_together(place, ledger, is_long):
    if not is_long:
        pytest.skip("needs --long")
    chance = random.Random(20261124)
    with Writers(place, ledger) as writers:
        end = time.monotonic() + 90
        while time.monotonic() < end:
            kill_workers(place.server, 6, chance)
            place.server.cluster.crash()
            time.sleep(chance.uniform(0.5, 3))
            place.server.cluster.start()
            place.server.wait(MINUTE)
        writers.settle(MINUTE)
    ledger.assert_clean(place.server)
    assert sorted(writers.delays)[int(len(writers.delays) * 0.95)] <= 15
    assert max(writers.delays) <= MINUTE


def kill_workers(server, times, chance):
    """Kill that many HTTP workers, one every 0.5 to 1.5 s; return how many were alive to be killed."""
    killed, end = 0, time.monotonic() + times * 10
    while killed < times and time.monotonic() < end:
        time.sleep(chance.uniform(0.5, 1.5))
        killed += bool(server.kill_one("WorkerHTTP", chance))
    return killed
