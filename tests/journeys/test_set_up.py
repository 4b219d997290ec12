"""A fresh server comes up in Chinese, without complaints, and survives being killed."""

from support.browser import log_in


def test_the_web_client_opens_without_errors(park_server, browser):
    server = park_server(install=("park_demo",))
    page = log_in(browser, server, "manager", "manager-demo")
    page.wait_for_timeout(2000)  # live messages connect, lazily loaded parts arrive
    assert page.evaluate("document.documentElement.lang") == "zh-CN"
    assert page.problems == []
    assert server.log_problems() == []


def test_a_killed_server_comes_back_with_its_data(park_server):
    server = park_server()
    server.shell("env['res.partner'].create({'name': 'Kept'})")
    server.kill()
    assert not server.answers()
    server.start()
    assert server.sql("SELECT count(*) FROM res_partner WHERE name = 'Kept'") == [("1",)]
