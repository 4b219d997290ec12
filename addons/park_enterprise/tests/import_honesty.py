"""Compares what was stored with what stands in the file: a difference needs a word on its row.

The rules are those of the README, said once more and apart from the code that imports: blanks and
marks nobody sees go, widths are one, a list may name its entry otherwise, a number keeps its digits.
"""

import re
import unicodedata

BLANKS = {
    "",
    "-",
    "--",
    "—",
    "——",
    "/",
    "\\",
    "无",
    "暂无",
    "不详",
    "未知",
    "空",
    "null",
    "none",
    "nan",
    "n/a",
    "na",
    "nil",
}
NUMERALS = str.maketrans("〇零一二三四五六七八九", "00123456789")
TEXTS = {
    "registration_no": "company_registry",
    "company_type": "company_type_text",
    "city": "city",
    "address": "street",
    "email": "email",
}
CHOICES = {
    "province": "state_id",
    "area": "park_area_id",
    "industry": "industry_id",
    "tier": "tier",
    "stage": "park_stage",
}


def plain(text):
    """Return a text without width, case and blanks."""
    folded = unicodedata.normalize("NFKC", str(text or "")).casefold()
    return "".join(
        char for char in folded if not char.isspace() and unicodedata.category(char) not in ("Cf", "Cc", "Cs")
    )


def digits(text):
    """Return the telephone digits of a text, country code aside."""
    return re.sub(r"^(0{0,2}86)(?=1\d{10}|0\d{9})", "", re.sub(r"\D", "", plain(text)))


def numbers(text):
    """Return the numbers a date is written with, Chinese numerals too."""
    text = unicodedata.normalize("NFKC", text).translate(NUMERALS)
    text = re.sub(r"([1-9]?)十([1-9]?)", lambda ten: f"{ten[1] or 1}{ten[2] or 0}", text)
    found = re.findall(r"\d+", text)
    if len(found) == 1 and len(found[0]) == 8:
        found = [found[0][:4], found[0][4:6], found[0][6:]]
    return {int(number) for number in found if len(number) < 19}


def _same_date(firm, cell):
    day = firm.founded_on
    if not day:
        return False
    if re.fullmatch(r"\d{5}(\.\d+)?", cell):
        return (day.toordinal() - 693_594) == int(float(cell))  # the day number of spreadsheets
    return {day.year, day.month, day.day} <= numbers(cell)


def _same_phone(firm, cell):
    parts = [digits(part) for part in (firm.phone or "").split("/")]
    return digits(cell) == "".join(parts) or sorted(digits(cell)) == sorted("".join(parts))


def _same_contact(firm, cell, what):
    return any(plain(cell) == plain(person[what]) for person in firm.child_ids)


def _is_stored(firm, field, cell):
    """Return whether the firm holds what the cell says."""
    if field in TEXTS:
        return plain(firm[TEXTS[field]]) == plain(cell)
    if field in CHOICES:
        return bool(firm[CHOICES[field]])
    return {
        "name": lambda: plain(firm.name) == plain(cell),
        "uscc": lambda: plain(firm.uscc) == re.sub(r"[\-\u2010-\u2015'`_]", "", plain(cell)),
        "former_name": lambda: plain(cell) in [plain(former.name) for former in firm.former_name_ids],
        "founded_on": lambda: _same_date(firm, cell),
        "capital": lambda: plain(firm.capital_text) == plain(cell) and bool(firm.capital_currency_id),
        "phone": lambda: _same_phone(firm, cell),
        "website": lambda: plain(firm.website).removeprefix("http://") == plain(cell).removeprefix("http://"),
        "officer": lambda: (
            plain(cell) in {plain(word) for user in firm.officer_ids.user_id for word in (user.login, user.name)}
        ),
        "contact": lambda: _same_contact(firm, cell, "name"),
        "contact_position": lambda: _same_contact(firm, cell, "function"),
        "contact_phone": lambda: any(digits(person.phone) == digits(cell) for person in firm.child_ids),
    }[field]()


def unsaid_differences(batch):
    """Return ``[(row, field, cell)]`` of the written rows that differ from the file without a word."""
    left_out = {column.place for column in batch.column_ids if column.is_hidden and batch.hidden_choice != "take"}
    fields = {
        column.place: column.field for column in batch.column_ids if column.field and column.place not in left_out
    }
    found = []
    for line in batch.sudo().line_ids.filtered(lambda line: line.verdict != "refused"):
        firm = line.enterprise_id
        said = " ".join(reason[0] + " " + " ".join(map(str, reason[1:])) for reason in line.reasons or ())
        for place, cell in enumerate(line.cells or ()):
            field = fields.get(place)
            if not field or plain(cell) in BLANKS or _is_stored(firm, field, cell):
                continue
            if not _is_said(field, said):
                found.append((line.row, field, cell))
    return found


def _is_said(field, said):
    """Return whether the reasons of a row speak of a field, by their key or by naming it."""
    words = {
        "uscc": "code_",
        "founded_on": "founded_",
        "contact": "contact_",
        "contact_phone": "contact_",
        "contact_position": "contact_",
        "name": "name_",
    }
    return words.get(field, f"{field}_") in said or re.search(rf"\b{field}\b", said)
