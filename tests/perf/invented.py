"""Invented firms, titles and texts: recognisable as such, the same for the same seed."""

import io
import random

from stdnum.cn import uscc

HEADER = "企业名称,统一社会信用代码,成立日期,注册资本,省份,城市,地址\n"
PLACES = [("山东", "济南"), ("湖南", "衡阳"), ("江西", "新余"), ("广西", "桂林"), ("甘肃", "兰州")]
TRADES = ["量子", "云图", "海纳", "鼎新", "智联", "光谷", "天工", "远航"]
DEPARTMENTS = ["经济发展局", "建设局", "供电公司", "人力资源局", "市场监管局", "水务公司"]
THINGS = ["厂区", "车间", "北门", "仓库", "宿舍", "食堂", "道路", "研发楼", "生产线", "配电房", "停车场", "污水站"]
TROUBLES = [
    "用电不稳定",
    "排水不畅",
    "缺少普工",
    "融资困难",
    "手续未办结",
    "公交站太远",
    "网络中断",
    "补贴未到账",
    "水压不足",
    "车辆通行受限",
]


def firms(number, seed=17, first=0):
    """Return a CSV of firms that do not exist, numbered from ``first``."""
    chance = random.Random(seed)
    lines = [HEADER]
    for index in range(first, first + number):
        body = f"913701{chance.randrange(100):02d}MA{index:07d}"
        code = body + uscc.calc_check_digit(body)
        province, city = chance.choice(PLACES)
        name = f"{city}{chance.choice(TRADES)}{index}号{chance.choice(TRADES)}科技有限公司"
        day = f"{chance.randrange(1990, 2025)}-{chance.randrange(1, 13):02d}-{chance.randrange(1, 29):02d}"
        lines.append(
            f"{name},{code},{day},{chance.randrange(10, 9000)}(万元人民币),{province},{city},{city}高新区{index}号\n"
        )
    return "".join(lines)


def title(chance, rare=""):
    """Return the summary of an issue, with a rare word in it if given."""
    return f"{chance.choice(THINGS)}{rare}{chance.choice(TROUBLES)}，{chance.choice(THINGS)}{chance.choice(TROUBLES)}"


def text(chance):
    """Return what a firm says, three to six sentences."""
    return "。".join(title(chance) for _sentence in range(chance.randrange(3, 7)))


def copy_rows(cr, table, rows):
    """Copy rows of plain values, without tabs in them, into a table."""
    lines = io.StringIO("".join("\t".join(map(str, row)) + "\n" for row in rows))
    cr.copy_expert(f"COPY {table} FROM STDIN", lines)
