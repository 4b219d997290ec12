"""What the issue screens ask for (rows 1-7, 9 and 13): floor, SQL on our own tables, stock leads, our issues.

Each candidate is a function without arguments that does what one request does: the answer is also made into
JSON, and nothing is kept from one call to the next.
"""

import json

from lxml import etree
from odoo.service.model import call_kw
from odoo.tools import SQL
from odoo.tools.json import json_default
from seeding import RARE_FOUR, RARE_PAIR

SERVED = """firm_id IN (SELECT firm_id FROM bench_serves WHERE user_id = %s
                     AND date_from <= CURRENT_DATE AND (date_to IS NULL OR date_to >= CURRENT_DATE))"""
COLUMNS = ("number", "name", "enterprise_id", "category_id", "lead_department_id", "received_on", "due_on",
           "state", "source", "is_solved", "satisfaction", "lamp")  # fmt: skip
LEAD_COLUMNS = ("name", "partner_id", "stage_id", "user_id", "team_id", "date_deadline", "create_date",
                "expected_revenue", "probability", "priority", "email_from", "phone")  # fmt: skip
PAGE, FAR, CEILING = 80, 8000, 10001
LAMPS = {"green": "success", "yellow": "warning", "red": "danger", "grey": "muted"}
NARROW = (
    "id, number, name, firm, category_id, lead_department_id, received_on, due_on, "
    "state, source, is_solved, satisfaction, lamp"
)


def specification(env, model, names):
    """Return what the web client asks for these fields."""
    relational = ("many2one", "many2many")
    return {
        name: {"fields": {"display_name": {}}} if env[model]._fields[name].type in relational else {} for name in names
    }


def asked_by(view, model):
    """Return what the web client asks for to fill a view, as its ``getFieldsSpec`` puts it together.

    Columns that are folded away (``optional="hide"``) are asked for all the same, and lists within a form with
    their columns; only of what is never to be seen the name is left out. Of a lazy list on a page that is not the
    first the ids are asked for (park_base, lazy_list).
    """
    asked = {}
    for node in view.xpath(".//field[not(ancestor::field)]"):
        field, related = model._fields[node.get("name")], model.env.get(model._fields[node.get("name")].comodel_name)
        if field.type == "many2one":
            asked[field.name] = {"fields": {} if is_never_seen(node) else {"display_name": {}}}
        elif field.type in ("one2many", "many2many"):
            asked[field.name] = {} if is_never_seen(node) else asked_of_many(node, related)
        else:
            asked[field.name] = {}
    return asked


def is_never_seen(node):
    return bool({node.get("invisible"), node.get("column_invisible")} & {"1", "True"})


def asked_of_many(node, related):
    """Return the same for records within a record: those of the first page, by the view it is shown with first."""
    if node.get("widget") == "park_lazy_list" and node.xpath("ancestor::page[preceding-sibling::page]"):
        return {"fields": {}, "limit": 40, "context": {}}
    mode = (node.get("mode") or "list").partition(",")[0]
    views = node.xpath(f"./{mode}")
    if not views:  # names alone, as tags show them
        return {"fields": {"display_name": {}}}
    inner = etree.fromstring(etree.tostring(views[0]))
    return {"fields": asked_by(inner, related), "limit": 40, "context": {}}


class Screens:
    """The requests of one account manager on a seeded database."""

    def __init__(self, env):
        self.env = env
        self.served = SQL(SERVED, env.uid)
        self.zone = env.company.id

    def call(self, model, method, **kwargs):
        """Do what one RPC does, with a cold cache, up to the JSON of the answer."""
        self.env.transaction.clear()
        # call_kw takes the context from the keywords, as a request does
        answer = call_kw(self.env[model], method, [], {**kwargs, "context": dict(self.env.context)})
        return json.dumps(answer, default=json_default)

    def sql(self, query, *args):
        """Run a query that makes its own JSON."""
        self.env.cr.execute(SQL(query, *args))
        return self.env.cr.fetchall()

    # -- rows 1, 2, 3, 6, 7, 13: lists

    def lists(self):
        """Return ``{row: {candidate: work}}`` of the requests that fill a list."""
        shapes = {
            1: {"order": "due_on, id"},
            2: {"order": "received_on desc, id desc"},
            3: {"order": "due_on, id", "offset": FAR},
            6: {"order": "due_on, id", "word": RARE_PAIR},
            7: {"order": "due_on, id", "word": RARE_FOUR},
            13: {"order": "due_on, id", "lamp": "red"},
        }
        return {row: self.list_candidates(**shape) for row, shape in shapes.items()}

    def list_candidates(self, **shape):
        return {
            "floor": lambda: self.floor_list(**shape),
            "raw": lambda: self.raw_list(**shape),
            "crm": lambda: self.lead_list(**shape),
            "ours": lambda: self.our_list(**shape),
        }

    def floor_list(self, order, offset=0, word="", lamp=""):
        where = self.served
        if word:
            pairs = [word[place : place + 2] for place in range(len(word) - 1)]
            where = SQL(
                "%s AND id IN (SELECT id FROM bench_word WHERE pairs @> %s::text[]) AND name LIKE %s",
                where, pairs, f"%{word}%",
            )  # fmt: skip
        if lamp:
            where = SQL("%s AND lamp = %s", where, lamp)
        self.sql(
            "SELECT json_agg(row) FROM (SELECT %s FROM bench_floor WHERE %s ORDER BY %s LIMIT %s OFFSET %s) row",
            SQL(NARROW), where, SQL(order), PAGE, offset,
        )  # fmt: skip
        if word:
            self.sql("SELECT count(*) FROM bench_floor WHERE %s", where)
        else:
            kept = SQL("lamp = %s", lamp) if lamp else SQL("TRUE")
            self.sql("SELECT sum(number) FROM bench_counter WHERE %s AND %s", self.served, kept)

    def raw_list(self, order, offset=0, word="", lamp=""):
        where = SQL(
            """i.company_id = %s AND i.is_restricted IS NOT TRUE AND i.enterprise_id IN (
                   SELECT enterprise_id FROM park_enterprise_officer WHERE user_id = %s
                      AND date_from <= CURRENT_DATE AND (date_to IS NULL OR date_to >= CURRENT_DATE))""",
            self.zone, self.env.uid,
        )  # fmt: skip
        if word:
            where = SQL("%s AND i.name LIKE %s", where, f"%{word}%")
        if lamp:
            where = SQL(
                "%s AND i.id IN (SELECT res_id FROM park_deadline WHERE res_model = 'park.issue' "
                "AND state = 'running' AND due_on < CURRENT_DATE)",
                where,
            )
        self.sql(
            """SELECT json_agg(row) FROM (
                   SELECT i.id, i.number, i.name, p.name AS firm, c.name, d.name AS department, i.received_on, i.due_on,
                          i.state, i.source, i.is_solved, i.satisfaction,
                          (SELECT min(due_on) FROM park_deadline WHERE res_model = 'park.issue' AND res_id = i.id
                              AND state = 'running') AS running
                     FROM park_issue i JOIN res_partner p ON p.id = i.enterprise_id
                     LEFT JOIN park_issue_category c ON c.id = i.category_id
                     LEFT JOIN park_department d ON d.id = i.lead_department_id
                    WHERE %s ORDER BY %s LIMIT %s OFFSET %s) row""",
            where, SQL(", ").join(SQL(f"i.{part}") for part in order.split(", ")), PAGE, offset,
        )  # fmt: skip
        self.sql("SELECT count(*) FROM (SELECT FROM park_issue i WHERE %s LIMIT %s) found", where, CEILING)

    def lead_list(self, order, offset=0, word="", lamp=""):
        domain = [("type", "=", "opportunity")]
        if word:
            domain.append(("name", "ilike", word))
        if lamp:
            domain.append(("date_deadline", "<", "today"))
        order = order.replace("due_on", "date_deadline").replace("received_on", "create_date")
        return self.call(
            "crm.lead", "web_search_read", domain=domain, order=order, offset=offset, limit=PAGE,
            count_limit=CEILING, specification=specification(self.env, "crm.lead", LEAD_COLUMNS),
        )  # fmt: skip

    def our_list(self, order, offset=0, word="", lamp="", asked=None):
        domain = [("lamp", "=", lamp)] if lamp else []
        if word:
            domain += [("park_search", "ilike", word)]
        return self.call(
            "park.issue", "web_search_read", domain=domain, order=order, offset=offset, limit=PAGE,
            count_limit=CEILING, specification=asked or specification(self.env, "park.issue", COLUMNS),
        )  # fmt: skip

    # -- rows 4 and 5: kanban, totals

    def kanban(self):
        """Return the candidates of a kanban with all its columns open."""
        return {
            "floor": lambda: self.sql(
                """SELECT s.state, json_agg(row) FROM (SELECT DISTINCT state FROM bench_counter WHERE %s) s,
                   LATERAL (SELECT %s FROM bench_floor f WHERE %s AND f.state = s.state
                             ORDER BY due_on, id LIMIT %s) row GROUP BY s.state""",
                self.served, SQL(NARROW.replace("state", "f.state")), self.served, PAGE,
            ),
            "crm": lambda: self.groups("crm.lead", "stage_id", LEAD_COLUMNS, [("type", "=", "opportunity")]),
            "ours": lambda: self.groups("park.issue", "state", COLUMNS, []),
        }  # fmt: skip

    def groups(self, model, by, names, domain):
        return self.call(
            model, "web_read_group", domain=domain, groupby=[by], aggregates=["__count"], limit=100,
            auto_unfold=True, unfold_read_default_limit=PAGE,
            unfold_read_specification=specification(self.env, model, names),
        )  # fmt: skip

    def totals(self):
        """Return the candidates of the figures above a kanban: total, columns, progress bars."""
        return {
            "floor": lambda: self.sql(
                """SELECT json_agg(row) FROM (SELECT state, lamp, sum(number) FROM bench_counter WHERE %s
                    GROUP BY GROUPING SETS ((state), (state, lamp), ())) row""",
                self.served,
            ),
            "crm": lambda: self.figures("crm.lead", "stage_id", "activity_state",
                                        {"planned": "success", "today": "warning", "overdue": "danger"},
                                        [("type", "=", "opportunity")]),
            "ours": lambda: self.figures("park.issue", "state", "lamp", LAMPS, []),
        }  # fmt: skip

    def figures(self, model, by, field, colours, domain):
        self.call(model, "search_count", domain=domain)
        self.call(model, "formatted_read_group", domain=domain, groupby=[by], aggregates=["__count"])
        return self.call(model, "read_progress_bar", domain=domain, group_by=by,
                         progress_bar={"field": field, "colors": colours})  # fmt: skip

    # -- row 9: the shipped screens against a bare request for twelve columns

    def shipped(self):
        """Return the candidates: the bare list, the list and the form as they are shipped."""
        issues = self.env["park.issue"]
        columns, form = (
            asked_by(etree.fromstring(issues.get_view(view_type=kind)["arch"]), issues) for kind in ("list", "form")
        )
        form["display_name"] = {}  # stands in the control panel
        open_states = [("state", "in", ["assigned", "doing"])]
        some = issues.search(open_states, order="received_on desc, id", limit=1)
        assert some.assignment_ids and some.deadline_ids, "a form with nothing in it measures nothing"
        return {
            "bare": lambda: self.our_list(order="due_on, id"),
            "list": lambda: self.our_list(order="due_on, id", asked=columns),
            "form": lambda: self.read_form(some.id, form),
        }

    def read_form(self, res_id, asked):
        """Do what opening one record asks for, as an RPC does."""
        self.env.transaction.clear()
        answer = call_kw(
            self.env["park.issue"], "web_read", [[res_id]],
            {"specification": asked, "context": dict(self.env.context)},
        )  # fmt: skip
        return json.dumps(answer, default=json_default)
