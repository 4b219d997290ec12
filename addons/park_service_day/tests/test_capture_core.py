from odoo.tests import TransactionCase, tagged

from ..core import MAX_TEXT, MAX_WORKDAYS, LineError, parse_line

GOOD = {"uuid": "0f3a77e1", "enterprise_id": 7, "text": "No bus", "category_id": 2, "kind": "on_spot", "answer": "Soon"}
LIMITED = {**GOOD, "kind": "limited", "department_id": 3, "workdays": 5}

# (what the browser sent, changed values, field, problem)
WRONG = [
    ("no identifier", {"uuid": None}, "uuid", "uuid"),
    ("identifier too short", {"uuid": "abc"}, "uuid", "uuid"),
    ("identifier with blanks", {"uuid": "0f3a 77e1 0000"}, "uuid", "uuid"),
    ("identifier is a number", {"uuid": 12345678}, "uuid", "uuid"),
    ("no firm", {"enterprise_id": False}, "enterprise_id", "required"),
    ("firm as text", {"enterprise_id": "7"}, "enterprise_id", "type"),
    ("firm is true", {"enterprise_id": True}, "enterprise_id", "type"),
    ("firm below one", {"enterprise_id": -1}, "enterprise_id", "type"),
    ("firm beyond the database", {"enterprise_id": 2**31}, "enterprise_id", "type"),
    ("no text", {"text": "  \n "}, "text", "required"),
    ("text is a list", {"text": ["a"]}, "text", "type"),
    ("text too long", {"text": "长" * (MAX_TEXT + 1)}, "text", "length"),
    ("no category", {"category_id": None}, "category_id", "required"),
    ("category is a float", {"category_id": 2.0}, "category_id", "type"),
    ("no decision", {"kind": None}, "kind", "choice"),
    ("unknown decision", {"kind": "later"}, "kind", "choice"),
    ("on the spot without answer", {"answer": ""}, "answer", "required"),
    ("answer too long", {"answer": "长" * (MAX_TEXT + 1)}, "answer", "length"),
]
WRONG_LIMITED = [
    ("no department", {"department_id": False}, "department_id", "required"),
    ("no limit", {"workdays": None}, "workdays", "required"),
    ("limit as text", {"workdays": "5"}, "workdays", "type"),
    ("limit is true", {"workdays": True}, "workdays", "type"),
    ("half a day", {"workdays": 0.5}, "workdays", "type"),
    ("zero days", {"workdays": 0}, "workdays", "range"),
    ("beyond the longest limit", {"workdays": MAX_WORKDAYS + 1}, "workdays", "range"),
    ("helpers as text", {"helper_ids": "1,2"}, "helper_ids", "type"),
    ("too many helpers", {"helper_ids": list(range(1, 12))}, "helper_ids", "length"),
    ("measure too long", {"answer": "长" * (MAX_TEXT + 1)}, "answer", "length"),
]


@tagged("post_install", "-at_install")
class TestCaptureCore(TransactionCase):
    """What a line must look like, case by case."""

    def test_a_wrong_line_names_its_first_wrong_field(self):
        for base, cases in ((GOOD, WRONG), (LIMITED, WRONG_LIMITED)):
            for case, values, field, problem in cases:
                with self.subTest(case), self.assertRaises(LineError) as caught:
                    parse_line({**base, **values})
                self.assertEqual((caught.exception.field, caught.exception.problem), (field, problem), case)

    def test_what_is_no_line_at_all_is_refused(self):
        for raw in (None, 3, "text", [], [1]):
            with self.subTest(raw), self.assertRaises(LineError) as caught:
                parse_line(raw)
            self.assertEqual(caught.exception.field, "line")

    def test_the_longest_and_the_shortest_are_taken(self):
        self.assertEqual(len(parse_line({**GOOD, "text": "长" * MAX_TEXT}).text), MAX_TEXT)
        self.assertEqual(parse_line({**LIMITED, "workdays": 1}).workdays, 1)
        self.assertEqual(parse_line({**LIMITED, "workdays": MAX_WORKDAYS}).workdays, MAX_WORKDAYS)

    def test_pasted_control_characters_are_dropped(self):
        self.assertEqual(parse_line({**GOOD, "text": "a\x00b\r\nc\td"}).text, "ab\nc\td")

    def test_helpers_count_once(self):
        self.assertEqual(parse_line({**LIMITED, "helper_ids": [4, 4, 5]}).helper_ids, (4, 5))
