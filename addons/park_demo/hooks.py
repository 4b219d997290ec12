"""Fill the demo zone through the suite's own verbs, so that the demo is what users would have made."""

import csv
from uuid import NAMESPACE_URL, uuid5

from odoo import Command
from odoo.tools.misc import file_open
from stdnum.cn import uscc

from .window import receive_people

#: Division 999999 does not exist: an invented firm can never be mistaken for a registered one.
INVENTED_PREFIX = "91999999MA0DEM"

#: (firm row, problem, category, lead department, answer on the spot, limit in working days)
TABLE = [
    (0, "厂区北门货车排队，早高峰影响社会道路", "roads", "construction", "已协调错峰放行，今日起执行", 0),
    (0, "二期扩建用地指标何时能落实", "land", "economy", "", 15),
    (1, "高企复审材料清单不清楚", "recognition", "economy", "已现场发放清单并逐项说明", 0),
    (1, "新厂房施工许可卡在消防设计审查", "building_permit", "approval", "", 7),
    (2, "外地技术骨干子女入学", "schooling", "talent", "", 10),
    (2, "夏季限电影响产线排班", "power", "power", "已列入有序用电保障名单", 0),
    (12, "技改贴息资金尚未到账", "funds_missing", "finance", "", 5),
    (13, "环评批复进度查询", "assessments", "approval", "已查明处于公示期，公示结束后出文", 0),
    (16, "普工缺口八十人", "labour", "talent", "", 10),
    (18, "园区污水管网检修期间如何排放", "drainage", "construction", "", 3),
]
DAYS_AGO = 8  # working days since the demo's service day: some of its limits are over, most still run


def post_init_hook(env):
    """Create firms, their officer and one finished service day ten days ago."""
    firms = _create_firms(env)
    manager = env.ref("park_demo.user_manager")
    env["park.enterprise.officer"].create(
        [
            {"enterprise_id": firm.id, "user_id": manager.id, "role": "officer", "date_from": "2026-01-01"}
            for firm in firms[:12]
        ]
    )
    _hold_service_day(env, firms)
    receive_people(env, firms)


def _create_firms(env):
    with file_open("park_demo/demo/firms.csv") as handle:
        rows = list(csv.DictReader(handle))
    divisions = {
        industry.code: industry.id
        for industry in env["res.partner.industry"].search([("code", "in", [row["division"] for row in rows])])
    }
    return env["res.partner"].create(
        [
            {
                "name": row["name"],
                "is_company": True,
                "is_park_enterprise": True,
                "company_id": env.ref("base.main_company").id,
                "uscc": _invented_code(position),
                "park_area_id": env.ref(f"park_demo.area_{row['area']}").id,
                "industry_id": divisions[row["division"]],
                "tier": row["tier"],
                "park_stage": row["park_stage"],
                "founded_on": row["founded_on"],
                "capital_wan": float(row["capital_wan"]),
            }
            for position, row in enumerate(rows, start=1)
        ]
    )


def _invented_code(position):
    body = f"{INVENTED_PREFIX}{position:03d}"
    return body + uscc.calc_check_digit(body)


def _hold_service_day(env, firms):
    """Plan, hold and finish a day with the firms of ``TABLE``; one issue is signed for and answered."""
    zone = env.ref("base.main_company")
    workday = env["park.workday"]
    held_on, _provisional = workday.add_workdays(workday.today(zone), -DAYS_AGO, zone)
    guests = firms.browse(dict.fromkeys(firms[row].id for row, *_rest in TABLE))
    centre = env.ref("park_demo.user_centre")
    day = (
        env["park.service.day"]
        .with_user(centre)
        .create(
            {
                "name": "企业服务日（演示）",
                "date_on": held_on,
                "place": "企业服务中心一楼会议室",
                "host_id": env.ref("park_demo.user_leader").id,
                "leader_ids": [Command.set(env.ref("park_demo.user_leader").ids)],
                "organiser_ids": [Command.set((centre | env.ref("park_demo.user_manager")).ids)],
                "department_ids": [Command.set(env["park.department"].search([("company_id", "=", zone.id)]).ids)],
                "firm_ids": [Command.create({"enterprise_id": firm.id}) for firm in guests],
            }
        )
    )
    day.action_open()
    answers = day.capture([_line(env, firms, position) for position in range(len(TABLE))])
    refused = [answer["error"] for answer in answers if answer["status"] == "error"]
    if refused:
        raise ValueError(f"the demo's own lines were refused: {refused}")
    day.action_finish()
    _answer_one(env, answers[-1]["issue_id"])
    _follow_up(env, env["park.issue"].with_user(centre).browse([answer["issue_id"] for answer in answers]))


def _line(env, firms, position):
    row, text, category, department, answer, workdays = TABLE[position]
    return {
        "uuid": str(uuid5(NAMESPACE_URL, f"park_demo/{position}")),
        "enterprise_id": firms[row].id,
        "text": text,
        "category_id": env["park.issue.category"].search([("code", "=", category)]).id,
        "kind": "limited" if workdays else "on_spot",
        "answer": answer,
        "department_id": env.ref(f"park_demo.department_{department}").id,
        "workdays": workdays,
    }


def _answer_one(env, issue_id):
    """Let the construction office sign for the last issue and answer it."""
    handler = env.ref("park_demo.user_handler2")
    issue = env["park.issue"].with_user(handler).browse(issue_id)
    lead = issue.assignment_ids.filtered(lambda part: part.role == "lead")
    lead.action_sign()
    lead.action_answer("检修分两段进行，期间启用临时泵站，不影响企业排放")


def _follow_up(env, issues):
    """Carry one issue on with a plan, keep two promises, and group two issues that have one cause."""
    zone, workday = env.ref("base.main_company"), env["park.workday"]
    today = workday.today(zone)

    def day(count):
        return workday.add_workdays(today, count, zone)[0]

    def department(name):
        return env.ref(f"park_demo.department_{name}").id

    land, permit, school, assessment = issues[1], issues[3], issues[4], issues[7]
    head = env.ref("park_demo.user_handler2")
    land.action_longterm("新增用地指标须省级下达，由经发局牵头组成项目推进组", head)
    steps = env["park.issue.action"].create(
        [
            {"issue_id": land.id, "name": name, "department_id": department(place), "planned_for": day(count)}
            for name, place, count in (
                ("报送用地预审材料", "economy", 5),
                ("核定容积率提升方案", "construction", 20),
                ("争取年度追加指标", "economy", 45),
            )
        ]
    )
    steps[0].with_user(issues.env.user).action_done("预审材料已报送，收件编号（演示）")
    permit.action_promise("消防设计审查意见三个工作日内出具", day(3))
    school.action_promise("开学前落实两名技术骨干子女学位", day(15))
    cause = (
        env["park.issue.group"]
        .with_user(issues.env.user)
        .create(
            {
                "name": "审查、公示与施工许可前后衔接不畅",
                "company_id": zone.id,
                "department_id": department("approval"),
                "cause": "各环节依次等待，企业不知道卡在哪里",
                "measure": "审查与公示并联推进，每周通报进度",
            }
        )
    )
    (permit | assessment).action_group(cause, "都卡在审批环节之间的等待")
    cause.action_propose("建议将消防设计审查与环评公示改为并联办理")
