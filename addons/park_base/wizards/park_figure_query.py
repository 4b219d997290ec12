from odoo import api, fields, models
from odoo.exceptions import UserError

from ..core import DASH, Period, as_text
from ..models.park_figure_source import ALL

WHOLE_ZONE = ",".join(f"park_guard.group_park_{role}" for role in ("service_centre", "supervisor", "leader", "auditor"))


class ParkFigureQuery(models.TransientModel):
    """Which figures of which days a person wants to see; the table is counted anew each time."""

    _name = "park.figure.query"
    _description = "Table of Figures"
    _inherit = ["park.guard.mixin"]

    company_id = fields.Many2one("res.company", "Zone", required=True, default=lambda self: self.env.company)
    date_from = fields.Date("From", required=True, default=lambda self: self._today().replace(day=1))
    date_to = fields.Date("Until", required=True, default=lambda self: self._today())
    by = fields.Selection([("department", "Department"), ("area", "Area")], default="department")
    is_mine = fields.Boolean("My departments only")
    line_ids = fields.One2many("park.figure.line", "query_id")

    @api.model
    def _today(self):
        return self.env["park.workday"].today(self.env.company)

    def action_show(self):
        """Count, and open the table."""
        self.ensure_one()
        self.check_access("write")
        if self.date_to < self.date_from:
            raise UserError(self.env._("The last day lies before the first."))
        self.line_ids.unlink()
        self.line_ids.create(self._prepare_lines())
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Figures from %(first)s to %(last)s", first=self.date_from, last=self.date_to),
            "res_model": "park.figure.line",
            "views": [(False, "list")],
            "domain": [("query_id", "=", self.id)],
            "context": {"group_by": ["place"] if self.by else []},
        }

    def _prepare_lines(self):
        """Return the values of one line for each figure and place, the whole first."""
        figures = self.env["park.figure"]._in_force(self.date_to, self.company_id)
        cells = self.env["park.figure"]._compute(
            sorted(figures), Period(self.date_from, self.date_to), self.company_id, self.by or None
        )
        ranked = self._ranked_cells(figures, cells)
        places = self._places({value for _code, value in cells})
        order = {value: rank for rank, value in enumerate(places)}
        return [
            {"query_id": self.id, "sequence": order[value], "place": places[value]}
            | {"rank": ranked.get((code, value)) or False}
            | self.env["park.figure.line"]._prepare_number(figures[code], number)
            for (code, value), number in cells.items()
            if value in places
        ]

    def _ranked_cells(self, figures, cells):
        """Return ``{(code, department): rank}``, for those who read the whole zone: a rank among a part misleads."""
        if self.by != "department" or not self.env.user.has_groups(WHOLE_ZONE):
            return {}
        answer = {}
        for code, figure in figures.items():
            numbers = {value: number for (of, value), number in cells.items() if of == code}
            answer |= {(code, value): rank for value, rank in figure._ranks(numbers).items()}
        return answer

    def _places(self, values):
        """Return ``{value: name}`` of the rows wanted, in their order."""
        ids = {value for value in values if isinstance(value, int)}
        if self.is_mine and self.by == "department":
            ids &= set(self.env.user.park_department_ids.ids)
            values = set()
        records = self.env[self._place_models()[self.by]].search([("id", "in", list(ids))]) if ids else []
        names = {ALL: self.env._("Total")} if ALL in values else {}
        names |= {record.id: record.display_name for record in records}
        return names | ({None: self.env._("Nobody yet")} if None in values else {})

    @api.model
    def _place_models(self):
        """Return ``{dimension: model of its values}``."""
        return {"department": "park.department", "area": "park.area"}


class ParkFigureLine(models.TransientModel):
    """One number of a table, with what it was counted from."""

    _name = "park.figure.line"
    _description = "Line of a Table of Figures"
    _inherit = ["park.guard.mixin"]
    _order = "sequence, figure_id, id"

    query_id = fields.Many2one("park.figure.query", required=True, index=True, ondelete="cascade", readonly=True)
    sequence = fields.Integer(readonly=True)
    place = fields.Char("Unit or Area", readonly=True)
    figure_id = fields.Many2one("park.figure", readonly=True)
    numerator_word = fields.Char("Counted", related="figure_id.numerator", related_sudo=False)
    denominator_word = fields.Char("Counted Against", related="figure_id.denominator", related_sudo=False)
    base_rule = fields.Text(related="figure_id.base_rule", related_sudo=False)
    numerator = fields.Char(readonly=True)
    denominator = fields.Char(readonly=True)
    shown = fields.Char("Value", readonly=True)
    median = fields.Char(readonly=True)
    rank = fields.Integer(readonly=True, aggregator=False, help="Empty: too few counted, or nothing to compare.")
    note = fields.Char(readonly=True)
    res_model = fields.Char(readonly=True)
    cell_numerator = fields.Char(readonly=True)
    cell_denominator = fields.Char(readonly=True)

    @api.model
    def _prepare_number(self, figure, number):
        """Return the values that show a number; unknown is a dash."""
        domains = number.domains or {}
        return {
            "figure_id": figure.id,
            "numerator": DASH if number.numerator is None else f"{number.numerator}",
            "denominator": DASH if number.denominator is None or not figure.denominator else f"{number.denominator}",
            "shown": self._shown(figure, number),
            "median": False if number.median is None else as_text(number.median),
            "note": number.missing,
            "res_model": number.model,
            **{
                f"cell_{part}": domain[0][2]
                for part, domain in domains.items()
                if part == "numerator" or figure.denominator
            },
        }

    def _shown(self, figure, number):
        is_change = figure.kind in ("before", "year", "points")
        if number.share is None:
            words = {"up": self.env._("up"), "down": self.env._("down"), "same": self.env._("unchanged")}
            return words.get(number.word, DASH) if is_change and number.denominator else DASH
        if figure.unit == "percent":
            return f"{as_text(number.share * 100, sign=is_change)} %"
        if figure.unit == "number":
            return str(number.share)
        if figure.kind == "points":
            return self.env._("%s percentage points", as_text(number.share, sign=True))
        return as_text(number.share)

    def action_open_numerator(self):
        """Open the records counted."""
        return self._open(self.cell_numerator)

    def action_open_denominator(self):
        """Open the records counted against."""
        return self._open(self.cell_denominator)

    def _open(self, cell):
        self.ensure_one()
        self.check_access("read")
        if not cell:
            raise UserError(self.env._("No records stand behind this number."))
        return {
            "type": "ir.actions.act_window",
            "name": f"{self.figure_id.display_name} · {self.place}",
            "res_model": self.res_model,
            "views": [(False, "list"), (False, "form")],
            "domain": [("figure_cell", "=", cell)],
        }
