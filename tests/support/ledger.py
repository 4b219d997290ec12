"""A journal outside the system of what was sent and what was acknowledged, and the counts made from it.

The four sentences it serves: nothing is lost, nothing is doubled, nothing is silently changed, and whatever was
sent ends somewhere visible. See ``Ledger.check``.
"""

import hashlib
import json
import threading

STORED = """
    SELECT client_uuid, number, enterprise_id, category_id, service_day_outcome,
           encode(sha256(convert_to(detail, 'UTF8')), 'hex')
      FROM park_issue WHERE client_uuid IS NOT NULL
"""
WITHOUT_END = """
    SELECT count(*) FROM park_issue i
     WHERE client_uuid IS NOT NULL AND state NOT IN ('closed', 'signed_off', 'withdrawn', 'rejected', 'draft')
       AND NOT EXISTS (SELECT FROM park_deadline d WHERE d.res_model = 'park.issue' AND d.res_id = i.id
                          AND d.state = 'running')
"""
WITHOUT_AUDIT = """
    SELECT count(*) FROM park_issue i WHERE client_uuid IS NOT NULL AND NOT EXISTS (
        SELECT FROM park_audit a WHERE a.model = 'park.issue' AND a.res_id = i.id AND a.action = 'capture')
"""
CAPTURED_TWICE = """
    SELECT count(*) FROM (SELECT res_id FROM park_audit WHERE model = 'park.issue' AND action = 'capture'
                           GROUP BY 1 HAVING count(*) > 1) twice
"""
NUMBERS_TWICE = "SELECT count(number) - count(DISTINCT (company_id, number)) FROM park_issue"


class Ledger:
    """One line of JSON for each sending and each answer, written before and after the system sees it."""

    def __init__(self, path):
        self.file = path.open("a")
        self.lock = threading.Lock()
        self.sent = {}  # {uuid: (enterprise, category, outcome, sha256 of the text)}
        self.acked = {}  # {uuid: number}

    def send(self, line):
        """Note a line of the capture board before it is sent."""
        digest = hashlib.sha256(line["text"].encode()).hexdigest()
        payload = (str(line["enterprise_id"]), str(line["category_id"]), line["kind"], digest)
        self._write({"sent": line["uuid"], "payload": payload})
        with self.lock:
            self.sent[line["uuid"]] = payload

    def acknowledge(self, answer):
        """Note an answer that says stored; a second answer must say the same number."""
        self._write({"acked": answer["uuid"], "number": answer["number"], "status": answer["status"]})
        with self.lock:
            first = self.acked.setdefault(answer["uuid"], answer["number"])
        assert first == answer["number"], f"{answer['uuid']} has two numbers: {first}, {answer['number']}"

    def open_items(self):
        """Return the uuids that were sent and not acknowledged."""
        with self.lock:
            return self.sent.keys() - self.acked.keys()

    def check(self, server):
        """Return the counts that must all be 0."""
        rows = server.sql(STORED)
        stored = {row[0]: row for row in rows}
        return {
            "lost": len(self.acked.keys() - stored.keys()),
            "unacknowledged": len(self.open_items()),
            "never sent": len(stored.keys() - self.sent.keys()),
            "stored twice": len(rows) - len(stored),
            "numbers twice": int(server.sql(NUMBERS_TWICE)[0][0]),
            "other number than answered": sum(
                stored[each][1] != self.acked[each] for each in self.acked if each in stored
            ),
            "changed": sum(stored[each][2:] != self.sent[each] for each in stored if each in self.sent),
            "open without a clock": int(server.sql(WITHOUT_END)[0][0]),
            "without audit": int(server.sql(WITHOUT_AUDIT)[0][0]),
            "captured twice": int(server.sql(CAPTURED_TWICE)[0][0]),
        }

    def assert_clean(self, server):
        """Fail unless all counts are 0."""
        counts = self.check(server)
        assert not any(counts.values()), {name: count for name, count in counts.items() if count}

    def _write(self, entry):
        with self.lock:
            self.file.write(json.dumps(entry) + "\n")
            self.file.flush()
