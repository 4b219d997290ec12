"""Where the headers of a pivot table stand."""

from collections.abc import Iterator, Mapping, Sequence

MAX_COLUMNS = 16_384  # of a sheet


def place_headers(header_rows: Sequence[Sequence[Mapping]], first: int = 1) -> Iterator[tuple[int, int, str]]:
    """Yield ``(row, column, text)`` of every cell of nested headers; cells of one header repeat "".

    A header is ``{"title", "width", "height"}``; one that is high pushes those of the rows below
    it to the right.

    >>> rows = [[{"title": "All", "width": 2, "height": 1}, {"title": "Sum", "width": 1, "height": 2}],
    ...         [{"title": "A", "width": 1, "height": 1}, {"title": "B", "width": 1, "height": 1}]]
    >>> list(place_headers(rows))
    [(0, 1, 'All'), (0, 2, ''), (0, 3, 'Sum'), (1, 3, ''), (1, 1, 'A'), (1, 2, 'B')]
    """
    taken = set()
    for row, headers in enumerate(header_rows):
        column = first
        for header in headers:
            while (row, column) in taken:
                column += 1
            wide = min(header["width"], MAX_COLUMNS - column)
            high = min(header["height"], len(header_rows) - row)
            cells = [(row + down, column + right) for down in range(high) for right in range(wide)]
            taken.update(cells)
            for cell in cells:
                yield *cell, header["title"] if cell == (row, column) else ""
