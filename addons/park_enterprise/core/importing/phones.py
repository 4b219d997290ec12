"""Telephone numbers as lists write them: several in a cell, with country code, extension, words."""

import re
import unicodedata
from functools import lru_cache

from .cells import clean
from .words import WORDS

WORDS_FOR = WORDS["phones"]
EXTENSION = "|".join(map(re.escape, WORDS_FOR["extension"]))
BETWEEN = re.compile(rf"[;,/|\n{WORDS_FOR['separators']}]")
# A blank parts two numbers only where each could be one: "0379 6490 1234" is one number.
BLANK_BETWEEN = re.compile(r"(?<=\d{7})\s+(?=(?:\+?86)?[-\s]?1[3-9]\d{9}(?!\d)|0\d{2,3}[-\s]?\d{7,8}(?!\d))")
LABEL = re.compile(rf"^(?:{WORDS_FOR['labels']})*[:\s]*|\((?:{WORDS_FOR['labels']})\)$")
NUMBER = re.compile(
    rf"(?P<number>[+(\d][\d\s().\-]*?)(?:(?:\(|-|\s)*(?:{EXTENSION})[:\s]*(?P<extension>\d{{1,6}})\)?)?"
)
COUNTRY = re.compile(r"^(?:(?:\+|00)86|86(?=1[3-9]\d{9}$))")
MOBILE = re.compile(r"1[3-9]\d{9}")
# Area codes have three digits in Beijing (010) and the cities of 02x, else four; numbers seven or eight.
LANDLINE = re.compile(r"(010|02\d|0[3-9]\d{2})(\d{7,8})")
SERVICE = re.compile(r"([48]00)(\d{3})(\d{4})")  # paid by the callee
SHORT = re.compile(r"(?:1\d{4}|9\d{4}|95\d{3,6})")  # 12345, 95588
EXTENDED = WORDS_FOR["extension"][3]
MASK = re.compile(r"[*\u25cf\u2022\u00d7xX]{2,}")
LONGEST = 200  # characters
JOINT = " / "


@lru_cache(maxsize=50_000)
def normalise_phone(text):
    """Return one number in its one spelling, or None where it is no full number of China.

    >>> normalise_phone("+86 138-0000-0000"), normalise_phone("(0379)64901234 ext.801")
    ('13800000000', '0379-64901234\\u8f6c801')
    >>> normalise_phone("64901234"), normalise_phone("138****0000")
    (None, None)
    """
    plain = LABEL.sub("", unicodedata.normalize("NFKC", clean(text)).casefold())
    match = NUMBER.fullmatch(plain.strip())
    if not match or len(plain) > LONGEST:
        return None
    digits = COUNTRY.sub("", re.sub(r"[^\d+]", "", match["number"]), count=1)
    found = _spelled(digits)
    return f"{found}{EXTENDED}{match['extension']}" if found and match["extension"] else found


def _spelled(digits):
    """Return the spelling of a bare number, or None."""
    if MOBILE.fullmatch(digits) or SHORT.fullmatch(digits):
        return digits
    if re.fullmatch(r"[1-9]\d{9,10}", digits) and not SERVICE.fullmatch(digits) and LANDLINE.fullmatch(f"0{digits}"):
        return None  # an area code that lost its zero, perhaps: ask
    if match := SERVICE.fullmatch(digits):
        return "-".join(match.groups())
    match = LANDLINE.fullmatch(digits)
    return f"{match[1]}-{match[2]}" if match else None


@lru_cache(maxsize=50_000)
def read_phones(text):
    """Return ``(phone, problem)`` of a cell: all its numbers, and the key of the reason to doubt them.

    A cell that is masked holds no number: ``(None, "phone_unusable")``. Where one part is no full
    number the text is kept as it is, to be asked about. Each number stands once, in the order of the cell.

    >>> read_phones("13800000000; 0379-64901234")
    ('13800000000 / 0379-64901234', None)
    >>> read_phones("64901234"), read_phones("138****0000")
    (('64901234', 'phone_doubtful'), (None, 'phone_unusable'))
    """
    text = clean(text)
    plain = unicodedata.normalize("NFKC", text)
    if MASK.search(plain) or not re.search(r"\d{3}", plain) or len(text) > LONGEST:
        return None, "phone_unusable"
    if "E+" in plain.upper():
        return None, "phone_unusable"  # a spreadsheet kept the first digits only
    parts = [part for piece in BETWEEN.split(plain) for part in BLANK_BETWEEN.split(piece) if part.strip()]
    numbers = [normalise_phone(part) for part in parts]
    if None in numbers or not numbers:
        return text, "phone_doubtful"
    return JOINT.join(dict.fromkeys(numbers)), None


def phone_key(text):
    """Return what two spellings of the same numbers share.

    >>> phone_key("+86 13800000000") == phone_key("138 0000 0000")
    True
    """
    found, problem = read_phones(text or "")
    return found if not problem else clean(text or "")
