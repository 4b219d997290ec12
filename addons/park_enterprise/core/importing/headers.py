"""Finding the header row, and guessing which column is which field."""

from .cells import show
from .codes import is_valid, normalise
from .words import HEADERS, WORDS, plain_word

FIELDS = tuple(WORDS["headers"])
FORBIDDEN = frozenset(WORDS["forbidden"])
SEARCHED_ROWS = 10  # titles, dates and notes above a header rarely take more
SAMPLE_ROWS = 50


def field_of(title, headers=HEADERS):
    """Return ``(field, rank)`` a column title stands for, or None; ``headers`` are the words of the kind of file.

    >>> field_of("Credit Code (18)"), field_of("state") is None
    (('uscc', 8), True)
    """
    return headers.get(plain_word(title))


def is_forbidden(title):
    """Return whether a title names what no file may set: ids, the zone, who wrote it, the state.

    >>> is_forbidden("Company_ID"), is_forbidden("officer_id/.id"), is_forbidden("Name")
    (True, True, False)
    """
    word = title.strip().casefold()
    return word in FORBIDDEN or word.endswith(("/id", "/.id"))


def _score(cells, headers):
    """Return how many different fields a row of titles names."""
    return len({found[0] for cell in cells if (found := field_of(show(cell), headers))})


def find_header(rows, headers=HEADERS):
    """Return ``(index, titles, rows_used)`` of the header among the first rows.

    The first row that names most fields wins; without any, the first row is the header. A second
    title row right below is laid over the first where both together name more fields.
    """
    rows = rows[:SEARCHED_ROWS]
    index = max(range(len(rows)), key=lambda number: (_score(rows[number].cells, headers), -number))
    titles = [show(cell) for cell in rows[index].cells]
    if index + 1 < len(rows):
        below = [show(cell) for cell in rows[index + 1].cells]
        both = [
            second if field_of(second, headers) else first
            for first, second in zip(titles, below + [""] * len(titles), strict=False)
        ]
        if _score(below, headers) and _score(both, headers) > _score(titles, headers):
            return index, both, 2
    return index, titles, 1


def guess_mapping(table, headers=HEADERS):
    """Return ``{column: field}``: by title, then the code column by its contents.

    No field is given twice: of two columns that fit, the better known title wins, then the first.
    """
    claims = {}  # {field: (rank, column)}
    for column, title in enumerate(table.header):
        if found := field_of(title, headers):
            field, rank = found
            claims[field] = min(claims.get(field, (rank, column)), (rank, column))
    mapping = {column: field for field, (_rank, column) in claims.items()}
    if "uscc" not in claims and (column := _code_column(table, mapping)) is not None:
        mapping[column] = "uscc"
    return dict(sorted(mapping.items()))


def _code_column(table, taken):
    """Return the column most of whose first values are valid credit codes, or None."""
    for column in range(len(table.header)):
        if column in taken:
            continue
        shown = samples(table, column)
        if shown and sum(is_valid(normalise(text)) for text in shown) * 2 > len(shown):
            return column
    return None


def samples(table, column, number=SAMPLE_ROWS):
    """Return the first ``number`` texts that stand in a column.

    >>> from .cells import Row, Table
    >>> samples(Table(("a",), (Row(2, ("x",)), Row(3, (None,)), Row(4, (1.0,)))), 0)
    ['x', '1']
    """
    found = []
    for row in table.rows:
        if column < len(row.cells) and (text := show(row.cells[column])):
            found.append(text)
            if len(found) == number:
                break
    return found
