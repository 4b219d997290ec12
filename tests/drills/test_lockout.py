"""Guesses are counted for all workers together, on every way in."""

import xmlrpc.client

import requests

PASSWORD = "a-long-Drill-9"
PEOPLE = f"""
for login in ("by_session", "by_xmlrpc", "by_rpc"):
    env["res.users"].create({{
        "name": login, "login": login, "password": {PASSWORD!r},
        "group_ids": [(6, 0, env.ref("park_guard.group_park_user").ids)],
    }})
"""


def by_session(server, login, password):
    params = {"db": server.db, "login": login, "password": password}
    answer = requests.post(f"{server.url}/web/session/authenticate", json={"params": params}, timeout=60)
    return bool(answer.json().get("result", {}).get("uid"))


def by_xmlrpc(server, login, password):
    common = xmlrpc.client.ServerProxy(f"{server.url}/xmlrpc/2/common")
    return bool(common.authenticate(server.db, login, password, {}))


def by_rpc(server, login, password):
    [(uid,)] = server.sql(f"SELECT id FROM res_users WHERE login = '{login}'")
    models = xmlrpc.client.ServerProxy(f"{server.url}/xmlrpc/2/object")
    try:
        return bool(models.execute_kw(server.db, int(uid), password, "res.users", "context_get", []))
    except xmlrpc.client.Fault:
        return False


def test_an_account_is_closed_after_five_guesses_whichever_worker_answers(park_server):
    server = park_server()
    server.shell(PEOPLE)
    for number, way in enumerate((by_session, by_xmlrpc, by_rpc), 1):
        login = way.__name__
        assert way(server, login, PASSWORD), f"{login}: the right password opens"
        assert not any(way(server, login, f"guess {guess}") for guess in range(5))
        # core remembers in each worker which password was right for by_rpc: that one is guessed once more
        assert not way(server, login, "guess 5" if way is by_rpc else PASSWORD)
        closed = "SELECT count(*) FROM park_login_attempt WHERE closed_until > now() AT TIME ZONE 'UTC'"
        assert server.sql(closed) == [(str(number),)]
