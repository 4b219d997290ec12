"""Personal data on screens and in records: what stays to be seen of it, and how it is found in text.

Masks are those of the trade: 138****8000 (GB/T 35273-2020, de-identified display).
"""

import re

STAR = "*"
MOBILE = re.compile(r"(?<![0-9])(?:\+?86[- ]?)?(1[3-9][0-9])[- ]?([0-9]{4})[- ]?([0-9]{4})(?![0-9])")
EMAIL = re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}")
# GB 11643: six digits of the place, the day of birth, three digits and a check character
IDENTITY = re.compile(
    r"(?<![0-9A-Za-z])([1-9][0-9]{5})(?:18|19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9]{3}[0-9Xx]"
    r"(?![0-9A-Za-z])"
)


def mask(value):
    """Return what may be seen of a telephone number, an address of mail or another identifier.

    What is masked already stays as it is.

    >>> mask("13800138000"), mask("0531-88881234"), mask("wang.fang@example.com"), mask("138****8000")
    ('138****8000', '053******1234', 'w********@example.com', '138****8000')
    >>> mask("8123"), mask("410403199001011234"), mask("")
    ('****', '410***********1234', '')
    """
    if not value or STAR in value:
        return value
    if "@" in value:
        return EMAIL.sub(lambda found: _mask_email(found[0]), value) if EMAIL.search(value) else _middle(value, 1, 0)
    return _middle(value, 3, 4) if len(value) >= 10 else _middle(value, 0, 2 if len(value) > 5 else 0)


def _mask_email(address):
    name, _at, host = address.partition("@")
    return f"{name[0]}{STAR * max(len(name) - 1, 3)}@{host}"


def _middle(value, first, last):
    hidden = max(len(value) - first - last, 0)
    return value[:first] + STAR * hidden + (value[len(value) - last :] if last else "")


def is_masked(value):
    """Return whether a text is a mask, which no real number or address is."""
    return isinstance(value, str) and STAR in value


def scrub(text):
    """Return a text in which mobile numbers, identity numbers and addresses of mail are masked.

    >>> scrub("call 138 0013 8000 or li@example.com, 410403199001011234; code 91370100MA0XYT079Y, due 2026-11-30")
    'call 138****8000 or l***@example.com, 410403************; code 91370100MA0XYT079Y, due 2026-11-30'
    """
    text = EMAIL.sub(lambda found: _mask_email(found[0]), text)
    text = IDENTITY.sub(lambda found: found[1] + STAR * 12, text)
    return MOBILE.sub(r"\1****\3", text)
