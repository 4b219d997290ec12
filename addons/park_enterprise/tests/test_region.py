from odoo.tests import tagged

from .common import CODES, WRONG_CODE, EnterpriseCase


@tagged("post_install", "-at_install")
class TestRegion(EnterpriseCase):
    """The division that registered a firm follows its code; statistical zone codes are another thing."""

    def divisions(self):
        return self.env["park.division"].create(
            [
                {"code": "370100", "name": "City", "level": "city", "edition": "2023"},
                {"code": "410400", "name": "Zone", "level": "county", "edition": "2023", "is_functional": True},
            ]
        )

    def region(self, **vals):
        return self.firms(f"Firm {vals}", **vals).region_id

    def test_a_valid_code_names_its_division_and_a_wrong_one_none(self):
        city, _zone = self.divisions()
        for case, code, region in (
            ("valid", CODES[0], city),
            ("wrong check digit", WRONG_CODE, city.browse()),
            ("only a statistical code of these digits", CODES[2], city.browse()),
            ("none", False, city.browse()),
        ):
            with self.subTest(case):
                self.assertEqual(self.region(uscc=code), region)

    def test_what_a_person_entered_stays(self):
        city, _zone = self.divisions()
        other = city.copy({"code": "370200", "name": "Other"})
        firm = self.firms("Moved Ltd", region_id=other.id, uscc=CODES[0])
        firm.uscc = CODES[1]
        self.assertEqual(firm.region_id, other)

    def test_a_table_imported_later_fills_what_was_unknown(self):
        firm, given = self.firms("Early Ltd", uscc=CODES[0]), self.firms("Given Ltd", uscc=CODES[1])
        self.assertFalse(firm.region_id)
        city, zone = self.divisions()
        given.region_id = zone
        self.env["res.partner"]._park_fill_regions()
        self.assertEqual((firm.region_id, given.region_id), (city, zone))
