from base64 import b64encode
from pathlib import Path
from unittest import skipUnless

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import EnterpriseCase

LISTS = Path(__file__).resolve().parents[4] / "shared" / "data"
INDUSTRIES, DIVISIONS = LISTS / "industry_gbt4754_2017.csv", LISTS / "divisions.csv"
ABSENT = "the shared table {} is not beside the project"
EDITION = "GB/T 4754-2017"


@tagged("post_install", "-at_install")
class TestClassification(EnterpriseCase):
    def table(self, *rows):
        return "\n".join(("code,level,parent,name", *rows)).encode()

    def do(self, data, kind="industry", edition=EDITION):
        return self.env["park.classification.import"]._import_table(data, kind, edition)

    def test_new_codes_hang_below_what_is_there_and_twice_is_once(self):
        data = self.table(
            "C,section,,制造业", "39,division,C,计算机、通信和其他电子设备制造业", "391,group,39,计算机制造"
        )
        first, again = self.do(data), self.do(data)
        self.assertEqual((first["created"], again["created"], again["unchanged"]), (1, 0, 3))
        group = self.env["res.partner.industry"].search([("code", "=", "391"), ("edition", "=", EDITION)])
        self.assertEqual(group.parent_id, self.env.ref("park_enterprise.industry_39"))

    def test_a_name_that_differs_is_said_and_never_changed(self):
        found = self.do(self.table("C,section,,另一个名称"))
        self.assertEqual([(code, then) for code, _now, then in found["renamed"]], [("C", "另一个名称")])
        self.assertEqual(self.env.ref("park_enterprise.industry_c").name, "制造业")

    def test_a_table_with_problems_is_refused_as_a_whole(self):
        before = self.env["res.partner.industry"].search_count([])
        for case, row in (
            ("a code of another level", "39,class,391,错误"),
            ("an unknown level", "3919,kind,391,错误"),
            ("no name", "392,group,39,"),
            ("a parent that is not there", "4011,class,401,错误"),
            ("a code twice", "C,section,,制造业"),
        ):
            with self.subTest(case), self.assertRaises(UserError):
                self.do(self.table("C,section,,制造业", "39,division,C,电子", row))
        with self.assertRaises(UserError):
            self.do("名称\n制造业\n".encode())
        with self.assertRaises(UserError):
            self.do(self.table("C,section,,制造业").decode().encode("gb18030"))
        self.assertEqual(self.env["res.partner.industry"].search_count([]), before)

    def test_only_an_administrator_imports(self):
        dialogs = self.env["park.classification.import"]
        with self.assertRaises(AccessError):
            dialogs.with_user(self.centre).create({"file": b64encode(self.table())})
        dialog = dialogs.with_user(self.admin).create({"file": b64encode(self.table("C,section,,制造业"))})
        dialog.action_preview()
        self.assertTrue(dialog.is_sound)
        dialog.action_import()

    @skipUnless(INDUSTRIES.exists(), ABSENT.format(INDUSTRIES.name))
    def test_the_whole_standard_comes_in_and_stays_as_it_is(self):
        data = INDUSTRIES.read_bytes()
        first = self.do(data)
        self.assertEqual((first["rows"], first["problems"], first["created"]), (1971, [], 1854))
        self.assertEqual(self.do(data)["created"], 0)

    @skipUnless(DIVISIONS.exists(), ABSENT.format(DIVISIONS.name))
    def test_every_division_comes_in_with_functional_areas_marked(self):
        data = DIVISIONS.read_bytes()
        first = self.do(data, "division", "2023")
        self.assertEqual(
            (first["rows"], first["problems"], first["created"]), (3351, [], 3348)
        )  # three cities without counties are listed twice
        self.assertEqual(self.do(data, "division", "2023")["unchanged"], 3351)
        divisions = self.env["park.division"]
        self.assertTrue(divisions._of_code("370176").is_functional)
        self.assertEqual(divisions._of_code("91450300MA0XYT079P").name, "桂林市")
        self.assertFalse(divisions._of_code("99"))
