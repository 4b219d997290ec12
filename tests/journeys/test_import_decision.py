"""A list that hides a row waits, on the screen, until somebody decides; the preview then says what became of it."""

import io

import openpyxl
from support.browser import log_in

PASSWORD = "a-long-Journey-9"
PEOPLE = f"""
zone = env.ref("base.main_company")
env["res.users"].create({{
    "name": "陈主任", "login": "centre", "password": {PASSWORD!r}, "lang": "zh_CN", "tz": "Asia/Shanghai",
    "company_id": zone.id, "company_ids": [(6, 0, zone.ids)],
    "group_ids": [(6, 0, env.ref("park_guard.group_park_service_centre").ids)],
}})
"""


def hiding_list():
    """Return a workbook of two invented firms, the second in a hidden row, with a contact for each."""
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.append(["企业名称", "统一社会信用代码", "联系人", "联系人手机"])
    sheet.append(["虚构量子科技有限公司", "91370100MA0XYT079Y", "王某", "13800138000"])
    sheet.append(["虚构云图科技有限公司", "91370100MA0XYT140M", "李某", "64901234"])
    sheet.row_dimensions[3].hidden = True
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def test_a_hidden_row_waits_for_a_decision(park_server, browser, tmp_path):
    server = park_server()
    server.shell(PEOPLE)
    path = tmp_path / "名单.xlsx"
    path.write_bytes(hiding_list())
    page = log_in(browser, server, "centre", PASSWORD)
    page.goto(f"{server.url}/odoo/enterprise-imports/new")
    page.set_input_files(".o_field_widget[name=file] input[type=file]", str(path))
    page.click("button[name=action_preview]")
    page.wait_for_selector("button[name=action_import]:visible")
    page.wait_for_selector(".alert-warning:visible:has-text('请在上方选择')")
    page.click("button[name=action_import]")
    page.wait_for_selector(".modal:has-text('请选择一并导入还是不导入')")
    page.click(".modal-footer button.btn-primary")
    page.click(".o_field_widget[name=hidden_choice] label:has-text('一并导入')")
    page.click("button[name=action_preview]:visible")
    page.wait_for_selector("button[name=action_import]:visible")
    page.wait_for_selector("td:has-text('64901234'):visible, td:has-text('不是完整号码'):visible")
    page.click("button[name=action_import]")
    page.wait_for_selector("button[name=action_undo]:visible")
    found = server.sql(
        "SELECT person.name, person.phone FROM res_partner person JOIN res_partner firm ON firm.id = person.parent_id"
        " WHERE firm.is_park_enterprise ORDER BY person.phone"
    )
    assert found == [("王某", "13800138000"), ("李某", "64901234")]
    assert [line for line in server.log_problems() if "文件中有隐藏的行" not in line] == []
