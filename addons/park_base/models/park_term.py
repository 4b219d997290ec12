from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import SQL


class ParkTerm(models.AbstractModel):
    """What a person is or does from a first day, and until a last one; both days are included.

    ``_term_person`` names the field with the person. History is what has ended: rows stay, nothing is
    overwritten. Days are those of the zone (``park.workday``), so nothing waits for a job at midnight.
    """

    _name = "park.term.mixin"
    _description = "Holds from a Day to a Day"

    _term_person = "user_id"

    date_from = fields.Date("From", required=True, default=lambda self: self.env["park.workday"].today())
    date_to = fields.Date("Until", help="The last day; empty while it goes on.")

    _dates_in_order = models.Constraint(
        "CHECK(date_to IS NULL OR date_to >= date_from)", "The last day cannot lie before the first."
    )

    @api.model
    def _on_domain(self, day, uid=None):
        """Return the domain of what holds on ``day``, of one person or of all."""
        return self._between_domain(day, day, uid)

    @api.model
    def _between_domain(self, first, last, uid=None):
        """Return the domain of what holds on any day from ``first`` to ``last``; no ``last``: from then on."""
        begun = Domain("date_from", "<=", last) if last else Domain.TRUE
        lasting = Domain("date_to", "=", False) | Domain("date_to", ">=", first)
        person = Domain.TRUE if uid is None else Domain(self._term_person, "=", uid)
        return person & begun & lasting

    @api.model
    def _current_domain(self, uid=None):
        """Return the domain of what holds today, of one person or of all."""
        return self._on_domain(self.env["park.workday"].today(), uid)

    @api.model
    def _on_sql(self, alias, day):
        """Return the same as ``_on_domain`` as a condition for statements of one's own."""
        first, last = SQL.identifier(alias, "date_from"), SQL.identifier(alias, "date_to")
        return SQL("(%s <= %s AND (%s IS NULL OR %s >= %s))", first, day, last, last, day)

    def _uids_on(self, day):
        """Return the ids of the people of self on ``day``, as a set."""
        return set(self.filtered_domain(self._on_domain(day))[self._term_person].ids)

    def _overlapping(self, *keys, condition=None, bounds="[]"):
        """Return those of self that share a day with another row with the same ``keys``.

        Keys are columns; an empty one equals an empty one. Both rows, ``mine`` and ``other``, meet ``condition``.
        With the bounds ``[)`` the last day of one may be the first of the next: the day of a change.
        One statement whatever the number of rows, over all rows whoever may read them.
        """
        if not self.ids:
            return self
        self.flush_model(["date_from", "date_to", *keys])
        same = [SQL("other.%(key)s IS NOT DISTINCT FROM mine.%(key)s", key=SQL.identifier(key)) for key in keys]
        rows = self.env.execute_query(
            SQL(
                """SELECT DISTINCT mine.id FROM %(table)s mine JOIN %(table)s other
                       ON other.id <> mine.id AND %(same)s AND %(condition)s
                      AND daterange(mine.date_from, mine.date_to, %(bounds)s)
                          && daterange(other.date_from, other.date_to, %(bounds)s)
                    WHERE mine.id = ANY(%(ids)s)""",
                table=SQL.identifier(self._table),
                same=SQL(" AND ").join(same),
                condition=condition or SQL("TRUE"),
                bounds=bounds,
                ids=self.ids,
            )
        )
        return self.browse(sorted(row[0] for row in rows))

    def _check_person_zone(self, refusal):
        """Refuse people who have no access to the zone of their row; ``refusal(term)`` words it."""
        for term in self.sudo():  # sudo: the zones of a user are not readable by colleagues
            if term.company_id not in term[self._term_person].company_ids:
                raise ValidationError(refusal(term))

    def _end_before(self, day, vals=None):
        """End what lasts past the day before ``day``; what began only then ends on the day it began.

        ``vals`` go along with the last day, such as the reason. What ended earlier stays as it is.
        """
        lasting = self.filtered_domain(self._between_domain(day, None))
        eve = fields.Date.subtract(day, days=1)
        ends = {term: max(eve, term.date_from) for term in lasting}
        for end in sorted(set(ends.values())):
            self.browse(term.id for term in lasting if ends[term] == end).write({"date_to": end, **(vals or {})})
