"""Two or sixteen people do the same thing at the same moment: one record, one winner, a clear answer to the rest.

Drills F18 (the same line sent twice at once) and F19 (numbering, claiming, closing, approving).
"""

import threading

import pytest
import requests
from support.ledger import Ledger
from support.rpc import RpcError
from support.table import Place

CLIENTS = 16
USER_ERROR = "odoo.exceptions.UserError"


@pytest.fixture(scope="module")
def place(shared_server):
    return Place(shared_server())


def test_the_first_numbers_of_a_year_are_drawn_at_once(place):
    """Runs first: here the year's range of numbers is opened."""
    manager = place.client()
    drafts = [manager.call("park.issue", "create", [draft(place, f"Draft {number}")]) for number in range(8)]
    centres = [place.client(f"centre{number % 4}") for number in range(8)]
    calls = [
        lambda centre=centre, issue=issue: attempt(centre, "park.issue", "action_submit", [issue])
        for centre, [issue] in zip(centres, drafts, strict=True)
    ]
    assert together(calls) == ["done"] * 8
    assert place.server.sql("SELECT count(DISTINCT number) FROM park_issue") == [("8",)]


def test_a_line_sent_twice_at_once_is_stored_once(place, tmp_path, is_long):
    pairs = 200 if is_long else 25
    ledger = Ledger(tmp_path / "ledger")
    hands = [place.client(), place.client()]
    statuses = []
    for pair in range(pairs):
        line = place.line(f"Pair {pair}", limited=pair % 2)
        ledger.send(line)
        answers = together([lambda hand=hand, line=line: capture(hand, place.day, line) for hand in hands])
        for answer in answers:
            ledger.acknowledge(answer)
        statuses.append(sorted(answer["status"] for answer in answers))
    assert statuses == [["duplicate", "stored"]] * pairs
    assert place.server.sql("SELECT count(*) FROM park_issue WHERE client_uuid IS NOT NULL") == [(str(pairs),)]
    ledger.assert_clean(place.server)


def test_of_sixteen_people_one_wins_and_the_rest_are_told(place, is_long):
    rounds = 56 if is_long else 2  # of nine races each
    clients = [place.client(f"centre{number % 4}") for number in range(CLIENTS)]
    manager = place.client("manager")
    for number in range(rounds):
        issue = one(manager.call("park.issue", "create", [draft(place, f"Race {number}")]))
        road_of_races(place, clients, manager, issue)
    [(count, numbers)] = place.server.sql(
        "SELECT count(*), count(DISTINCT number) FROM park_issue WHERE name LIKE 'Race %'"
    )
    assert int(count) == int(numbers) == rounds
    doubled = place.server.sql(
        "SELECT res_id, action, count(*) FROM park_audit WHERE model = 'park.issue'"
        " AND action IN ('submit', 'accept', 'assign', 'reply', 'close', 'sign_off', 'reopen', 'withdraw')"
        " GROUP BY 1, 2 HAVING count(*) > 1"
    )
    assert doubled == []


def draft(place, name):
    """Return the values of a draft."""
    return {"name": name, "enterprise_id": place.firms[0], "category_id": place.category}


def road_of_races(place, clients, manager, issue):
    """Take an issue down its road; every step is tried by everybody at once."""
    race(clients, "action_submit", [issue])
    race(clients, "action_accept", [issue])
    race(clients, "action_assign", [issue], place.department)
    part = one(manager.call("park.issue.assignment", "search", [("issue_id", "=", issue)]))
    race(clients, "action_sign", [part], model="park.issue.assignment")
    race(clients, "action_reply", [issue], "This is the reply")
    race(clients, "action_close", [issue], "solved", "This is the result")
    manager.call("park.issue", "action_record_callback", [issue], "yes", "5")
    proof = {"name": "proof.txt", "res_model": "park.issue", "res_id": issue, "datas": "bGl0"}
    manager.call("ir.attachment", "create", proof)
    race(clients, "action_sign_off", [issue])
    race(clients, "action_reopen", [issue], "Something is missing")
    race(clients, "action_withdraw", [issue], "No longer wanted")


def race(clients, verb, *args, model="park.issue"):
    """Call a verb from all clients at once; exactly one may succeed, the others are told what is the matter.

    Whoever may not use the verb holds the record for a moment too: then all may be told to try again, and do.
    """
    for _again in range(10):
        outcomes = together([lambda client=client: attempt(client, model, verb, args) for client in clients])
        told = [outcome for outcome in outcomes if outcome != "done"]
        assert all(name == USER_ERROR for name, _text in told), (verb, told)
        if told != outcomes:
            break
    assert outcomes.count("done") == 1, (verb, outcomes)


def attempt(client, model, verb, args):
    """Return "done", or the class and text of the refusal."""
    try:
        client.call(model, verb, *args)
    except RpcError as error:
        return error.name, str(error)
    return "done"


def capture(client, day, line):
    """Send one line until it is answered."""
    while True:
        try:
            return one(client.call("park.service.day", "capture", [day], [line]))
        except requests.RequestException:
            continue


def together(calls):
    """Run all calls at the same moment in threads of their own; return their results in order."""
    gate = threading.Barrier(len(calls))
    results = [None] * len(calls)

    def run(place, call):
        gate.wait()
        results[place] = call()

    threads = [threading.Thread(target=run, args=each) for each in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def one(values):
    """Return the only element of a list, or the value itself."""
    if isinstance(values, list):
        [values] = values
    return values
