"""The commands of an operator: files, sequences and audit of a database that runs."""

import json


def last_line(result):
    return json.loads(result.stdout.strip().splitlines()[-1])


def test_files_sequences_and_audit_are_checked_from_the_command_line(park_server, tmp_path):
    server = park_server()
    here = ["-d", server.db]
    files = last_line(server.run_odoo_command(["park_check_files", *here]))
    assert files["files"] and not (files["missing"] or files["truncated"] or files["corrupt"])

    server.sql("SELECT setval('res_partner_id_seq', 1)")  # as a crash after a clone leaves it
    behind = last_line(server.run_odoo_command(["park_check_sequences", *here]))
    assert [found["sequence"] for found in behind["behind"]] == ["public.res_partner_id_seq"]
    assert behind["left"] == []
    server.shell("env['res.partner'].create({'name': 'Next'})")

    copy = tmp_path / "audit.jsonl"
    exported = last_line(server.run_odoo_command(["park_audit", "export", str(copy), *here]))
    assert exported["entries"]
    assert last_line(server.run_odoo_command(["park_audit", "verify", str(copy), *here]))["broken"] == []
    server.sql(
        "ALTER TABLE park_audit DISABLE TRIGGER USER;"
        "UPDATE park_audit SET action = 'forged' WHERE id = (SELECT min(id) FROM park_audit)"
    )
    result = server.run_odoo_command(["park_audit", "verify", *here], check=False)
    assert result.returncode == 1
    assert last_line(result)["broken"][0]["reason"] == "changed"
