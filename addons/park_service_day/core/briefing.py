"""A page on one firm for the table: parts that each addon adds to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Part:
    """One part of the briefing of several firms at once.

    ``rows`` holds for each firm on the list the rows of its table, in words; without ``titles`` a row is a
    label and its value. ``empty`` is what the page says of a firm that has no row: that nothing is known is
    worth saying too.
    """

    title: str
    titles: Sequence[str]
    rows: Mapping[int, Sequence[Sequence[str]]]  # {id of the firm's line on the day: rows}
    empty: str

    def of(self, line_id: int) -> Sequence[Sequence[str]]:
        """Return the rows of one firm.

        >>> Part("Issues", ("No.",), {7: [("1",)]}, "None").of(8)
        ()
        """
        return self.rows.get(line_id, ())
