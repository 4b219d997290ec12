from dataclasses import dataclass
from datetime import date

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ..core import Period

NOBODY = "none"  # the cell of what has no department, area or category
NOTHING = SQL("FALSE")
PARTS = ("numerator", "denominator")


@dataclass(frozen=True)
class Measure:
    """What a figure counts among the facts of a source.

    ``numerator`` and ``denominator`` are conditions on the columns of ``_figure_facts``; with
    ``amount``, a column, the numerator is its sum over the denominator's rows and its median is told too.
    ``missing`` says in words why the figure cannot be told yet; then nothing is counted.
    """

    numerator: SQL = NOTHING
    denominator: SQL = NOTHING
    amount: str | None = None
    missing: str | None = None


@dataclass(frozen=True)
class Cell:
    """Where a number stands: which figure and part, of which zone, days and dimension, read on which day."""

    code: str
    part: str
    company_id: int
    period: Period
    today: date
    by: str | None = None
    value: int | None = None  # id in the dimension; None: what has none

    def key(self):
        """Return the cell as text that a domain can carry."""
        value = NOBODY if self.value is None else str(self.value)
        days = (self.period.first, self.period.last, self.today)
        place = (self.by, value) if self.by else ("", "")
        return "|".join((self.code, self.part, str(self.company_id), *map(str, days), *place))

    @classmethod
    def parse(cls, key):
        """Return the cell of a text; ValueError for any other text."""
        code, part, company, first, last, today, by, value = str(key).split("|")
        if part not in PARTS or (by and not value):
            raise ValueError(key)
        period = Period(date.fromisoformat(first), date.fromisoformat(last))
        place = int(value) if by and value != NOBODY else None
        return cls(code, part, int(company), period, date.fromisoformat(today), by or None, place)


class ParkFigureSource(models.AbstractModel):
    """Records that figures count: a statement with one row of facts for each, and conditions on it."""

    _name = "park.figure.source"
    _description = "Counted by Figures"

    figure_cell = fields.Char(
        "Counted in", compute="_compute_figure_cell", search="_search_figure_cell", export_string_translation=False
    )

    def _compute_figure_cell(self):
        self.figure_cell = False

    @api.model
    def _figure_measures(self):
        """Return ``{code: Measure}`` of the figures that count this model's records."""
        return {}

    @api.model
    def _figure_dimensions(self):
        """Return ``{department, area or category: column of the facts}``."""
        return {}

    @api.model
    def _figure_facts(self, ids, period, today):
        """Return the SELECT of facts, ``id`` and dimensions among them, of the records of a sub-select."""
        raise NotImplementedError

    @api.model
    def _search_figure_cell(self, operator, value):
        """Return exactly what a cell counted; the record rules of the user apply as to any search."""
        if operator != "in":
            return NotImplemented
        return Domain.OR(self._figure_domain(key) for key in value)

    def _figure_domain(self, key):
        try:
            cell = Cell.parse(key)
            measure = self._figure_measures()[cell.code]
            column = self._figure_dimensions()[cell.by] if cell.by else None
        except (KeyError, ValueError) as error:
            raise UserError(self.env._("This is not a cell of a figure.")) from error
        zone = SQL("(SELECT id FROM %s WHERE company_id = %s)", SQL.identifier(self._table), cell.company_id)
        where = measure.denominator if measure.amount else getattr(measure, cell.part)
        if column:
            where = SQL("(%s) AND %s IS NOT DISTINCT FROM %s", where, SQL.identifier("f", column), cell.value)
        self.env.flush_all()
        facts = self._figure_facts(zone, cell.period, cell.today)
        counted = SQL("(SELECT f.id FROM (%s) f WHERE %s)", facts, where)
        return Domain.custom(to_sql=lambda model, alias, query: SQL("%s IN %s", SQL.identifier(alias, "id"), counted))

    @api.model
    def _figure_counts(self, codes, period, company, by, today):
        """Return ``{(code, value or ALL): (numerator, denominator, median)}`` by one statement."""
        measures = self._figure_measures()
        readable = self._search([("company_id", "=", company.id)])
        columns = SQL(", ").join(_count(measures[code]) for code in codes)
        place = SQL.identifier("f", self._figure_dimensions()[by]) if by else SQL("NULL::int")
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                "SELECT GROUPING(place), place, %s FROM (SELECT f.*, %s AS place FROM (%s) f) f "
                "GROUP BY GROUPING SETS ((), (place))",
                columns,
                place,
                self._figure_facts(readable.subselect(), period, today),
            )
        )
        return {
            (code, ALL if is_total else value): tuple(numbers[3 * n : 3 * n + 3])
            for is_total, value, *numbers in rows
            for n, code in enumerate(codes)
            if is_total or by
        }


ALL = "all"


def _count(measure):
    """Return three columns: numerator, denominator, median."""
    where = SQL("FILTER (WHERE %s)", measure.denominator)
    if not measure.amount:
        return SQL("count(*) FILTER (WHERE %s), count(*) %s, NULL", measure.numerator, where)
    amount = SQL.identifier(measure.amount)
    return SQL(
        "COALESCE(sum(%s) %s, 0), count(*) %s, percentile_cont(0.5) WITHIN GROUP (ORDER BY %s) %s",
        amount, where, where, amount, where,
    )  # fmt: skip
