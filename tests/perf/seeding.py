"""A zone of 20,000 firms and 200,000 issues, with everything beside them that the candidates need.

A few hundred issues go their real roads through the suite's own verbs; the rest are copies of them made by
SQL, on other firms and other days, with their clocks and departments' parts. The floor is one narrow table
that answers the questions of the screens, with an index for each order and counters kept beside it.
"""

import random
import uuid
from base64 import b64encode

import invented
from odoo.fields import Command
from odoo.tools import SQL

TEMPLATES = 400
SERVED = 100  # firms of the measured account manager, with 1,000 issues
RARE_PAIR, RARE_FOUR = "氢能", "低温轴承"  # each in one title of 2,000
ROLES = ("account_manager", "service_centre", "handler", "supervisor")


def seed(env, firms, issues):
    """Fill an empty database; return nothing. Everything is committed by the caller."""
    people = make_people(env)
    import_firms(env, firms)
    serve_firms(env, people)
    make_templates(env, people)
    multiply(env, issues)
    make_leads(env, issues)
    make_floor(env)


def make_people(env):
    """Return ``{role: user}``; the salesman of the stock peer is the account manager as well."""
    groups = {role: [Command.link(env.ref(f"park_guard.group_park_{role}").id)] for role in ROLES}
    groups["account_manager"] += [Command.link(env.ref("sales_team.group_sale_salesman").id)]
    return {
        role: env["res.users"].create(
            {"name": f"Bench {role}", "login": f"bench_{role}", "password": f"bench_{role}", "group_ids": groups[role]}
        )
        for role in ROLES
    }


def import_firms(env, number, first=0):
    """Import invented firms, numbered from ``first``, the way a zone does."""
    text = invented.firms(number, first=first)
    batch = env["park.enterprise.import"].create({"file": b64encode(text.encode()), "filename": "bench.csv"})
    batch._import_at_once()
    env.cr.commit()


def serve_firms(env, people, served=SERVED):
    """Of the firms nobody serves, let the account manager serve some, evenly spread, and another person the rest."""
    env.cr.execute(
        SQL(
            """INSERT INTO park_enterprise_officer (enterprise_id, company_id, user_id, role, date_from)
               SELECT id, company_id, CASE WHEN rank %% (1 + total / (%s + 1)) = 0 THEN %s ELSE %s END,
                      'account_manager', '2020-01-01'
                 FROM (SELECT id, company_id, row_number() OVER (ORDER BY id) AS rank, count(*) OVER () AS total
                         FROM res_partner firm
                        WHERE is_park_enterprise
                          AND NOT EXISTS (SELECT FROM park_enterprise_officer WHERE enterprise_id = firm.id)) firm""",
            served,
            people["account_manager"].id,
            people["service_centre"].id,
        )
    )
    env["park.enterprise.officer"].invalidate_model()
    env.cr.commit()


def more_firms(env, number):
    """Let the zone grow by firms that others serve."""
    others = env["res.users"].search([("login", "=", "bench_service_centre")])
    import_firms(env, number, first=2_000_000)
    serve_firms(env, {"account_manager": others, "service_centre": others})


def make_templates(env, people):
    """Let issues go their real roads: a third solved at the table, the others dispatched, some replied."""
    chance = random.Random(4)
    departments = env["park.department"].create(
        [{"name": name, "company_id": env.company.id} for name in invented.DEPARTMENTS]
    )
    env["park.department.member"].create(
        [{"department_id": each.id, "user_id": people["handler"].id, "date_from": "2020-01-01"} for each in departments]
    )
    firms = env["res.partner"].search([("is_park_enterprise", "=", True)], limit=TEMPLATES)
    categories = env["park.issue.category"].search([("is_restricted", "=", False), ("parent_id", "!=", False)])
    issues = env["park.issue"]._capture(
        [
            {
                "name": invented.title(chance),
                "detail": invented.text(chance),
                "enterprise_id": firm.id,
                "category_id": chance.choice(categories).id,
                "client_uuid": str(uuid.UUID(int=chance.getrandbits(128))),
            }
            for firm in firms
        ]
    )
    third = len(issues) // 3
    issues[:third]._solve_on_spot("Answered at the table.")
    for part, department in zip(
        (issues[third + n :: len(departments)] for n in range(len(departments))), departments, strict=True
    ):
        part._dispatch(department, 5)
    dispatched = issues[third:]
    dispatched.assignment_ids.action_sign()
    replied = dispatched[::3]
    replied.action_reply("The department has answered.")
    replied[::2].action_close("solved", "Done.")
    env.flush_all()
    env.cr.commit()


def columns(env, table, without):
    """Return the columns of a table that can be copied."""
    rows = env.execute_query(
        SQL(
            "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum > 0 "
            "AND NOT attisdropped AND attgenerated = ''",
            table,
        )
    )
    return [name for (name,) in rows if name not in without]


def copies(env, table, changed, source):
    """Insert copies of a table's rows: columns of ``changed`` by their expression, the others as they are."""
    names = columns(env, table, changed)
    env.cr.execute(
        SQL(
            "INSERT INTO %s (%s) SELECT %s FROM %s",
            SQL.identifier(table),
            SQL(", ").join(map(SQL.identifier, [*names, *changed])),
            SQL(", ").join([*(SQL.identifier("t", name) for name in names), *changed.values()]),
            source,
        )
    )


def multiply(env, number, new_firms_only=False):
    """Copy the issues until there are ``number``, each on another firm and day, with another title."""
    cr = env.cr
    env.flush_all()
    cr.execute("SELECT count(*) FROM park_issue")
    (have,) = cr.fetchone()
    prepare_copies(env, number - have, new_firms_only)
    day = SQL("c.days")
    copies(
        env,
        "park_issue",
        {
            "id": SQL("c.new_id"),
            "number": SQL("'B' || c.new_id"),
            "name": SQL("c.title"),
            "client_uuid": SQL("NULL"),
            "enterprise_id": SQL("c.firm_id"),
            **{name: SQL("%s - %s", SQL.identifier("t", name), day) for name in date_columns(env, "park_issue")},
        },
        SQL("bench_copy c JOIN park_issue t ON t.id = c.old_id"),
    )
    moved = {name: SQL("%s - %s", SQL.identifier("t", name), day) for name in date_columns(env, "park_deadline")}
    copies(
        env,
        "park_deadline",
        {
            "id": SQL("nextval('park_deadline_id_seq')"),
            "res_id": SQL("c.new_id"),
            "enterprise_id": SQL("c.firm_id"),
            "title": SQL("'B' || c.new_id || ' ' || c.title"),
            **moved,
        },
        SQL("bench_copy c JOIN park_deadline t ON t.res_model = 'park.issue' AND t.res_id = c.old_id"),
    )
    copies(
        env,
        "park_issue_assignment",
        {"id": SQL("nextval('park_issue_assignment_id_seq')"), "issue_id": SQL("c.new_id")},
        SQL("bench_copy c JOIN park_issue_assignment t ON t.issue_id = c.old_id"),
    )
    cr.execute("SELECT setval('park_issue_id_seq', (SELECT max(id) FROM park_issue))")
    cr.commit()
    settle(env, "park_issue", "park_deadline", "park_issue_assignment", "res_partner", "park_enterprise_officer")


def date_columns(env, table):
    """Return the date columns of a table: they move together when a copy lies on another day."""
    rows = env.execute_query(
        SQL(
            "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND atttypid = 'date'::regtype "
            "AND NOT attisdropped",
            table,
        )
    )
    return [name for (name,) in rows]


def prepare_copies(env, number, new_firms_only=False):
    """Make the table of copies: old and new id, firm, title, days back. Half lie in the last two months."""
    chance = random.Random(5)
    after = "(SELECT max(enterprise_id) FROM park_issue)" if new_firms_only else "0"
    env.cr.execute(f"SELECT id FROM res_partner WHERE is_park_enterprise AND id > {after} ORDER BY id")
    firms = [firm_id for (firm_id,) in env.cr.fetchall()]
    env.cr.execute("SELECT id FROM park_issue ORDER BY id")
    olds = [issue_id for (issue_id,) in env.cr.fetchall()]
    first = max(olds) + 1
    env.cr.execute("DROP TABLE IF EXISTS bench_copy")
    env.cr.execute("CREATE TABLE bench_copy (old_id int, new_id int, firm_id int, title text, days int)")
    rows = (
        (
            olds[place % len(olds)],
            first + place,
            chance.choice(firms),
            invented.title(chance, RARE_PAIR if place % 2000 == 7 else RARE_FOUR if place % 2000 == 11 else ""),
            chance.randrange(60) if chance.random() < 0.5 else chance.randrange(1000),
        )
        for place in range(number)
    )
    invented.copy_rows(env.cr, "bench_copy", rows)


def make_leads(env, number):
    """Give the stock peer as many leads, the same share of them the account manager's."""
    lead = env["crm.lead"]
    user = env["res.users"].search([("login", "=", "bench_account_manager")])
    other = env["res.users"].search([("login", "=", "bench_service_centre")])
    first = lead.create(
        {"name": "first", "type": "opportunity", "user_id": other.id, "partner_id": env.company.partner_id.id}
    )
    env.flush_all()
    stages = env["crm.stage"].search([]).ids
    copies(
        env,
        "crm_lead",
        {
            "id": SQL("nextval('crm_lead_id_seq')"),
            "name": SQL("i.name"),
            "partner_id": SQL("i.enterprise_id"),
            "user_id": SQL("CASE WHEN i.officer = %s THEN %s ELSE %s END", user.id, user.id, other.id),
            "stage_id": SQL("(%s::int[])[1 + i.id %% %s]", stages, len(stages)),
            "date_deadline": SQL("i.due_on"),
            "create_date": SQL("i.received_on"),
        },
        SQL(
            """(SELECT issue.*, (SELECT user_id FROM park_enterprise_officer o
                                  WHERE o.enterprise_id = issue.enterprise_id) AS officer
                  FROM park_issue issue ORDER BY id LIMIT %s) i, crm_lead t WHERE t.id = %s""",
            number - 1,
            first.id,
        ),
    )
    env.cr.commit()
    settle(env, "crm_lead")


def make_floor(env):
    """Make the narrow table that answers the screens' questions, who serves which firm, and counters."""
    env.cr.execute(
        """
        DROP TABLE IF EXISTS bench_floor, bench_word, bench_serves, bench_counter;
        CREATE TABLE bench_floor AS
            SELECT i.id, i.number, i.name, i.enterprise_id AS firm_id, p.name AS firm, i.category_id,
                   i.lead_department_id, i.received_on, i.due_on, i.state, i.source, i.is_solved, i.satisfaction,
                   CASE WHEN c.due_on < CURRENT_DATE THEN 'red' WHEN c.yellow_on <= CURRENT_DATE THEN 'yellow'
                        WHEN c.due_on IS NULL THEN 'grey' ELSE 'green' END AS lamp
              FROM park_issue i
              JOIN res_partner p ON p.id = i.enterprise_id
              LEFT JOIN (SELECT res_id, min(due_on) AS due_on, min(yellow_on) AS yellow_on FROM park_deadline
                          WHERE res_model = 'park.issue' AND state = 'running' GROUP BY res_id) c ON c.res_id = i.id;
        CREATE TABLE bench_word AS
            SELECT id, (SELECT array_agg(DISTINCT substr(name, n, 2))
                          FROM generate_series(1, length(name) - 1) n) AS pairs
              FROM bench_floor;
        CREATE TABLE bench_serves AS
            SELECT user_id, enterprise_id AS firm_id, date_from, date_to FROM park_enterprise_officer;
        CREATE TABLE bench_counter AS
            SELECT firm_id, state, lamp, count(*) AS number FROM bench_floor GROUP BY 1, 2, 3;
        ALTER TABLE bench_floor ADD PRIMARY KEY (id);
        CREATE INDEX ON bench_floor (firm_id, due_on, id);
        CREATE INDEX ON bench_floor (firm_id, state, due_on, id);
        CREATE INDEX ON bench_floor (firm_id, lamp, due_on, id);
        CREATE INDEX ON bench_floor (due_on, id);
        CREATE INDEX ON bench_floor (received_on, id);
        CREATE INDEX ON bench_word USING gin (pairs);
        CREATE INDEX ON bench_serves (user_id, firm_id);
        CREATE INDEX ON bench_counter (firm_id);
        """
    )
    env.cr.commit()
    settle(env, "bench_floor", "bench_word", "bench_serves", "bench_counter")


def settle(env, *tables):
    """Vacuum and analyse, as a database that has been running for a while would be."""
    connection = env.cr._cnx
    env.cr.commit()
    connection.autocommit = True
    try:
        for table in tables:
            env.cr.execute(SQL("VACUUM ANALYZE %s", SQL.identifier(table)))
    finally:
        connection.autocommit = False
