"""Fill the demo zone through the suite's own verbs, so that the demo is what users would have made."""

import csv
from datetime import timedelta

from stdnum.cn import uscc

from odoo import Command
from odoo.tools.misc import file_open

#: Division 999999 does not exist: an invented firm can never be mistaken for a registered one.
INVENTED_PREFIX = "91999999MA0DEM"

#: (firm row, words of the firm, category, lead department, answer on the spot or None, working days)
TABLE = [
    (0, "厂区北门货车排队，早高峰影响社会道路", "infrastructure_road", "construction", "已协调错峰放行，今日起执行", 0),
    (0, "二期扩建用地指标何时能落实", "factor_land", "economy", None, 15),
    (1, "高企复审材料清单不清楚", "policy_recognition", "economy", "已现场发放清单并逐项说明", 0),
    (1, "新厂房施工许可证办理卡在消防审查", "approval_construction", "approval", None, 7),
    (2, "外地技术骨干子女入学", "talent_schooling", "talent", None, 10),
    (2, "夏季限电影响产线排班", "factor_power", "power", "已列入有序用电保障名单", 0),
    (12, "技改贴息资金尚未到账", "policy_payment", "finance", None, 5),
    (13, "环评批复进度查询", "approval_assessment", "approval", "已查明处于公示期，公示结束后出文", 0),
    (16, "普工缺口八十人", "factor_labour", "talent", None, 10),
    (18, "园区污水管网检修期间排放安排", "infrastructure_drainage", "construction", None, 3),
]


def post_init_hook(env):
    """Create firms, their officer and one finished service day ten days ago."""
    firms = _create_firms(env)
    manager = env.ref("park_demo.user_manager")
    env["park.enterprise.officer"].create([
        {"enterprise_id": firm.id, "user_id": manager.id, "role": "officer", "date_from": "2026-01-01"}
        for firm in firms[:12]
    ])
    _hold_service_day(env, firms)


def _create_firms(env):
    with file_open("park_demo/demo/firms.csv", encoding="utf-8") as handle:
        rows = list(csv.DictReader(handle))
    divisions = {
        industry.code: industry.id
        for industry in env["res.partner.industry"].search([("code", "in", [row["division"] for row in rows])])
    }
    return env["res.partner"].create([
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
    ])


def _invented_code(position):
    body = f"{INVENTED_PREFIX}{position:03d}"
    return body + uscc.calc_check_digit(body)
