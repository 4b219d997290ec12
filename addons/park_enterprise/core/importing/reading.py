"""From the cells of one row to the values of a firm, and the doubts about them."""

import re
from dataclasses import dataclass, field
from datetime import date, datetime

from .capital import parse_capital
from .cells import Broken, believable, name_key, show
from .codes import judge_code
from .dates import parse_date
from .phones import read_phones
from .reasons import REFUSE, Reason
from .words import BLANKS, WORDS, is_footer, is_total

MAX_NAME = 200  # characters; the longest of 15,285 registered names has 104
MAX_TEXT = 2000
USUAL_NAME = re.compile(r"[^\s.,;:!?'\"*#@]+")
SEVERAL_PEOPLE = re.compile(r"\s*[;\uff1b|\n/\u3001,\uff0c]\s*")
SEVERAL = re.compile(r"\s*[;\uff1b|\n]\s*")
PLACE_ENDINGS = re.compile(f"({'|'.join(WORDS['place_endings'])})$")
CHOICES = {  # field of the file: (column of the firm, reason when nothing fits)
    "province": ("state_id", "province_unknown"),
    "area": ("park_area_id", "area_unknown"),
    "industry": ("industry_id", "industry_unknown"),
    "tier": ("tier", "tier_unknown"),
    "stage": ("park_stage", "stage_unknown"),
}
TEXTS = {  # field of the file: column of the firm
    "company_type": "company_type_text",
    "city": "city",
    "address": "street",
    "email": "email",
    "registration_no": "company_registry",
    "former_name": "former_name",
}
FREE_TEXTS = frozenset({"company_type", "city", "address", "website", "contact_position"})


@dataclass(frozen=True)
class Lists:
    """What the words of a file can mean in this zone, and how bare figures are to be read."""

    today: date
    choices: dict = field(default_factory=dict)  # {field: {key: value}}, keys by choice_key()
    officers: dict = field(default_factory=dict)  # {key: (user ids)}
    currencies: dict = field(default_factory=dict)  # {"CNY": id}
    capital_unit: str | None = None  # "wan", "yuan" or None: ask
    day_first: bool | None = None
    left_officers: frozenset = frozenset()  # keys of people of the zone who left
    may_appoint: bool = True
    with_hidden: bool = False  # hidden rows and columns count too


def choice_key(word):
    """Return the key of a word in a list; a province may be named with or without its kind.

    >>> choice_key("\\u56db\\u5ddd\\u7701") == choice_key("\\u56db\\u5ddd")
    True
    """
    key = name_key(word)
    return PLACE_ENDINGS.sub("", key) or key


def read_row(cells, mapping, lists):
    """Return ``(values, reasons)`` of a row: columns of the firm, and what could not be believed.

    A cell without a fact sets nothing: unknown is not no. ``values`` may hold "former_name",
    "officer_id" and "contact", which are no columns of the firm. A row that sums up others has no values.
    """
    values, reasons = {}, []
    if sums := next((text for cell in cells if isinstance(cell, str) and is_total(text := show(cell))), None):
        return values, [Reason("subtotal_row", (sums,))]
    cells = {
        column: believable(cells[column], name in FREE_TEXTS) for column, name in mapping.items() if column < len(cells)
    }
    for column, name in mapping.items():
        cell = cells.get(column)
        if isinstance(cell, Broken):
            reasons.append(Reason("name_broken" if name == "name" else "cell_broken", (name, cell.shown[:80])))
            continue
        text = show(cell)
        if not text or (name != "name" and text.casefold() in BLANKS):
            continue
        READERS.get(name, _read_text)(name, cell, text, lists, values, reasons)
    _read_code(cells, mapping, values, reasons)
    _gather_contact(values, reasons)
    if "name" not in values and not any(reason.effect == REFUSE for reason in reasons):
        reasons.insert(0, Reason("no_name"))
    return values, reasons


def _read_name(_name, _cell, text, _lists, values, reasons):
    """Keep the name as it is written, cleaned of what nobody sees."""
    if is_footer(text):
        reasons.append(Reason("footer_row", (text[:80],)))
    elif not any(char.isalpha() for char in text):
        reasons.append(Reason("name_no_letters", (text[:80],)))
    elif len(text) > MAX_NAME:
        reasons.append(Reason("name_too_long", (len(text), MAX_NAME)))
    else:
        values["name"] = text
        parts = [part for part in SEVERAL.split(text) if len(part) > 3]
        if len(parts) > 1:
            reasons.append(Reason("name_several", (len(parts),)))
        elif not USUAL_NAME.fullmatch(text):
            reasons.append(Reason("name_unusual", (text,)))


def _read_code(cells, mapping, values, reasons):
    """Sort what stands in the code column into code, registration number, and doubt."""
    column = next((column for column, name in mapping.items() if name == "uscc"), None)
    if column is None:
        return
    cell = cells.get(column)
    if isinstance(cell, Broken):
        return
    shown = show(cell)
    text = "" if shown.casefold() in BLANKS else shown
    kind, code, registration_no = judge_code(text, isinstance(cell, int | float))
    if code:
        values["uscc"] = code
    if registration_no:
        values.setdefault("company_registry", registration_no)
    if kind != "valid":
        reasons.append(Reason(kind, (text[:80],) if text else ()))


def _read_capital(_name, cell, text, lists, values, reasons):
    """Keep the words of the capital always, its amount and currency where they are understood."""
    values["capital_text"] = text[:MAX_TEXT]
    found = parse_capital(text, lists.capital_unit)
    if isinstance(found, str):
        reasons.append(Reason(found, (text[:80],)))
    elif found[1] not in lists.currencies:
        reasons.append(Reason("capital_unclear", (text[:80],)))
    else:
        values["capital_wan"] = found[0]
        values["capital_currency_id"] = lists.currencies[found[1]]


def _read_founded(_name, cell, text, lists, values, reasons):
    """Take a founding date only where a real day is named."""
    typed = isinstance(cell, int | float | datetime | date) and not isinstance(cell, bool)
    found = parse_date(cell if typed else text, lists.today, lists.day_first)
    if isinstance(found, str):
        reasons.append(Reason(found, (text[:80],)))
    else:
        values["founded_on"] = found


def _read_choice(name, _cell, text, lists, values, reasons):
    """Take the one entry of a list that the text names; never make a new one."""
    column, reason = CHOICES[name]
    value = lists.choices.get(name, {}).get(choice_key(text))
    if value is None:
        reasons.append(Reason(reason, (text[:80],)))
    else:
        values[column] = value


def _read_officer(_name, _cell, text, lists, values, reasons):
    """Take the one person with this log-in or name."""
    if not lists.may_appoint:
        reasons.append(Reason("officer_not_entered", (text[:80],)))
        return
    users = lists.officers.get(name_key(text), ())
    if len(users) == 1:
        values["officer_id"] = users[0]
    else:
        left = not users and name_key(text) in lists.left_officers
        key = "officer_ambiguous" if users else "officer_left" if left else "officer_unknown"
        reasons.append(Reason(key, (text[:80],)))


def _read_phone(name, cell, text, _lists, values, reasons):
    """Take telephone numbers unless they are masked or shortened: the real ones must survive."""
    phone, problem = read_phones(text)
    if isinstance(cell, float) and not cell.is_integer():
        phone, problem = None, "phone_unusable"
    if phone:
        values[name] = phone
    if problem:
        reasons.append(Reason(f"contact_{problem}" if name == "contact_phone" else problem, (text[:80],)))


def _read_contact(name, _cell, text, _lists, values, reasons):
    """Keep who is to be asked for, or what this person is."""
    if len(text) > MAX_NAME:
        reasons.append(Reason("text_too_long", (name, len(text), MAX_NAME)))
    elif name == "contact" and len(SEVERAL_PEOPLE.split(text)) > 1:
        reasons.append(Reason("contact_several", (text[:80],)))
    else:
        values[name] = text


def _gather_contact(values, reasons):
    """Replace the parts of a contact person by ``values["contact"]``: (name, phone, position).

    A number or position of nobody is not guessed to be the firm's: it is asked about.
    """
    name, phone, position = (values.pop(part, None) for part in ("contact", "contact_phone", "contact_position"))
    if name:
        values["contact"] = (name, phone, position)
    elif (phone or position) and not any(reason.key == "contact_several" for reason in reasons):
        reasons.append(Reason("contact_nameless", (" ".join(filter(None, (position, phone))),)))


def _read_website(_name, _cell, text, _lists, values, reasons):
    """Keep a web address with its scheme, as contacts hold it."""
    if len(text) > MAX_TEXT or " " in text:
        reasons.append(Reason("text_too_long", ("website", len(text), MAX_TEXT)))
    else:
        values["website"] = text if "://" in text else f"http://{text}"


def _read_text(name, _cell, text, _lists, values, reasons):
    """Keep a text as it is; ask about one that nobody could have meant for its column."""
    if len(text) > MAX_TEXT:
        reasons.append(Reason("text_too_long", (name, len(text), MAX_TEXT)))
    else:
        values[TEXTS[name]] = text


READERS = {
    "name": _read_name,
    "uscc": lambda *_arguments: None,  # after the others, which may bring a registration number
    "capital": _read_capital,
    "founded_on": _read_founded,
    "phone": _read_phone,
    "contact_phone": _read_phone,
    "contact": _read_contact,
    "contact_position": _read_contact,
    "officer": _read_officer,
    "website": _read_website,
    **dict.fromkeys(CHOICES, _read_choice),
}
