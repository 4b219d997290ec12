"""The main job once through, as the people who do it: from the zone's list of firms to the leader's sheets.

An account manager imports real firms, holds a service day with six of them and writes ten problems down
at the table without a mouse. A department handler signs for and answers one. A limit passes, the
sweep chases, and the leader gets the worklist and the ledger as workbooks and the worklist as PDF.
"""

import csv
import io
import re
import time
from datetime import date
from pathlib import Path

import openpyxl
import pypdf
import pytest
from support.browser import log_in
from support.rpc import Rpc

FIRMS = Path(__file__).resolve().parents[3] / "shared" / "data" / "companies_park.csv"
PASSWORD = "a-long-Journey-9"
SECONDS_A_LINE = 20

PEOPLE = f"""
zone = env.ref("base.main_company")
zone.partner_id.tz = "Asia/Shanghai"
def person(login, name, role):
    return env["res.users"].create({{
        "name": name, "login": login, "password": {PASSWORD!r}, "lang": "zh_CN", "tz": "Asia/Shanghai",
        "company_id": zone.id, "company_ids": [(6, 0, zone.ids)],
        "group_ids": [(6, 0, env.ref(f"park_guard.group_park_{{role}}").ids)],
    }})
person("manager", "林专员", "account_manager")
person("centre", "陈主任", "service_centre")
person("leader", "方书记", "leader")
handler = person("handler", "周经办", "handler")
for name, code in (("行政审批局", "SP"), ("建设管理局", "JS"), ("人力资源局", "RS")):
    department = env["park.department"].create({{"name": name, "code": code, "company_id": zone.id}})
    env["park.department.member"].create({{
        "department_id": department.id, "user_id": handler.id, "date_from": "2020-01-01",
    }})
"""

# (problem, category as typed, answer on the spot, department as typed, working days)
ON_SPOT = [
    ("厂区门口公交末班太早", "公交", "已与公交公司商定延长至二十二点"),
    ("高企认定材料不清楚", "认定", "已现场发放清单"),
    ("用电容量咨询", "用电", "现有容量可满足，无需增容"),
    ("排水口标识缺失", "排水", "明日上午安装"),
]
LIMITED = [
    ("施工许可卡在消防审查", "施工许可", "审批", 7),
    ("二期用地何时供应", "用地", "xzsp", 15),
    ("普工缺口八十人", "用工", "人力", 10),
    ("技术骨干子女入学", "子女", "rlzy", 10),
    ("园区道路夜间无照明", "道路", "建设", 5),
    ("食堂供餐能力不足", "食堂", "建设", 3),
]


@pytest.fixture(scope="module")
def firm_rows():
    """Return six hundred real firms and the header of their list."""
    if not FIRMS.exists():
        pytest.skip("shared data folder is absent")
    with FIRMS.open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    return rows[:600]


@pytest.fixture
def firm_list(firm_rows, tmp_path):
    """Return the list as a file, with the headers a park would have in it."""
    headers = {"name": "企业名称", "uscc": "统一社会信用代码", "founded": "成立日期", "address": "注册地址"}
    path = tmp_path / "企业名单.csv"
    with path.open("w", encoding="gb18030", newline="") as handle:
        writer = csv.writer(handle)
        writer.writerow(headers.values())
        writer.writerows([row[key] for key in headers] for row in firm_rows)
    return path


def test_first_service_day(park_server, browser, firm_rows, firm_list):
    server = park_server()
    server.shell(PEOPLE)
    page = log_in(browser, server, "manager", PASSWORD, accept_downloads=True)

    import_firms(page, server, firm_list, len(firm_rows))
    firms = firm_rows[10:16]
    hold_day(page, server, firms)
    seconds = capture_by_keyboard(page, firms)
    assert max(seconds) < SECONDS_A_LINE
    assert counts_by_state(server) == {"closed": 4, "assigned": 6}

    sign_and_answer(browser, server)
    assert counts_by_state(server) == {"closed": 4, "assigned": 5, "doing": 1}

    chase_when_the_limit_has_passed(server)
    worklist_holds_the_limited_ones(page, server, firms)
    ledger_holds_all_ten(server)
    assert page.problems == []
    assert server.log_problems() == []


def import_firms(page, server, path, count):
    """Upload the list, look at the preview, then import it."""
    page.goto(f"{server.url}/odoo/enterprise-imports/new")
    page.set_input_files(".o_field_widget[name=file] input[type=file]", str(path))
    page.click("button[name=action_preview]")
    page.wait_for_selector("button[name=action_import]:visible")
    assert server.sql("SELECT count(*) FROM res_partner WHERE is_park_enterprise") == [("0",)]
    page.click("button[name=action_import]")
    page.wait_for_selector("button[name=action_undo]:visible")
    assert server.sql("SELECT count(*) FROM res_partner WHERE is_park_enterprise") == [(str(count),)]


def hold_day(page, server, firms):
    """Plan a day, put six firms at the table, found in three ways, and open it."""
    page.goto(f"{server.url}/odoo/service-days/new")
    page.fill(".o_field_widget[name=name] textarea, .o_field_widget[name=name] input", "企业服务日")
    page.fill(".o_field_widget[name=place] input", "企业服务中心一楼会议室")
    ways = [firm["name"] for firm in firms]
    ways[1] = firms[1]["uscc"][-6:]
    ways[2] = firms[2]["name"][2:8]
    for firm, typed in zip(firms, ways, strict=True):
        page.click(".o_field_widget[name=firm_ids] .o_field_x2many_list_row_add a")
        page.locator(".o_selected_row .o_field_widget[name=enterprise_id] input").press_sequentially(typed)
        page.click(f".o-autocomplete--dropdown-item:has-text('{firm['name']}')")
    page.click("button[name=action_open]")
    page.wait_for_selector("button[name=action_board]:visible")


def capture_by_keyboard(page, firms):
    """Write ten problems with the keyboard alone; return the seconds each line took until it had a number."""
    page.click("button[name=action_board]")
    page.wait_for_selector("#park_firm")
    lines = [(*line, None, 0) for line in ON_SPOT] + [
        (text, category, None, dept, n) for text, category, dept, n in LIMITED
    ]
    seconds = []
    for place, line in enumerate(lines):
        started = time.monotonic()
        write_line(page, firms[place % len(firms)]["name"], line)
        page.wait_for_function(
            "count => document.querySelectorAll('tr.o_park_line[data-progress=saved]').length === count", arg=place + 1
        )
        seconds.append(time.monotonic() - started)
    return seconds


def write_line(page, firm, line):
    text, category, answer, department, workdays = line
    keys = page.keyboard
    page.focus("#park_firm")
    keys.press("Control+A")
    keys.type(firm[:8])
    keys.press("Enter")
    keys.type(text)
    keys.press("Enter")
    keys.type(category)
    keys.press("Enter")
    keys.press("F6" if answer else "F7")
    page.wait_for_selector("#park_answer:focus, #park_department:focus, #park_workdays:focus")
    if answer:
        keys.type(answer)
    else:
        page.focus("#park_department")
        keys.type(department)
        keys.press("Enter")
        keys.type(str(workdays))
    keys.press("Control+Enter")


def sign_and_answer(browser, server):
    """The handler sees what came to the departments, signs for the shortest limit and answers."""
    page = log_in(browser, server, "handler", PASSWORD)
    page.goto(f"{server.url}/odoo/issues")
    page.wait_for_selector(".o_data_row, .o_kanban_record")
    assert page.locator(".o_data_row").count() == len(LIMITED)
    page.click(".o_data_row:has-text('食堂供餐能力不足') td[name=name]")
    page.click(".o_form_statusbar button[name=action_sign]")
    page.locator(".o_form_statusbar button[name=action_open_step]:visible").first.click()  # answer internally
    page.fill(".modal .o_field_widget[name=text] textarea", "已联系第三方团餐，下周一起增加两个窗口")
    page.click(".modal button[name=action_apply]")
    page.wait_for_selector(".modal", state="detached")
    page.context.close()
    parts = server.sql("SELECT state, count(*) FROM park_issue_assignment GROUP BY state ORDER BY state")
    assert parts == [("answered", "1"), ("waiting", "5")]


def chase_when_the_limit_has_passed(server):
    """Nobody signed for five issues: the first working day after the limit each is chased, once."""
    sweep = (
        "day = env['park.workday'].today()\n"
        "later, _p = env['park.workday'].add_workdays(day, 4)\n"
        "print('chased', env['park.deadline']._sweep(today=later))"
    )
    first, again = server.shell(sweep), server.shell(sweep)
    assert int(re.search(r"chased (\d+)", first).group(1)) >= 1
    assert "chased 0" in again
    chased = server.sql(
        "SELECT DISTINCT i.name FROM park_deadline_event e JOIN park_deadline d ON d.id = e.deadline_id"
        " JOIN park_issue i ON d.res_model = 'park.issue' AND d.res_id = i.id"
    )
    assert chased == [("食堂供餐能力不足",)]  # three working days were given, four have passed


def worklist_holds_the_limited_ones(page, server, firms):
    """The manager downloads the worklist from the day, as workbook and as PDF."""
    page.goto(f"{server.url}/odoo/service-days")
    page.click(".o_data_row td[name=name]")
    page.click(".o_notebook a[name=documents]")
    book = openpyxl.load_workbook(io.BytesIO(download(page, "Excel")))
    sheet = book.worksheets[0]
    header = header_row(sheet)
    rows = [row for row in sheet.iter_rows(min_row=header + 1, values_only=True) if isinstance(row[0], int | float)]
    assert [row[2] for row in rows] == [line[0] for line in LIMITED]
    due = {row[2]: row[10] for row in rows}
    assert all(isinstance(day.date(), date) for day in due.values())
    assert_prints_well(sheet, header)
    pdf = pypdf.PdfReader(io.BytesIO(download(page, "PDF")))
    text = "".join(page.extract_text() for page in pdf.pages).replace("\n", "")
    for said in ("工作清单", "食堂供餐能力不足", "建设管理局", firms[0]["name"][:6]):
        assert said in text


def download(page, label):
    """Press the button of the worklist with that label and return the bytes of the file it gives."""
    with page.expect_download() as waiting:
        page.click(f".o_park_document_worklist button:has-text('{label}')")
    return Path(waiting.value.path()).read_bytes()


def assert_prints_well(sheet, header):
    """The header stays on the screen and stands on each page; A4 across, as wide as the page."""
    assert sheet.freeze_panes.endswith(str(header + 1))
    assert sheet.print_title_rows.endswith(str(header))
    assert sheet.page_setup.orientation == "landscape"
    assert int(sheet.page_setup.paperSize) == 9  # A4
    assert sheet.sheet_properties.pageSetUpPr.fitToPage


def header_row(sheet):
    """Return the number of the row of column titles."""
    return next(cell.row for cell in sheet["A"] if cell.value == "序号")


def ledger_holds_all_ten(server):
    """The service centre's ledger, fetched by its address, holds every issue with typed dates."""
    centre = Rpc(server.url, server.db, "centre", PASSWORD)
    ids = ",".join(str(issue_id) for (issue_id,) in server.sql("SELECT id FROM park_issue ORDER BY id"))
    answer = centre.http.get(f"{server.url}/park/sheet/park.issue/ledger/{ids}.xlsx", timeout=60)
    assert answer.status_code == 200, answer.text
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets[0]
    header = header_row(sheet)
    titles = [cell.value for cell in sheet[header]]
    rows = [row for row in sheet.iter_rows(min_row=header + 1, values_only=True) if isinstance(row[0], int | float)]
    assert len(rows) == len(ON_SPOT) + len(LIMITED)
    assert_prints_well(sheet, header)
    received = titles.index("受理日期")
    assert all(hasattr(row[received], "year") for row in rows)


def counts_by_state(server):
    return {state: int(n) for state, n in server.sql("SELECT state, count(*) FROM park_issue GROUP BY state")}
