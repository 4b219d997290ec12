"""An update leaves what people wrote alone, can be killed at any moment, and done twice changes nothing."""

import random
import re
import time

import pytest
from support.scripts import Scripts, end_session
from support.table import Place

ROWS = """
    SELECT c.relname FROM pg_class c WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace
       AND c.relname NOT LIKE 'orm_signaling_%' AND c.relname <> 'ir_cron_trigger' ORDER BY 1
"""


@pytest.fixture
def place(park_server):
    return Place(park_server())


@pytest.fixture
def here(place):
    state = Scripts(place.server)
    yield state
    state.remove()


def test_interrupted_updates_are_repeated_and_a_second_one_changes_nothing(place, here, tmp_path, is_long):
    server = place.server
    place.client().call("park.service.day", "capture", [place.day], [place.line(f"Line {n}", n % 2) for n in range(20)])
    server.stop()
    chance = random.Random(7)
    for number in range(5 if is_long else 1):
        update = here.start("upgrade", "--all", "--backups", tmp_path)
        wait_for(here.home / "upgrade/before.json", update)
        time.sleep(chance.uniform(0.5, 15) if number else 4)
        assert update.poll() is None, "the update had ended before it could be killed"
        end_session(update)
    done = here.run("upgrade", "--all", "--backups", tmp_path)
    assert "interrupted" in done.stderr
    assert len(list(tmp_path.glob("2*"))) == 1  # one backup: that of before the first try

    [(last,)] = server.sql("SELECT max(id) FROM park_audit")
    first, before = content(server, last), schema(server)
    here.run("upgrade", "--all", "--backups", tmp_path)
    second = content(server, last)
    changed = sorted(table for table in first.keys() | second.keys() if first.get(table) != second.get(table))
    assert not changed, ", ".join(changed)
    assert schema(server) == before
    assert "Nothing to update" in here.run("upgrade").stderr


def test_an_update_that_changes_what_people_wrote_is_told(place, here, tmp_path):
    server = place.server
    place.client().call("park.service.day", "capture", [place.day], [place.line("Line")])
    server.stop()
    server.sql(
        "CREATE FUNCTION spoil() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        " UPDATE park_issue SET detail = 'spoilt'; RETURN NULL; END $$;"
        "CREATE TRIGGER spoil AFTER UPDATE ON ir_module_module EXECUTE FUNCTION spoil()"
    )
    done = here.run("upgrade", "--all", "--backups", tmp_path, check=False)
    assert done.returncode == 1
    assert "CHANGED table park_issue: content differs (1 rows)" in done.stderr
    [backup] = re.findall(r"\./scripts/restore (\S+) --replace --live\n", done.stderr)[-1:]
    here.run("restore", backup, "--into", f"{server.db}_back")
    server._pg("dropdb", f"{server.db}_back")


def wait_for(path, process):
    """Wait until a file is there, as long as the process runs."""
    while not path.exists():
        assert process.poll() is None
        time.sleep(0.1)


def schema(server):
    """Return the whole schema as SQL."""
    dump = server._pg("pg_dump", "--schema-only", "--no-owner", server.db).stdout
    return [line for line in dump.splitlines() if not line.startswith(("\\restrict", "\\unrestrict"))]


def content(server, last):
    """Return ``{table: hash of all rows}``, of the audit up to an entry.

    When and by whom a row was last written is left out; the audit notes that the update came by, and
    ``orm_signaling_registry`` and ``ir_cron_trigger`` change whenever the code is loaded.
    """
    found = {}
    for (table,) in server.sql(ROWS):
        rows = f"(SELECT * FROM park_audit WHERE id <= {last})" if table == "park_audit" else f'"{table}"'
        names = ["write_date", "write_uid"] + ["id", "create_date"] * (table == "ir_act_window_view")  # made anew
        found[table] = server.sql(
            "SELECT count(*), md5(string_agg(j::text, ';' ORDER BY j::text)) FROM"
            f" (SELECT to_jsonb(t) - ARRAY{names} AS j FROM {rows} t) AS rows"
        )
    return found
