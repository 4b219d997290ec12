"""What stands in the column of the unified social credit code (GB 32100-2015)."""

import re
from functools import lru_cache

from .. import uscc
from .cells import INVISIBLE

SEPARATORS = re.compile(r"[\s\-\u2010-\u2015'`_]+")
CODE_LIKE = re.compile(r"(?=.{18}$|[159]).{16,20}")  # 18 characters, or nearly and begun like a code
SCIENTIFIC = re.compile(r"\d(\.\d+)?E\+?1[5-9]")
ORGANISATION = re.compile(r"[0-9A-Z]{8}[0-9X]")
ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)  # GB 11714


def normalise(text):
    """Return a code in its one spelling, without the marks that spreadsheets and print add.

    >>> normalise("\'9137 0100\u2014ma0xyt079y")
    '91370100MA0XYT079Y'
    """
    code = uscc.normalise(text if text.isalnum() else SEPARATORS.sub("", INVISIBLE.sub("", text)))
    # taking a mark out can bring another next to a letter
    return code if code.isascii() else uscc.normalise(SEPARATORS.sub("", code))


@lru_cache(maxsize=300_000)  # a code is judged, compared and written: more than a file holds
def check(code):
    """Return "valid", "invalid" or "missing" for a code in its one spelling.

    >>> check("91370100MA0XYT079Y"), check(None)
    ('valid', 'missing')
    """
    return uscc.check(code)


def is_valid(code):
    """Return whether ``code`` is a full code whose check character is right.

    >>> is_valid("91370100MA0XYT079Y"), is_valid("91370100MA0XYT079A")
    (True, False)
    """
    return check(code) == "valid"


def is_organisation_code(code):
    """Return whether nine characters are an organisation code (GB 11714) with the right check.

    >>> is_organisation_code("13830295X"), is_organisation_code("138302951")
    (True, False)
    """
    if not ORGANISATION.fullmatch(code):
        return False
    total = sum(weight * int(char, 36) for weight, char in zip(ORGANISATION_WEIGHTS, code, strict=False))
    return code[8] == "0X987654321"[total % 11]


def _lost_digits(code):
    """Return whether a spreadsheet kept only 15 of 18 digits, or the scientific form of them."""
    return bool(SCIENTIFIC.fullmatch(code)) or (len(code) == 18 and code.isdigit() and code.endswith("000"))


@lru_cache(maxsize=50_000)
def judge_code(text, is_number=False):
    """Return ``(kind, code, registration_no)`` for what was typed or stored in the code column.

    ``kind`` is "valid" or the key of a reason. A number of 16 and more digits has lost its tail in
    the spreadsheet: it is nobody's code, so neither a code nor a registration number is returned.
    Registers before 2015 had numbers of 13 and 15 digits, of 15 with letters for co-operatives
    ("320506NA000043X"), and texts for foreign-invested firms: all are registration numbers.

    >>> judge_code("91370100ma0xyt079y")
    ('valid', '91370100MA0XYT079Y', None)
    >>> judge_code("320113000002816")
    ('code_registration_no', None, '320113000002816')
    """
    code = normalise(text)
    if not code:
        return "code_missing", None, None
    if is_number and len(code) > 15:
        return "code_digits_lost", None, None
    if is_valid(code):
        return "valid", code, None
    if _lost_digits(code):
        return "code_digits_lost", None, None
    if is_organisation_code(code):
        return "code_organisation_only", None, text.strip()
    if code.isascii() and code.isalnum() and CODE_LIKE.fullmatch(code):
        return ("code_check_fails" if _has_code_shape(code) else "code_not_a_code"), code, None
    return "code_registration_no", None, text.strip()


def _has_code_shape(code):
    """Return whether 18 characters stand in the alphabet of the standard (no I, O, S, V, Z)."""
    return len(code) == 18 and not set(code) & set("IOSVZ")
