"""The server is killed while it imports and while the table captures: acknowledged means stored, once.

A killed import leaves either nothing or everything. A captured line that was answered is there, with
all that belongs to it; one that was not answered is sent again under the same identifier and stored once.
"""

import base64
import csv
import io
import random
import threading
import time
import uuid

import pytest
import requests
from stdnum.cn import uscc
from support.rpc import Rpc, RpcError

PASSWORD = "a-long-Drill-9"
FIRMS = 4000
SETTLED_SECONDS = 60

PEOPLE = f"""
zone = env.ref("base.main_company")
manager = env["res.users"].create({{
    "name": "Manager", "login": "manager", "password": {PASSWORD!r},
    "company_id": zone.id, "company_ids": [(6, 0, zone.ids)],
    "group_ids": [(6, 0, env.ref("park_guard.group_park_account_manager").ids)],
}})
"""
DAY = """
zone = env.ref("base.main_company")
manager = env["res.users"].search([("login", "=", "manager")])
department = env["park.department"].create({"name": "Approvals", "code": "SP", "company_id": zone.id})
firms = env["res.partner"].create([
    {"name": f"Invented firm {n}", "is_company": True, "is_park_enterprise": True, "company_id": zone.id}
    for n in range(6)
])
day = env["park.service.day"].with_user(manager).create({
    "name": "Drill", "firm_ids": [(0, 0, {"enterprise_id": firm.id}) for firm in firms],
})
day.action_open()
category = env["park.issue.category"].search([("is_restricted", "=", False)], limit=1)
print("made", day.id, category.id, department.id, *firms.ids)
"""


@pytest.fixture
def server(park_server):
    server = park_server(durable=True)
    server.shell(PEOPLE)
    return server


def test_a_killed_import_leaves_nothing_or_everything(server, is_long):
    rounds = 8 if is_long else 2
    chance = random.Random(20261123)
    seconds = timed_import(server, invented_list(0))
    for number in range(1, rounds + 1):
        before = count_firms(server)
        batch = prepared_import(server, invented_list(number))
        worker = threading.Thread(target=quietly, args=(run_import, server, batch))
        worker.start()
        time.sleep(chance.uniform(0.1, 1.1) * seconds)
        server.kill()
        worker.join()
        wait_until_settled(server)
        server.start()
        written = count_firms(server) - before
        [(state,)] = server.sql(f"SELECT state FROM park_enterprise_import WHERE id = {batch}")
        assert (state, written) in {("previewed", 0), ("done", FIRMS)}
        assert count_orphans(server) == 0
        if state == "previewed":
            run_import(server, batch)
        assert count_firms(server) - before == FIRMS
        assert server.sql("SELECT count(*) - count(DISTINCT uscc) FROM res_partner WHERE uscc IS NOT NULL") == [("0",)]


def test_one_list_imported_by_several_at_once_is_imported_once(server):
    before = count_firms(server)
    content = invented_list(50)
    batches = [prepared_import(server, content) for _seat in range(3)]
    workers = [threading.Thread(target=run_import, args=(server, batch)) for batch in batches]
    seen = Watcher(server, batches)
    for worker in [seen, *workers]:
        worker.start()
    for worker in workers:
        worker.join()
    seen.stop()
    assert count_firms(server) - before == FIRMS
    counts = server.sql(
        "SELECT state, created_count + flagged_count, updated_count, unchanged_count, refused_count"
        " FROM park_enterprise_import"
        f" WHERE id IN ({', '.join(map(str, batches))}) ORDER BY created_count + flagged_count"
    )
    assert counts == [("done", "0", "0", str(FIRMS), "0")] * 2 + [("done", str(FIRMS), "0", "0", "0")]
    assert seen.steps, "nobody saw how far an import was"
    assert all(0 <= step["done"] <= step["total"] for step in seen.steps)
    assert {"judging", "writing"} & {step["step"] for step in seen.steps}


class Watcher(threading.Thread):
    """Asks again and again how far the imports are, as the waiting screen does."""

    def __init__(self, server, batches):
        super().__init__(daemon=True)
        self.client, self.batches = client_of(server), batches
        self.steps, self.is_over = [], threading.Event()

    def run(self):
        while not self.is_over.wait(0.05):
            found = [self.client.call("park.enterprise.import", "park_progress", [batch]) for batch in self.batches]
            self.steps += [step for step in found if step]

    def stop(self):
        self.is_over.set()
        self.join()


def test_captured_lines_survive_kills_once_each(server, is_long):
    made = server.shell(DAY)
    day, category, department, *firms = map(int, made.split("made ", 1)[1].split())
    table = Table(server, day, category, department, firms, lines=120 if is_long else 40)
    writers = [threading.Thread(target=table.write, args=(seat,)) for seat in range(3)]
    for writer in writers:
        writer.start()
    for blow in range(9 if is_long else 3):
        time.sleep(2)
        if blow % 3 == 2:
            server.cluster.crash()
            server.cluster.start()
            server.kill()
            server.start()
        else:
            server.kill_worker()
    for writer in writers:
        writer.join(timeout=300)
        assert not writer.is_alive()
    assert len(table.numbers) == 3 * table.lines
    stored = dict(server.sql("SELECT client_uuid, number FROM park_issue"))
    assert stored == table.numbers
    assert_nothing_half_done(server)


def assert_nothing_half_done(server):
    """A line on the spot is closed with no clock running; one with a limit has its department and its clock."""
    states = server.sql("SELECT DISTINCT service_day_outcome, state FROM park_issue ORDER BY 1")
    assert states == [("limited", "assigned"), ("on_spot", "closed")]
    assert server.sql(
        "SELECT count(*) FROM park_issue i WHERE service_day_outcome = 'limited' AND"
        " (SELECT count(*) FROM park_issue_assignment a WHERE a.issue_id = i.id AND a.role = 'lead') <> 1"
    ) == [("0",)]
    running = (
        "SELECT count(*) FROM park_issue i WHERE service_day_outcome = '{}' AND (SELECT count(*) FROM park_deadline d"
        " WHERE d.res_model = 'park.issue' AND d.res_id = i.id AND d.kind = 'issue_close'"
        " AND d.state = 'running') <> {}"
    )
    assert server.sql(running.format("limited", 1)) == [("0",)]
    assert server.sql(running.format("on_spot", 0)) == [("0",)]
    assert server.sql("SELECT count(*) - count(DISTINCT number) FROM park_issue") == [("0",)]


class Table:
    """Three people who write lines and, like the capture board, repeat a line until it is answered."""

    def __init__(self, server, day, category, department, firms, lines):
        self.server, self.day, self.lines = server, day, lines
        self.category, self.department, self.firms = category, department, firms
        self.numbers = {}  # {uuid: number} as answered

    def write(self, seat):
        client = None
        for place in range(self.lines):
            line = self.line(seat, place)
            while line["uuid"] not in self.numbers:
                try:
                    client = client or Rpc(self.server.url, self.server.db, "manager", PASSWORD)
                    [answer] = client.call("park.service.day", "capture", [self.day], [line])
                    assert answer["status"] in ("stored", "duplicate"), answer
                    self.numbers[line["uuid"]] = answer["number"]
                except requests.RequestException:
                    client = None
                    time.sleep(0.3)
                except RpcError as error:
                    assert error.name == "park_guard.TryAgain", error  # its database went away: not an answer
                    client = None
                    time.sleep(0.3)

    def line(self, seat, place):
        limited = place % 2
        return {
            "uuid": str(uuid.uuid4()),
            "enterprise_id": self.firms[(seat + place) % len(self.firms)],
            "text": f"Seat {seat}, line {place}",
            "category_id": self.category,
            "kind": "limited" if limited else "on_spot",
            "answer": "" if limited else "Answered at the table",
            "department_id": self.department if limited else False,
            "workdays": 5 if limited else False,
        }


def invented_list(number):
    """Return a list of firms as CSV bytes; region 999999 does not exist, so no code is a real one."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["企业名称", "统一社会信用代码", "成立日期", "联系人", "联系人手机"])
    for place in range(FIRMS):
        body = f"91999999M{number:02d}{place:05d}X"
        code = body + uscc.calc_check_digit(body)
        doubtful = "不详的日期" if place % 10 == 0 else "2016-03-03"
        writer.writerow([f"虚构企业{number}之{place}", code, doubtful, f"联系人{place}", f"139{number:02d}{place:06d}"])
    return text.getvalue().encode()


def client_of(server):
    return Rpc(server.url, server.db, "manager", PASSWORD, timeout=120)


def prepared_import(server, content):
    """Upload and preview a list; return the id of its batch."""
    client = client_of(server)
    vals = {"file": base64.b64encode(content).decode(), "filename": "list.csv"}
    [batch] = client.call("park.enterprise.import", "create", [vals])
    client.call("park.enterprise.import", "action_preview", [batch])
    return batch


def run_import(server, batch):
    client_of(server).call("park.enterprise.import", "action_import", [batch])


def timed_import(server, content):
    """Return the seconds an undisturbed import takes here and now."""
    batch = prepared_import(server, content)
    started = time.monotonic()
    run_import(server, batch)
    return time.monotonic() - started


def quietly(call, *args):
    """Call what is about to lose its server."""
    try:
        call(*args)
    except requests.RequestException:
        return


def count_firms(server):
    [(count,)] = server.sql("SELECT count(*) FROM res_partner WHERE is_park_enterprise")
    return int(count)


def count_orphans(server):
    """Return how many contacts and questions the imports left besides one and a tenth for each firm they hold."""
    [(count,)] = server.sql(
        "SELECT (SELECT count(*) FROM res_partner person JOIN res_partner firm ON firm.id = person.parent_id"
        "         WHERE firm.is_park_enterprise) - (SELECT count(*) FROM res_partner WHERE is_park_enterprise)"
        " + (SELECT count(*) * 10 FROM park_enterprise_question WHERE key = 'founded_on')"
        " - (SELECT count(*) FROM res_partner WHERE is_park_enterprise)"
    )
    return int(count)


def wait_until_settled(server):
    """Wait until PostgreSQL has noticed that the clients of the killed server are gone."""
    others = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    end = time.monotonic() + SETTLED_SECONDS
    while server.sql(others) != [("0",)]:
        assert time.monotonic() < end, "sessions of the killed server remain"
        time.sleep(0.2)
