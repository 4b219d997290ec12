from dataclasses import dataclass
from fractions import Fraction

from odoo import api, models
from odoo.exceptions import UserError

from ..core import Period, change, points, rank_moves, ranks, score, share
from .park_figure_source import ALL, Cell


@dataclass(frozen=True)
class Number:
    """One number of a table of figures.

    ``share`` is exact: of 1 for percent, the mean for days, the value itself for numbers and points; None
    prints as a dash. ``word`` says up, down or same for changes. ``missing`` says why nothing could be counted.
    ``domains`` is ``{"numerator": domain, "denominator": domain}`` on ``model``, empty where no records stand behind.
    """

    code: str
    by: str | None
    value: object  # id in the dimension, None for what has none, ALL for the whole
    numerator: object = None
    denominator: object = None
    share: Fraction | None = None
    median: float | None = None
    word: str | None = None
    missing: str | None = None
    model: str | None = None
    domains: dict | None = None
    rank: int | None = None
    climbed: int | None = None


class ParkFigureEngine(models.Model):
    """Figures computed for all cells at once: one statement for each counted model and period."""

    _inherit = "park.figure"

    @api.model
    def _compute(self, codes, period, company, by=None):
        """Return ``{(code, value): Number}`` for the whole (``ALL``) and, with ``by``, for each value found.

        ``period`` is a ``Period`` or two dates, both included; ``by`` is None, department, area or category.
        Counted is only what the user may read. Refuses codes that nobody defines.
        """
        period = period if isinstance(period, Period) else Period(*period)
        defined = self._in_force(period.last, company)
        if unknown := [code for code in codes if code not in defined]:
            raise UserError(self.env._("There is no figure %s in this period.", unknown[0]))
        table = _Table(self, period, company, by, defined)
        cells = {}
        for code in codes:
            cells |= {(code, value): number for value, number in table.numbers(code).items()}
        return cells

    @api.model
    def _ranked(self, code, period, company, by="department"):
        """Return ``{value: Number}`` with rank and places climbed since the period before."""
        period = period if isinstance(period, Period) else Period(*period)
        figure = self._in_force(period.last, company, [code]).get(code)
        now, before = (
            {value: number for (_code, value), number in self._compute([code], when, company, by).items()}
            for when in (period, period.before())
        )
        places = [figure._ranks(numbers) for numbers in (now, before)]
        moves = rank_moves(*places)
        return {
            value: Number(**{**vars(number), "rank": places[0].get(value), "climbed": moves.get(value)})
            for value, number in now.items()
        }

    def _ranks(self, numbers):
        """Return ``{value: rank or None}`` of ``{value: Number}``; the whole and what has no value are not ranked."""
        self.ensure_one()
        worth = {
            value: (number.share, number.denominator or 0)
            for value, number in numbers.items()
            if value not in (ALL, None)
        }
        return {} if self.direction == "none" else ranks(worth, self.direction == "lower", self.least)

    @api.model
    def _sources(self):
        """Return ``{code: model that counts it}``."""
        names = self.pool.descendants(["park.figure.source"], "_inherit") - {"park.figure.source"}
        return {code: name for name in names for code in self.env[name]._figure_measures()}


class _Table:
    """The counts that one call needs, each period of each counted model read once."""

    def __init__(self, figures, period, company, by, defined):
        self.env, self.period, self.company, self.by = figures.env, period, company, by
        self.defined = defined
        self.sources = figures._sources()
        self.today = figures.env["park.workday"].today(company)
        self.counts = {}  # {(model, period): {(code, value): (numerator, denominator, median)}}

    def numbers(self, code, period=None):
        """Return ``{value: Number}`` of a figure."""
        figure, period = self.defined[code], period or self.period
        if figure.kind == "counted":
            return self._counted(figure, period)
        if figure.kind == "score":
            return self._score(figure, period)
        return self._changes(figure, period)

    def _counted(self, figure, period):
        name = self.sources.get(figure.code)
        measure = name and self.env[name]._figure_measures()[figure.code]
        if not measure or measure.missing:
            reason = measure.missing if measure else self.env._("No installed application counts this.")
            return {ALL: Number(figure.code, self.by, ALL, missing=reason)}
        answer = {}
        for (code, value), (numerator, denominator, median) in self._read(name, period).items():
            if code == figure.code:
                worth = Fraction(numerator) if figure.unit == "number" else share(numerator, denominator)
                domains = self._domains(figure.code, period, value)
                answer[value] = Number(
                    code, self.by, value, numerator, denominator, worth, median, model=name, domains=domains
                )
        return answer

    def _read(self, name, period):
        if (name, period) not in self.counts:
            source = self.env[name]
            codes = [
                code
                for code, measure in source._figure_measures().items()
                if code in self.defined and not measure.missing
            ]
            by = self.by if self.by in source._figure_dimensions() else None
            self.counts[name, period] = source._figure_counts(codes, period, self.company, by, self.today)
        return self.counts[name, period]

    def _domains(self, code, period, value):
        by, place = (None, None) if value == ALL else (self.by, value)
        return {
            part: [("figure_cell", "=", Cell(code, part, self.company.id, period, self.today, by, place).key())]
            for part in ("numerator", "denominator")
        }

    def _score(self, figure, period):
        parts = [(self.numbers(weight.part_code, period), weight.weight) for weight in figure.weight_ids]
        values = {value for numbers, _weight in parts for value in numbers} or {ALL}
        answer = {}
        for value in values:
            told = [(numbers[value].share if value in numbers else None, weight) for numbers, weight in parts]
            counts = [numbers[value].denominator or 0 for numbers, _weight in parts if value in numbers]
            answer[value] = Number(figure.code, self.by, value, None, min(counts, default=0), score(told))
        return answer

    def _changes(self, figure, period):
        base_period = period.year_before() if figure.kind == "year" else period.before()
        now, base = (self.numbers(figure.subject_code, when) for when in (period, base_period))
        subject = self.defined[figure.subject_code]
        answer, subject_model = {}, self.sources.get(figure.subject_code)
        for value in now.keys() | base.keys():
            this, last = self._worth(subject, now, value), self._worth(subject, base, value)
            if figure.kind == "points":
                whole = [self._of_whole(subject, numbers, value) for numbers in (now, base)]
                moved, word = points(*whole), change(*whole)[1]
            else:
                moved, word = change(this, last)
            seen = now.get(value)
            numerator = None if this is None or last is None else this - last
            answer[value] = Number(
                figure.code, self.by, value, numerator, last, moved, word=word,
                missing=seen and seen.missing, model=subject_model, domains=_both(seen, base.get(value)),
            )  # fmt: skip
        return answer

    @staticmethod
    def _worth(subject, numbers, value):
        """Return what is compared: nothing counted is 0 for a plain number and unknown for a rate."""
        if value in numbers:
            return numbers[value].share
        return Fraction(0) if subject.unit == "number" else None

    def _of_whole(self, subject, numbers, value):
        """Return the share that moves: of the whole for a plain number, the rate itself otherwise."""
        worth = self._worth(subject, numbers, value)
        return share(worth, numbers[ALL].share) if subject.unit == "number" else worth


def _both(now, base):
    """Return the domains of a change: what is counted now, and what was counted in the base period."""
    pairs = (("numerator", now), ("denominator", base))
    return {part: number.domains["numerator"] for part, number in pairs if number and number.domains}
