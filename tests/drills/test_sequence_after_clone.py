"""A cloned database crashes before its first checkpoint: its sequences are back at old values, and are repaired.

Drill F23. PostgreSQL logs a sequence 32 values ahead; a clone starts with the template's log position, so the first
values drawn in it are not logged.
"""

import json

from support.table import Place

BEHIND = """
    SELECT (SELECT last_value FROM park_issue_id_seq) < (SELECT max(id) FROM park_issue),
           (SELECT count(*) FROM park_issue), (SELECT count(DISTINCT number) FROM park_issue)
"""
CAPTURE = """
import uuid
day = env["park.service.day"].browse({day})
answers = day.with_user(env["res.users"].search([("login", "=", "manager")])).capture([
    {{"uuid": str(uuid.uuid4()), "enterprise_id": {firm}, "text": "Line %d" % n, "category_id": {category},
      "kind": "on_spot", "answer": "Answered"}}
    for n in range(10)
])
env.cr.commit()
print([answer["status"] for answer in answers])
"""


def test_sequences_are_repaired_after_a_crash_right_after_cloning(park_server, is_long):
    server = park_server(durable=True)
    place = Place(server)
    capture = CAPTURE.format(day=place.day, firm=place.firms[0], category=place.category)
    server.shell(capture)
    server.stop()
    original = server.db
    for number in range(3 if is_long else 1):
        server.db = f"{original}_clone{number}"
        server._pg("createdb", "-T", original, server.db)
        server.shell(capture)
        server.cluster.crash()
        server.cluster.start()
        assert server.sql(BEHIND) == [("t", "20", "20")], "the fault itself was not reproduced"
        done = server.run_odoo_command(["park_check_sequences", "-d", server.db])
        report = json.loads(done.stdout.splitlines()[-1])
        assert "public.park_issue_id_seq" in [each["sequence"] for each in report["behind"]]
        assert report["left"] == []
        assert server.shell(capture).count("stored") == 10
        assert server.sql(BEHIND) == [("f", "30", "30")]
    server.db = original
