"""Import of 20,000 invented firms against COPY and one INSERT into res_partner (performance row 17).

    ODOO_RC=… PYTHONPATH=<odoo> python tests/perf/perf_import.py DATABASE [ROWS] [REPEATS]

Both run in turn in one transaction each, which is rolled back; what is compared is CPU time of the
client and of its database process together, as a ratio. Nothing is written to stay.
"""

import io
import os
import random
import statistics
import sys
import time
from base64 import b64encode
from pathlib import Path

import odoo.init  # noqa: F401 (first: sets Odoo up)
from odoo import SUPERUSER_ID
from odoo.api import Environment
from odoo.modules.registry import Registry
from odoo.tools import config
from stdnum.cn import uscc

HEADER = "企业名称,统一社会信用代码,成立日期,注册资本,省份,城市,地址\n"
TICK = os.sysconf("SC_CLK_TCK")


def invented_firms(number, seed=17):
    """Return a CSV of firms that do not exist; the same seed gives the same firms."""
    chance = random.Random(seed)
    places = [("山东", "济南"), ("湖南", "衡阳"), ("江西", "新余"), ("广西", "桂林"), ("甘肃", "兰州")]
    trades = ["量子", "云图", "海纳", "鼎新", "智联", "光谷", "天工", "远航"]
    lines = [HEADER]
    for index in range(number):
        body = f"913701{chance.randrange(100):02d}MA{index:07d}"
        code = body + uscc.calc_check_digit(body)
        province, city = chance.choice(places)
        name = f"{city}{chance.choice(trades)}{index}号{chance.choice(trades)}科技有限公司"
        day = f"{chance.randrange(1990, 2025)}-{chance.randrange(1, 13):02d}-{chance.randrange(1, 29):02d}"
        lines.append(
            f"{name},{code},{day},{chance.randrange(10, 9000)}(万元人民币),{province},{city},{city}高新区{index}号\n"
        )
    return "".join(lines)


def cpu_seconds(cr):
    """Return CPU seconds used so far by this process and by the database process of ``cr``."""
    cr.execute("SELECT pg_backend_pid()")
    stat = Path(f"/proc/{cr.fetchone()[0]}/stat").read_text().rpartition(")")[2].split()
    return time.process_time() + (int(stat[11]) + int(stat[12])) / TICK


def floor(env, text):
    """Insert the firms by plain SQL: what the database alone needs."""
    cr, zone = env.cr, env.company.id
    cr.execute(
        """CREATE TEMP TABLE perf_firm (name text, uscc text, founded date, capital text, province text,
                                        city text, street text) ON COMMIT DROP"""
    )
    cr.copy_expert("COPY perf_firm FROM STDIN (FORMAT csv, HEADER)", io.StringIO(text))
    cr.execute(
        """INSERT INTO res_partner (id, commercial_partner_id, name, complete_name, commercial_company_name, uscc,
                                    uscc_check, founded_on, capital_text, city, street, company_id,
                                    is_park_enterprise, is_company, active, type, lang, partner_share, color,
                                    create_uid, write_uid, create_date, write_date)
           SELECT id, id, name, name, name, uscc, 'valid', founded, capital, city, street, %s,
                  true, true, true, 'contact', 'zh_CN', true, 0, 1, 1, now(), now()
             FROM (SELECT nextval('res_partner_id_seq') AS id, * FROM perf_firm) firm""",
        (zone,),
    )


def ours(env, text):
    """Import the firms as the command of the server does."""
    batch = env["park.enterprise.import"].create({"file": b64encode(text.encode()), "filename": "perf.csv"})
    batch._import_at_once()
    assert batch.created_count == text.count("\n") - 1, batch.created_count


def main(database, rows="20000", repeats="3"):
    """Print seconds of both, interleaved, and their ratio."""
    config.parse_config(["--no-http", "-d", database])
    text = invented_firms(int(rows))
    seconds = {floor: [], ours: []}
    with Registry(database).cursor() as cr:
        for _repeat in range(int(repeats)):
            for candidate, found in seconds.items():
                env = Environment(cr, SUPERUSER_ID, {"lang": "zh_CN"})
                started = cpu_seconds(cr)
                candidate(env, text)
                env.flush_all()
                found.append(cpu_seconds(cr) - started)
                cr.rollback()
                env.transaction.clear()
    low, high = (statistics.median(found) for found in seconds.values())
    print(f"rows {rows}  floor {low:.2f} s  import {high:.2f} s  ratio {high / low:.2f}")


if __name__ == "__main__":
    main(*sys.argv[1:])
