"""PostgreSQL crashes under the server; what was acknowledged is there afterwards."""


def test_acknowledged_rows_survive_a_crash_of_the_database(park_server):
    server = park_server(durable=True)
    settings = server.sql(
        "SELECT current_setting('fsync'), current_setting('synchronous_commit'),"
        " current_setting('full_page_writes'), current_setting('data_checksums')"
    )
    assert settings == [("on", "on", "on", "on")]
    server.shell("env['res.partner'].create({'name': 'Kept'})")
    server.cluster.crash()
    server.cluster.start()
    server.stop()
    server.start()
    assert server.sql("SELECT count(*) FROM res_partner WHERE name = 'Kept'") == [("1",)]
