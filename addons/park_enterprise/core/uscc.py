"""The unified social credit code of GB 32100-2015: one spelling, and whether it holds."""

import re
import unicodedata

from stdnum.cn import uscc
from stdnum.exceptions import InvalidFormat, ValidationError

LENGTH = 18
# Registers that hand out codes beginning with a letter: military, agricultural, other (GB 32100-2015, 4.2);
# python-stdnum knows only digits there.
LETTER_REGISTERS = "ANY"


def normalise(text: str | None) -> str:
    """Return a code in its one spelling: half-width capitals without blanks and hyphens.

    >>> normalise("　9137 0100-ma0xyt079y ")
    '91370100MA0XYT079Y'
    >>> normalise(None)
    ''
    """
    code, last = text or "", None
    while code != last:  # dropping a blank can join two characters into one that folds again
        last = code
        code = re.sub(r"[\s\u200b\ufeff-]", "", unicodedata.normalize("NFKC", code.upper()))
    return code


def check(code: str | None) -> str:
    """Return ``valid``, ``invalid`` or ``missing`` for a code in its one spelling.

    >>> check("91370100MA0XYT079Y"), check("91370100MA0XYT0799"), check("")
    ('valid', 'invalid', 'missing')
    """
    if not code:
        return "missing"
    try:
        return "valid" if uscc.validate(code) == code else "invalid"
    except InvalidFormat:
        return "valid" if _holds_with_letter(code) else "invalid"
    except ValidationError:
        return "invalid"


def _holds_with_letter(code: str) -> bool:
    """Return whether a code that begins with the letter of a register holds.

    >>> _holds_with_letter("N2370100MF0000000" + uscc.calc_check_digit("N2370100MF0000000"))
    True
    """
    alphabet = set("0123456789ABCDEFGHJKLMNPQRTUWXY")
    return (
        len(code) == LENGTH
        and code[0] in LETTER_REGISTERS
        and code[2:8].isdecimal()
        and set(code) <= alphabet
        and uscc.calc_check_digit(code[:-1]) == code[-1]
    )
