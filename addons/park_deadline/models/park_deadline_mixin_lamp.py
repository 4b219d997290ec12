from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from .park_deadline import LAMPS

READ_BY_LAMP = ("first_due_on", "first_due_at", "first_yellow_on", "first_runs_on")


class ParkDeadlineLamp(models.AbstractModel):
    """The lamp of a subject: the worst of its running clocks, as of the moment it is read.

    What it is read from stands on the subject, written by the verbs beside ``due_on``: lists, totals and
    progress bars of hundreds of thousands of rows need no look at the clocks.
    """

    _name = "park.deadline.mixin"
    _inherit = ["park.deadline.mixin"]
    _guard_protected = READ_BY_LAMP

    lamp = fields.Selection(LAMPS, compute="_compute_lamp", search="_search_lamp")
    first_due_on = fields.Date(
        "First Running Limit",
        readonly=True,
        copy=False,
        help="The earliest due day of the clocks that run, or that will when their pause reaches its ceiling.",
    )
    first_due_at = fields.Datetime(
        "First Running Hour", readonly=True, copy=False, help="The same of limits in working hours, to the minute."
    )
    first_yellow_on = fields.Date(
        "Yellow From", readonly=True, copy=False, help="The first day on which a running clock turns yellow."
    )
    first_runs_on = fields.Date(
        "Runs On From",
        readonly=True,
        copy=False,
        help="Where all clocks pause: the day the first one runs on by itself.",
    )

    def init(self):
        """Fill in what a version before these columns did not keep; later updates find nothing to do."""
        result = super().init()
        if not self._abstract:
            self.env.cr.execute(
                SQL(
                    """UPDATE %s AS subject
                          SET first_due_on = clock.due_on, first_due_at = clock.due_at,
                              first_yellow_on = clock.yellow_on
                         FROM (SELECT res_id, min(due_on) AS due_on, min(due_at) AS due_at, min(yellow_on) AS yellow_on
                                 FROM park_deadline
                                WHERE res_model = %s AND state = 'running'
                                GROUP BY res_id) AS clock
                        WHERE subject.id = clock.res_id AND subject.first_due_on IS NULL""",
                    SQL.identifier(self._table),
                    self._name,
                )
            )
        return result

    @api.depends(*READ_BY_LAMP)
    def _compute_lamp(self):
        today, now = self._lamp_moment()
        for subject in self:
            subject.lamp = colour(*(subject[name] for name in READ_BY_LAMP), today, now)

    @api.model
    def _search_lamp(self, operator, value):
        if operator != "in":
            return NotImplemented
        today, now = self._lamp_moment()
        paused = Domain("first_runs_on", ">", today)
        running = Domain("first_due_on", "!=", False) & ~paused
        warm = Domain("first_yellow_on", "<=", today)
        red = Domain("first_due_on", "<", today) | Domain("first_due_at", "<", now)
        answers = {"red": red, "yellow": warm & ~red, "green": running & ~warm & ~red, "grey": ~running}
        return Domain.OR(answers.get(item, Domain.FALSE) for item in value)

    def _read_group_groupby(self, alias, groupby_spec, query):
        """Group by the lamp as well: totals, pivots and progress bars are then one statement."""
        if groupby_spec == "lamp":
            return self._lamp_sql(alias)
        return super()._read_group_groupby(alias, groupby_spec, query)

    @api.model
    def _lamp_sql(self, alias):
        """Return the SQL of the lamp, the same as ``colour``."""
        today, now = self._lamp_moment()
        due_on, due_at, yellow_on, runs_on = (
            SQL.identifier(alias, name, to_flush=self._fields[name]) for name in READ_BY_LAMP
        )
        return SQL(
            "CASE WHEN %(due_on)s < %(today)s OR %(due_at)s < %(now)s THEN 'red' WHEN %(yellow_on)s <= %(today)s"
            " THEN 'yellow' WHEN %(due_on)s IS NULL OR %(runs_on)s > %(today)s THEN 'grey' ELSE 'green' END",
            due_on=due_on,
            due_at=due_at,
            yellow_on=yellow_on,
            runs_on=runs_on,
            today=today,
            now=now,
        )

    @api.model
    def _lamp_moment(self):
        """Return today and now: what a lamp is read against."""
        workday = self.env["park.workday"]
        return workday.today(), workday.now()


def colour(due_on, due_at, yellow_on, runs_on, today, now):
    """Return the colour of the earliest limits of running clocks: none runs, and it is grey.

    A limit that will run from ``runs_on`` is neither due nor yellow before that day.
    """
    if not due_on or (runs_on and runs_on > today):
        return "grey"
    if due_on < today or (due_at and due_at < now):
        return "red"
    return "yellow" if yellow_on and yellow_on <= today else "green"
