"""Sheets as plain Python: text in cells, workbooks read back with openpyxl, tables for paper."""

import doctest
import importlib
import importlib.util
import io
import sys
import tracemalloc
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.utils.escape import unescape

CORE = Path(__file__).parents[2] / "addons/park_sheet/core"


def load_core():
    """Return the package ``core`` of park_sheet, loaded by its path: its addon imports models."""
    name = "park_sheet_core"
    spec = importlib.util.spec_from_file_location(name, CORE / "__init__.py", submodule_search_locations=[str(CORE)])
    sys.modules[name] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(sys.modules[name])
    return [importlib.import_module(f"{name}.{part}") for part in ("text", "sheet", "xlsx", "pdf", "pivot")]


text, sheet, xlsx, pdf, pivot = load_core()
Column, Labels, Sheet = sheet.Column, sheet.Labels, sheet.Sheet

AS_OF = date(2026, 11, 23)
DANGEROUS = [
    "=1+41",
    '=HYPERLINK("http://x","y")',
    "{=1+1}",
    "@SUM(A1:A9)",
    "+86 13800000000",
    "-1",
    "\t=1",
    "＝1+1",
    "http://example.com",
    "mailto:a@example.com",
    "internal:Sheet1!A1",
    "external:c:\\x.xlsx",
    "913701002612345678",
    "0012",
    "<r><t>a</t></r>",
    "<r>&</r>",
    "_x0041_",
]


def written(*sheets, **options):
    stream = io.BytesIO()
    xlsx.write_workbook(stream, sheets, **options)
    return stream.getvalue()


def read(*sheets, **options):
    return openpyxl.load_workbook(io.BytesIO(written(*sheets, **options)))


def read_column(kind, *values, **options):
    """Return the cells a column of ``kind`` gets for ``values``."""
    worksheet = read(Sheet("T", AS_OF, [Column("C", kind)], [(value,) for value in values]), **options).active
    return [worksheet.cell(row, 1) for row in range(4, 4 + len(values))]


@pytest.mark.parametrize("module", [text, sheet, xlsx, pdf, pivot], ids=lambda module: module.__name__)
def test_examples_in_docstrings(module):
    assert doctest.testmod(module).failed == 0


@pytest.mark.parametrize("value", DANGEROUS)
def test_text_stays_text(value):
    (cell,) = read_column("text", value)
    assert (cell.data_type, cell.hyperlink) == ("s", None)
    assert unescape(cell.value).rstrip(" ") == value  # Excel undoes _x005F_ itself, openpyxl does not


def test_titles_headers_subtitles_and_notes_stay_text_too():
    book = read(Sheet("=1+41", AS_OF, [Column("=2"), Column("{=3}")], [("a", "b")], subtitle="=4", notes=["=5"]))
    cells = [cell for row in book.active.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    assert [cell.value for cell in cells if cell.value[0] == "="] == ["=1+41", "=2", "=5"]


@pytest.mark.parametrize(
    ("kind", "value", "data_type", "expected", "number_format"),
    [
        ("date", date(2026, 11, 23), "d", datetime(2026, 11, 23), "yyyy-mm-dd"),
        ("date", datetime(2026, 11, 23, 9, 30), "d", datetime(2026, 11, 23), "yyyy-mm-dd"),
        ("date", date(1899, 5, 1), "s", "1899-05-01", "yyyy-mm-dd"),
        ("date", "soon", "s", "soon", "yyyy-mm-dd"),
        ("datetime", datetime(2026, 11, 23, 9, 30), "d", datetime(2026, 11, 23, 9, 30), "yyyy-mm-dd hh:mm"),
        ("datetime", date(2026, 11, 23), "d", datetime(2026, 11, 23), "yyyy-mm-dd hh:mm"),
        ("count", 1234, "n", 1234, "#,##0"),
        ("count", 0, "n", 0, "#,##0"),
        ("count", 913701002612345678, "s", "913701002612345678", "#,##0"),
        ("count", True, "n", 1, "#,##0"),
        ("count", "12", "s", "12", "#,##0"),
        ("number", 1.5, "n", 1.5, "#,##0.00"),
        ("number", Decimal("0.1"), "n", 0.1, "#,##0.00"),
        ("number", float("nan"), "s", "—", "#,##0.00"),
        ("number", float("-inf"), "s", "—", "#,##0.00"),
        ("money_wan", 501.18, "n", 501.18, "#,##0.00"),
        ("percent", 0.905, "n", 0.905, "0.0%"),
        ("percent", None, "s", "—", "0.0%"),
        ("lamp", "red", "s", "Red", "General"),
        ("lamp", "blue", "s", "blue", "General"),
        ("text", 12, "s", "12", "General"),
    ],
)
def test_values_are_typed(kind, value, data_type, expected, number_format):
    (cell,) = read_column(kind, value)
    assert (cell.data_type, cell.value, cell.number_format) == (data_type, expected, number_format)


@pytest.mark.parametrize("kind", ["text", "date", "datetime", "count", "number", "money_wan", "lamp"])
def test_unknown_is_an_empty_cell(kind):
    assert [cell.value for cell in read_column(kind, None, False)] == [None, None]


def test_a_moment_with_a_time_zone_is_written_as_its_own_wall_clock():
    (cell,) = read_column("datetime", datetime(2026, 11, 23, 9, 30, tzinfo=UTC))
    assert cell.value == datetime(2026, 11, 23, 9, 30)


def test_long_text_is_cut_and_says_so():
    labels = Labels(too_long="…(全文见系统)")
    plain, astral = read_column("text", "字" * 40_000, "𠮷" * 20_000, labels=labels)
    assert plain.value.endswith("字…(全文见系统)") and len(plain.value) == text.MAX_CELL
    assert astral.value.endswith("𠮷…(全文见系统)")
    assert len(astral.value.encode("utf-16-le")) // 2 <= text.MAX_CELL


def test_the_page_is_ready_to_read_and_to_print():
    columns = [
        Column("No.", "count"),
        Column("Due", "date"),
        Column("Capital", "money_wan"),
        Column("Lamp", "lamp"),
    ]
    worksheet = read(
        Sheet("Ledger", AS_OF, columns, [(1, AS_OF, 2.5, "red"), (2, None, None, "green")], notes=["n1", "n2"]),
        footer="Exported 2026-11-23 & signed",
    ).active
    assert worksheet.freeze_panes == "C4"
    assert worksheet.auto_filter.ref == "A3:D5"
    assert worksheet.print_title_rows == "$1:$3"
    assert worksheet.print_area == "'Ledger'!$A$1:$D$8"
    assert (worksheet.page_setup.orientation, worksheet.page_setup.paperSize) == ("landscape", 9)
    assert worksheet.sheet_properties.pageSetUpPr.fitToPage
    assert (worksheet.page_setup.fitToWidth, worksheet.page_setup.fitToHeight) == (None, 0) or (
        worksheet.page_setup.fitToHeight == 0
    )
    assert "Exported 2026-11-23 && signed" in worksheet.oddFooter.left.text
    assert worksheet.oddFooter.center.text.strip() == "Page &P of &N"
    assert worksheet["A2"].value == "As of 2026-11-23"
    assert worksheet["C3"].value == "Capital(CNY 10,000)"
    assert [worksheet[f"A{row}"].value for row in (7, 8)] == ["n1", "n2"]
    header = worksheet["A3"]
    assert (header.font.b, header.font.name, header.font.color.rgb) == (True, "微软雅黑", "FFFFFFFF")
    assert header.fill.fgColor.rgb == "FF1F4E79"
    assert {rule.formula[0] for rules in worksheet.conditional_formatting for rule in rules.rules} == {
        '"Green"',
        '"Yellow"',
        '"Red"',
        '"Grey"',
    }
    assert not list(worksheet.merged_cells.ranges)


def test_portrait_and_given_widths():
    worksheet = read(Sheet("T", AS_OF, [Column("A", width=33), Column("B")], [], landscape=False)).active
    assert worksheet.page_setup.orientation in (None, "portrait", "default")
    assert round(worksheet.column_dimensions["A"].width) in (33, 34)


def test_rows_are_as_high_as_their_text_and_others_are_left_to_grow():
    rows = [("短",), ("长" * 40,), ("a\nb\nc",), ("x" * 40_000,), ("短",)]
    worksheet = read(Sheet("T", AS_OF, [Column("A", width=40)], rows)).active
    heights = [worksheet.row_dimensions[row].height for row in range(4, 9)]
    assert heights[1:4] == pytest.approx([2 * xlsx.LINE + 3, 3 * xlsx.LINE + 3, xlsx.TALLEST], abs=0.5)
    assert heights[::4] == [None, None]


def test_names_of_sheets_are_valid_and_differ():
    titles = ["A/B:[C]*?\\", "x" * 40, "X" * 40, "", "'q'", "History", "台账" * 20, "😀" * 20, "\ud800"]
    names = read(*[Sheet(title, AS_OF, [Column("C")], []) for title in titles]).sheetnames
    assert len({name.casefold() for name in names}) == len(titles)
    assert names[0] == "A B C" and names[2].endswith(" (2)") and names[4] == "q"
    assert all(len(name.encode("utf-16-le")) <= 2 * text.MAX_NAME for name in names)


def test_an_overlong_sheet_goes_on_in_the_next(monkeypatch):
    monkeypatch.setattr(xlsx, "ROOM", 3)
    book = read(Sheet("T", AS_OF, [Column("N", "count")], ((n,) for n in range(7)), notes=["end"]))
    assert book.sheetnames == ["T", "T (2)", "T (3)"]
    assert [[row[0] for row in part.iter_rows(min_row=4, values_only=True)] for part in book] == [
        [0, 1, 2],
        [3, 4, 5],
        [6, None, "end"],
    ]


def test_a_row_of_the_wrong_length_is_refused_and_leaves_no_files(tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with pytest.raises(ValueError, match="1 values for 2 columns in 'T'"):
        written(Sheet("T", AS_OF, [Column("A"), Column("B")], [("a", "b"), ("a",)]))
    assert not list(tmp_path.iterdir())


def test_the_same_input_gives_the_same_bytes():
    rows = [("a", AS_OF, "red")] * 5
    make = lambda: written(Sheet("T", AS_OF, [Column("A"), Column("B", "date"), Column("L", "lamp")], rows))  # noqa: E731
    assert make() == make()
    assert {info.date_time[0] for info in zipfile.ZipFile(io.BytesIO(make())).infolist()} == {1980}


def test_the_short_way_to_write_a_cell_leads_to_the_same_bytes(monkeypatch):
    values = [*DANGEROUS, " a", "a ", "a\nb", "\n", "a&b", "<r>", "\u3000", "字", "😀", ""]
    rows = [(value, n / 3, AS_OF, datetime(2026, 1, 1, 9, n), None, "red") for n, value in enumerate(values)]
    kinds = ["text", "number", "date", "datetime", "percent", "lamp"]
    columns = [Column(kind, kind) for kind in kinds]
    short = written(Sheet("T", AS_OF, columns, rows))
    monkeypatch.delattr(xlsx.StreamingWorksheet, "_write_cell")
    assert written(Sheet("T", AS_OF, columns, rows)) == short


def test_wrong_declarations_are_refused():
    with pytest.raises(ValueError, match="unknown kind"):
        Column("A", "money")
    with pytest.raises(ValueError, match="needs a column"):
        Sheet("T", AS_OF, [], [])


ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=60) | st.sampled_from(DANGEROUS)
KEPT = st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff"), min_size=1)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(ANY_TEXT, ANY_TEXT), max_size=5), ANY_TEXT, ANY_TEXT, ANY_TEXT)
def test_no_text_breaks_the_writer(rows, title, header, footer):
    book = read(
        Sheet(title, AS_OF, [Column(header), Column("B", "date")], rows, subtitle=title, notes=[footer]),
        footer=footer,
        labels=Labels(page=header.replace("%", "%%")),
    )
    cells = [cell for row in book.active.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"} and not any(cell.hyperlink for cell in cells)
    assert book.active.auto_filter.ref == f"A3:B{3 + len(rows)}"


@settings(max_examples=150, deadline=None)
@given(KEPT)
def test_ordinary_text_comes_back_as_it_was(value):
    (cell,) = read_column("text", value)
    assert unescape(cell.value) == value


@settings(max_examples=150, deadline=None)
@given(st.text(st.characters(exclude_categories=())), st.integers(1, 9))
def test_cleaning_and_wrapping_lose_only_what_is_forbidden(value, columns):
    cleaned = text.clean(value)
    assert text.clean(cleaned) == cleaned or cleaned.startswith("<r>")
    cleaned.encode()
    lines = list(text.wrap(cleaned, columns))
    assert "".join(lines) == "".join(cleaned.splitlines())
    assert all(text.width(line) <= max(columns, 2) for line in lines)


def test_a_sheet_becomes_a_table_for_paper():
    table = pdf.layout(
        Sheet(
            "T",
            AS_OF,
            [Column("N", "count"), Column("L", "lamp"), Column("P", "percent")],
            [(1234, "red", None)],
        ),
        Labels(),
    )
    assert table.rows == [[("figure", "1,234"), ("lamp red", "Red"), ("figure", "—")]]
    assert abs(sum(table.shares) - 100) < 0.1


def test_paper_refuses_what_only_a_workbook_holds():
    with pytest.raises(pdf.TooManyRows, match="T"):
        pdf.layout(Sheet("T", AS_OF, [Column("N")], (("x",) for _ in range(pdf.MAX_CELLS + 1))), Labels())


class Nowhere:
    """A file that forgets what it is given and only knows how much it was."""

    def __init__(self):
        self.size = self.position = 0

    def write(self, data):
        self.position += len(data)
        self.size = max(self.size, self.position)
        return len(data)

    def tell(self):
        return self.position

    def seek(self, offset, whence=0):
        self.position = (0, self.position, self.size)[whence] + offset
        return self.position

    def seekable(self):
        return True

    def flush(self):
        pass


def peak(rows):
    """Return the most memory in use while ``rows`` rows, each two lines high, are written."""
    columns = [Column("Text", width=20), Column("Due", "date"), Column("Count", "count"), Column("L", "lamp")]
    tracemalloc.start()
    try:
        generated = ((f"企业诉求需要协调解决的事项 {n}", date(2026, 1, 1), n, "red") for n in range(rows))
        xlsx.write_workbook(Nowhere(), [Sheet("T", AS_OF, columns, generated)])
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_memory_does_not_grow_with_the_rows():
    peak(2_000)  # fills the caches
    assert peak(8_000) < 1.2 * peak(2_000)
