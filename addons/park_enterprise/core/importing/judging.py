"""What importing a row would do: create, update, leave, flag or refuse, and why."""

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property

from .. import duplicates
from .cells import clean, name_key
from .codes import is_valid
from .phones import phone_key
from .reading import read_row
from .reasons import ASK, REFUSE, Reason

CREATED, UPDATED, UNCHANGED, FLAGGED, REFUSED = VERDICTS = (
    "created",
    "updated",
    "unchanged",
    "flagged",
    "refused",
)
TOGETHER = ("capital_text", "capital_wan", "capital_currency_id")  # one fact in three columns
BROUGHT_BY = {  # {fact: column of the firm that holds it}
    "uscc": "uscc",
    "capital": "capital_wan",
    "founded_on": "founded_on",
    "province": "state_id",
    "area": "park_area_id",
    "industry": "industry_id",
    "tier": "tier",
    "stage": "park_stage",
    "phone": "phone",
}


@dataclass(frozen=True)
class Firm:
    """What the judge knows of a firm in the zone."""

    id: int
    values: dict  # {column: value}, None where nothing is known
    former_names: frozenset = frozenset()  # name keys
    open_questions: dict = field(default_factory=dict)  # {fact asked for: question id}
    closed_questions: frozenset = frozenset()  # facts that somebody answered or no longer asks for
    officer_ids: frozenset = frozenset()  # users who look after it today
    main_officer_id: int | None = None
    contacts: dict = field(default_factory=dict)  # {name key: (phone, position)} of its contact persons
    is_writable: bool = True
    settled: frozenset = frozenset()  # (column, value as text) that a person decided against


class Register:
    """The active firms of one zone, found by code, by name or by likeness.

    ``merged_codes`` are ``{code of a merged record: id of the firm that carries it on}``.
    """

    def __init__(self, firms=(), archived_codes=(), may_create=True, merged_codes=None):
        self.firms = {firm.id: firm for firm in firms}
        self.archived_codes = frozenset(archived_codes)
        self.may_create = may_create
        self.by_code = {}
        self.by_name = defaultdict(list)
        for firm in self.firms.values():
            if code := firm.values.get("uscc"):
                self.by_code[code] = firm
            self.by_name[name_key(firm.values.get("name") or "")].append(firm)
        self.by_merged_code = {
            code: self.firms[firm_id] for code, firm_id in (merged_codes or {}).items() if firm_id in self.firms
        }

    @cached_property
    def likeness(self):
        """The firms as they are compared by likeness; made when the first row asks."""
        return duplicates.Index(_compared(firm.id, firm.values, firm.former_names) for firm in self.firms.values())

    def twins(self, values):
        """Return the firms that a row looks like, likeliest first."""
        return self.likeness.find(_compared(None, values))


@dataclass(slots=True)
class Judged:
    """The verdict on one row, with everything that writing it needs."""

    number: int
    verdict: str
    reasons: list
    firm: Firm | None = None
    values: dict = field(default_factory=dict)  # what to write: all of a new firm, changes of a known one
    asks: dict = field(default_factory=dict)  # {fact: [reasons]} that become new questions
    answers: list = field(default_factory=list)  # facts of open questions that the row answers
    former_name: str | None = None
    officer_id: int | None = None
    contact: tuple | None = None  # (name, phone, position) of a person to add
    repeats: int | None = None  # the earlier row with the same code, where this one says something else
    said: dict = field(default_factory=dict)  # what such a row says, for a person to decide


class Judge:
    """Judges rows one after the other; it remembers what the file said before."""

    def __init__(self, mapping, register, lists):
        self.mapping = mapping
        self.register = register
        self.lists = lists
        self.rows_by_code = {}  # {code: (row number, values)}
        self.rows_by_name = defaultdict(list)  # {name key: [(row number, code)]}
        self.rows_by_firm = {}  # {firm id: row number}

    def judge(self, row, width):
        """Return the verdict on ``row`` of a table ``width`` columns wide."""
        if row.hidden and not self.lists.with_hidden:
            return Judged(row.number, REFUSED, [Reason("hidden_row")])
        if len(row.cells) > width:
            return Judged(row.number, REFUSED, [Reason("extra_cells", (len(row.cells), width))])
        values, reasons = read_row(row.cells, self.mapping, self.lists)
        reasons += [
            Reason("merged_cell", (self.mapping[column], first))
            for column, first in row.filled
            if column in self.mapping
        ]
        if refusal := next((reason for reason in reasons if reason.effect == REFUSE), None):
            return Judged(row.number, REFUSED, [refusal])
        if refusal := self._seen_before(row.number, values, reasons):
            if refusal.key == "duplicate_code_differs":
                return Judged(row.number, REFUSED, [refusal], repeats=refusal.values[0], said=values)
            return Judged(row.number, REFUSED, [refusal])
        firm, refusal = self._find(row.number, values, reasons)
        if refusal:
            return Judged(row.number, REFUSED, [refusal])
        return self._create(row, values, reasons) if firm is None else self._compare(row, firm, values, reasons)

    def _seen_before(self, number, values, reasons):
        """Return the refusal of a row that repeats an earlier one, and remember it otherwise."""
        code, key = values.get("uscc"), name_key(values["name"])
        if code and code in self.rows_by_code:
            earlier, known = self.rows_by_code[code]
            firm = self.register.by_code.get(code)
            if others := differing({**(firm.values if firm else {}), **known}, values):
                return Reason("duplicate_code_differs", (earlier, sorted(others)))
            return Reason("duplicate_code", (earlier,))
        for earlier, other in self.rows_by_name[key]:
            if not code or not other or not (is_valid(code) and is_valid(other)):
                return Reason("duplicate_name", (earlier,))
            reasons.append(Reason("same_name_other_code", (other,)))
        if code:
            self.rows_by_code[code] = number, dict(values)
        self.rows_by_name[key].append((number, code))
        return None

    def _find(self, number, values, reasons):
        """Return ``(firm, refusal)``: the firm a row is about, None for a new one."""
        code = values.get("uscc")
        firm = self.register.by_code.get(code) if code else None
        if firm is None and (firm := self.register.by_merged_code.get(code)):
            _carry_on(firm, values, reasons)
        if firm is None:
            candidates, refusal = self._find_by_name(values, reasons)
            if refusal:
                return None, refusal
            if len(candidates) > 1:
                return None, Reason("ambiguous_name", (len(candidates),))
            firm = candidates[0] if candidates else None
            if firm:
                reasons.append(Reason("matched_by_name"))
        if firm:
            if earlier := self.rows_by_firm.get(firm.id):
                return None, Reason("duplicate_firm", (earlier,))
            self.rows_by_firm[firm.id] = number
        elif code in self.register.archived_codes:
            return None, Reason("archived_code")
        elif not self.register.may_create:
            return None, Reason("may_not_create")
        return firm, None

    def _find_by_name(self, values, reasons):
        """Return the firms a row without a known code may mean; a right code on both sides parts them."""
        code = values.get("uscc")
        candidates = self.register.by_name.get(name_key(values["name"]), [])
        if not code:
            return candidates, None
        sure = [firm for firm in candidates if is_valid(firm.values.get("uscc") or "")]
        if is_valid(code):
            reasons.extend(Reason("same_name_other_code", (firm.values["uscc"],)) for firm in sure[:1])
            return [firm for firm in candidates if firm not in sure], None
        if sure and len(candidates) == 1:
            reasons.append(Reason("code_conflict", (values.pop("uscc"), sure[0].values["uscc"])))
        return candidates, None

    def _create(self, row, values, reasons):
        """Return the verdict on a firm that is not known yet."""
        if any(reason.fact == "uscc" for reason in reasons):
            reasons.extend(self._likely_twins(values))
        extra = {name: values.pop(name, None) for name in ("former_name", "officer_id", "contact")}
        asks = _by_fact(reasons)
        return Judged(row.number, FLAGGED if asks else CREATED, reasons, None, values, asks, **extra)

    def _likely_twins(self, values):
        """Return a doubt for the firm that a row without a right code most likely is, with what speaks for it."""
        for twin in self.register.twins(values)[:1]:
            signals = [[signal.key, signal.weight] for signal in twin.signals]
            yield Reason("likely_twin", (self.register.firms[twin.id].values["name"], twin.score, signals))

    def _compare(self, row, firm, values, reasons):
        """Return the verdict on a known firm: what would change, what would be asked."""
        former_name = self._former_name(firm, values)
        officer_id = self._officer(firm, values, reasons)
        contact = self._contact(firm, values, reasons)
        changes = _without_settled_values(firm, _changes(firm.values, values), reasons)
        reasons = _without_settled_code(firm, changes, reasons)
        if "name" in changes:
            reasons = [*reasons, Reason("name_changed", (firm.values["name"],))]
        raised = _by_fact(reasons)
        touched = bool(changes or former_name or officer_id or contact)
        asks = {
            fact: doubts
            for fact, doubts in raised.items()
            if fact not in firm.open_questions and (touched or fact not in firm.closed_questions)
        }
        if not touched and not asks:
            return Judged(row.number, UNCHANGED, reasons, firm)
        if not firm.is_writable:
            return Judged(row.number, REFUSED, [Reason("not_yours")], firm)
        answers = _answered(firm, values, raised)
        verdict = FLAGGED if raised else UPDATED
        return Judged(row.number, verdict, reasons, firm, changes, asks, answers, former_name, officer_id, contact)

    @staticmethod
    def _former_name(firm, values):
        """Return the former name the row adds: its own, or the name that a renamed firm leaves."""
        former_name = values.pop("former_name", None)
        old_name = firm.values.get("name") or ""
        if name_key(values["name"]) != name_key(old_name):
            former_name = old_name
        if former_name and name_key(former_name) not in firm.former_names:
            return former_name
        return None

    @staticmethod
    def _officer(firm, values, reasons):
        """Return the officer to enter; a firm that has one keeps it and the row asks."""
        officer_id = values.pop("officer_id", None)
        if officer_id is None or officer_id in firm.officer_ids:
            return None
        if firm.main_officer_id:
            reasons.append(Reason("officer_differs"))
            return None
        return officer_id

    @staticmethod
    def _contact(firm, values, reasons):
        """Return the person to add; one who is known stays as known, and the row asks where it differs."""
        contact = values.pop("contact", None)
        if contact is None or name_key(contact[0]) not in firm.contacts:
            return contact
        phone, position = firm.contacts[name_key(contact[0])]
        if contact[1] and phone_key(contact[1]) != phone_key(phone):
            reasons.append(Reason("contact_differs", (contact[0], phone or "", contact[1])))
        elif contact[2] and clean(contact[2]) != clean(position or ""):
            reasons.append(Reason("contact_differs", (contact[0], position or "", contact[2])))
        return None


def _compared(firm_id, values, former_names=()):
    """Return what is compared of a firm or row by likeness."""
    former_names = (*former_names, *filter(None, (values.get("former_name"),)))
    return duplicates.Firm(
        firm_id,
        values.get("name") or "",
        values.get("uscc") or None,
        tuple(former_names),
        values.get("phone"),
        values.get("street"),
    )


def _carry_on(firm, values, reasons):
    """Let a row with the code of a merged record speak of the firm that stayed, which keeps its code and name."""
    reasons.append(Reason("merged_code", (values["uscc"], firm.values["name"])))
    if firm.values.get("uscc"):
        del values["uscc"]
        reasons[:] = [reason for reason in reasons if reason.fact != "uscc" or reason.key == "merged_code"]
    if name_key(values["name"]) in firm.former_names:
        values["name"] = firm.values["name"]


def _changes(known, values):
    """Return the values that differ from what is known; a name or number in another spelling does not."""
    changes = {name: value for name, value in values.items() if _differs(known.get(name), value)}
    if "phone" in changes and known.get("phone") and phone_key(changes["phone"]) == phone_key(known["phone"]):
        del changes["phone"]
    if "name" in changes and name_key(changes["name"]) == name_key(known.get("name") or ""):
        del changes["name"]
    if any(name in changes for name in TOGETHER):
        changes.update({name: values.get(name) for name in TOGETHER})
    return changes


def _differs(known, value):
    """Return whether two values differ; amounts count to the yuan, as they are stored."""
    if isinstance(value, float):
        return known is None or round(known, 4) != round(value, 4)
    return known != value


def differing(known, values):
    """Return the values that say something else than what is known; a capital in other words says the same.

    >>> differing({"name": "A", "capital_wan": 5.0, "capital_text": "5万"}, {"name": "A", "street": "1号"})
    {'street': '1号'}
    """
    found = _changes(known, values)
    amount = known.get("capital_wan")
    if amount is not None and not any(_differs(known.get(name), values.get(name)) for name in TOGETHER[1:]):
        return {name: value for name, value in found.items() if name not in TOGETHER}
    return found


def _without_settled_values(firm, changes, reasons):
    """Return the changes without values that a person decided against; the row says which."""
    settled = {name for name, value in changes.items() if (name, str(value)) in firm.settled}
    if settled & set(TOGETHER):
        settled.update(changes.keys() & set(TOGETHER))
    if settled:
        reasons.append(Reason("decided_otherwise", (sorted(settled),)))
    return {name: value for name, value in changes.items() if name not in settled}


def _without_settled_code(firm, changes, reasons):
    """Return the reasons without doubts about a missing code that the firm has after all."""
    if not is_valid(changes.get("uscc") or firm.values.get("uscc") or ""):
        return reasons
    settled = ("code_missing", "code_registration_no", "code_organisation_only", "code_digits_lost")
    return [reason for reason in reasons if reason.key not in settled]


def _by_fact(reasons):
    """Return the doubts as ``{fact: [reasons]}``; one question stands for each fact.

    >>> list(_by_fact([Reason("code_check_fails"), Reason("code_conflict"), Reason("matched_by_name")]))
    ['uscc']
    """
    doubts = {}
    for reason in reasons:
        if reason.effect == ASK:
            doubts.setdefault(reason.fact, []).append(reason)
    return doubts


def _answered(firm, values, raised):
    """Return the facts with an open question that the row now brings without doubt."""
    return sorted(
        fact
        for fact in firm.open_questions.keys() & BROUGHT_BY.keys() - raised.keys()
        if (is_valid(values.get("uscc") or "") if fact == "uscc" else BROUGHT_BY[fact] in values)
    )


def judge_table(table, mapping, register, lists):
    """Yield the verdict on every row of a table, in its order; hidden columns count ``with_hidden`` only."""
    if not lists.with_hidden:
        mapping = {column: name for column, name in mapping.items() if column not in table.hidden_columns}
    judge = Judge(mapping, register, lists)
    width = len(table.header)
    for row in table.rows:
        yield judge.judge(row, width)
