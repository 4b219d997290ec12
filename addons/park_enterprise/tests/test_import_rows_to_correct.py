"""The workbook of rows to correct: every kind of flagged and refused row goes out and comes in again."""

import io
from base64 import b64encode

from odoo.addons.park_enterprise.core.importing.cells import show
from odoo.addons.park_enterprise.core.importing.reader import read_table
from odoo.tests import tagged
from openpyxl import load_workbook

from .hostile_cases import BARE, CASES, A, B, C, Case, flagged, refused
from .hostile_files import code, text
from .import_honesty import unsaid_differences
from .test_import_hostile import HostileCase

MORE = [  # kinds that the table of bad files has no use for
    Case(0, "no name", lambda: text(("", code(1))), [refused("no_name")]),
    Case(0, "no code", lambda: text((A, "")), [flagged("code_missing")]),
    Case(0, "an organisation code", lambda: text((A, "13830295-X")), [flagged("code_organisation_only")]),
    Case(0, "several names", lambda: text(("甲量子有限公司；乙云图有限公司", code(1))), [flagged("name_several")]),
    Case(0, "a long text", lambda: text((A, code(1), "", "", "", "长" * 3000)), [flagged("text_too_long")]),
    Case(
        0,
        "words no list knows",
        lambda: text((A, code(1), "火星", "Z", "无此阶段"), header=(*BARE, "省份", "企业分级", "企业阶段")),
        [flagged("province_unknown")],
    ),
    Case(
        0,
        "contacts",
        lambda: text(
            (A, code(1), "", "13800138000"),
            (B, code(2), "王某、李某", ""),
            (C, code(3), "王某", "64901234"),
            header=(*BARE, "联系人", "联系人手机"),
        ),
        [flagged("contact_nameless"), flagged("contact_several"), flagged("contact_phone_doubtful")],
    ),
]


@tagged("post_install", "-at_install")
class TestRowsToCorrect(HostileCase):
    def test_every_kind_goes_out_and_comes_in_again(self):
        kinds = set()
        for case in [*CASES, *MORE]:
            problems = [verdict for verdict in case.rows if verdict[0] in ("flagged", "refused")]
            if problems:
                kinds |= {reason for _verdict, reason in problems}
                with self.subTest(number=case.number, title=case.title), self.undone_afterwards():
                    self.round_trip(case, problems)
        self.assertGreaterEqual(len(kinds), 30, kinds)

    def round_trip(self, case, problems):
        batch = self.upload(case.data(), case.role, **case.settings)
        batch.action_preview()
        self.assertEqual([(line.verdict, line.reason_key or None) for line in batch.line_ids], case.rows)
        batch.action_import()
        data = self.workbook_of(batch)
        self.assert_holds_the_rows(data, batch.problem_ids)
        again = self.upload(data, case.role)
        again.action_preview()
        again.action_import()
        self.assertEqual(again.row_count, len(problems))
        for (verdict, _reason), line in zip(problems, again.line_ids, strict=True):
            if verdict == "flagged":
                self.assertEqual(line.verdict, "unchanged", line.reasons)
            if line.verdict == "refused":
                self.chinese(line.reason)
        self.assertEqual(unsaid_differences(again), [])

    def workbook_of(self, batch):
        stream = io.BytesIO()
        self.env["park.document"]._write_sheets(stream, batch._sheets("errors"), "xlsx")
        return stream.getvalue()

    def assert_holds_the_rows(self, data, lines):
        """The cells stand as they stood, as text, with the reason behind them."""
        rows = read_table(data).rows
        for line, row in zip(lines, rows, strict=True):
            shown = [show(cell) for cell in row.cells]
            self.assertEqual(shown[: len(line.cells)], [cell.strip() for cell in line.cells])
            self.assertEqual(shown[-1], " ".join(line.reason.split()))
        for cells in load_workbook(io.BytesIO(data)).active.iter_rows():
            self.assertNotIn("f", {cell.data_type for cell in cells}, "no live formulas")

    def test_corrected_rows_are_taken(self):
        batch = self.upload(text((A, code(1)[:-1]), ("", code(2)), ("合计",)))
        batch.action_preview()
        batch.action_import()
        workbook = load_workbook(io.BytesIO(self.workbook_of(batch)))
        sheet = workbook.active
        rows = {sheet.cell(row, 2).value: row for row in range(1, sheet.max_row + 1)}
        sheet.cell(rows[code(1)[:-1]], 2).value = code(1)
        sheet.cell(rows[code(2)], 1).value = B
        stream = io.BytesIO()
        workbook.save(stream)
        again = self.env["park.enterprise.import"].with_user(self.centre)
        again = again.create({"file": b64encode(stream.getvalue()), "filename": "x.xlsx", "company_id": self.zone.id})
        again.action_preview()
        again.action_import()
        self.assertEqual(again.line_ids.mapped("verdict"), ["updated", "created", "refused"])
        self.assertEqual(
            self.firm(A).question_ids.filtered(lambda question: question.state == "open"),
            self.firm(A).question_ids.browse(),
        )
