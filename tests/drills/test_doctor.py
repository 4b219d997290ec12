"""The doctor finds what would hurt on Monday: known passwords, sleeping jobs, no backup."""

from support.scripts import Scripts


def test_the_doctor_names_known_passwords_sleeping_jobs_and_missing_backups(park_server, tmp_path):
    server = park_server()
    here = Scripts(server)
    try:
        found = here.run("doctor", check=False).stdout
        assert "FAIL  passwords: everybody knows those of admin" in found
        assert "warn  last backup: none yet" in found and "warn  last proven restore: none yet" in found

        server.shell("env.ref('base.user_admin').password = 'of its own, long and new'")
        here.run("backup", tmp_path)
        server.sql("UPDATE ir_cron SET failure_count = 0, nextcall = now() AT TIME ZONE 'UTC'")
        found = here.run("doctor", check=False).stdout
        assert "ok    passwords" in found and "ok    last backup: 0 days ago" in found

        (here.home / "last-backup").write_text("2020-01-01T00:00:00Z\t" + str(next(tmp_path.glob("2*"))) + "\n")
        assert "FAIL  last backup" in here.run("doctor", check=False).stdout
    finally:
        here.remove()
