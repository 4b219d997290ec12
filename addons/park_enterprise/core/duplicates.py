"""Which firms are likely the same: shared pairs of characters find them, several signals weigh them.

One core serves the form, the import and the list of proposals. It proposes and explains; people decide.
"""

import json
import re
import unicodedata
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from pathlib import Path

from rapidfuzz import fuzz, process

from . import uscc

LEGAL_FORMS = tuple(json.loads((Path(__file__).parent / "name_words.json").read_text("utf-8"))["legal_forms"])
_IDLE = re.compile("|".join([*map(re.escape, LEGAL_FORMS), r"[\W_]"]))
PROPOSED = 0.82  # a score from which a person is asked; one wrong character of six in a name is above it
PHONE, ADDRESS, OTHER_CODE = 0.15, 0.10, -0.15  # what a signal adds to the likeness of the names
ADDRESS_ALIKE = 0.9
TAIL = 7  # digits of a subscriber number, whatever stands before it
CANDIDATES = 40  # firms compared in full
RAREST, LONGEST = 3, 300  # pairs always looked up, and how many firms further pairs may bring


@dataclass(frozen=True, slots=True)
class Firm:
    """What is compared of a firm."""

    id: int | None
    name: str
    code: str | None = None
    former_names: tuple[str, ...] = ()
    phone: str | None = None
    address: str | None = None


@dataclass(frozen=True, slots=True)
class Signal:
    """A reason with what it adds to the score; ``value`` is what was measured or found."""

    key: str  # same_code, name, former_name, phone, address, other_code
    weight: float
    value: object


@dataclass(frozen=True, slots=True)
class Likeness:
    """How likely a known firm is the one asked about, 0 to 1, and why."""

    id: int
    score: float
    signals: tuple[Signal, ...]


@lru_cache(maxsize=100_000)
def core_name(name: str) -> str:
    """Return what tells a name from others: half-width, small letters, no punctuation, no legal form.

    >>> core_name("桂林量子（集团）股份有限公司"), core_name(" ＡＢ  Tools Ltd ")
    ('桂林量子', 'abtoolsltd')
    >>> core_name("公司")
    '公司'
    """
    text = "".join(unicodedata.normalize("NFKC", name or "").split()).lower()
    return _IDLE.sub("", text) or text


def pairs(text: str) -> set[str]:
    """Return the neighbouring pairs of characters, each once; a single character stands for itself.

    >>> sorted(pairs("桂林电")), sorted(pairs("电"))
    (['林电', '桂林'], ['电'])
    """
    return {text[at : at + 2] for at in range(len(text) - 1)} or {text}


def phone_tails(text: str | None) -> frozenset[str]:
    """Return the last digits of each telephone number in a text; extensions are left out.

    >>> sorted(phone_tails("0379-64901234转801 / 138 0000 1111"))
    ['0001111', '4901234']
    """
    numbers = re.findall(r"\d{7,}", re.sub(r"(?<=\d)[- ](?=\d)", "", text or ""))
    return frozenset(number[-TAIL:] for number in numbers)


def compare(firm: Firm, other: Firm) -> Likeness:
    """Return how likely ``other`` is ``firm``; two right codes that differ speak against it.

    >>> alike = compare(Firm(None, "桂林云图科技有限公司"), Firm(7, "桂林云途科技有限责任公司"))
    >>> alike.id, round(alike.score, 2), alike.signals[0].key
    (7, 0.83, 'name')
    """
    if firm.code and firm.code == other.code:
        return Likeness(other.id, 1.0, (Signal("same_code", 1.0, other.code),))
    signals = [_name_signal(firm, other)]
    if shared := phone_tails(firm.phone) & phone_tails(other.phone):
        signals.append(Signal("phone", PHONE, min(shared)))
    address = _alike(firm.address, other.address)
    if address >= ADDRESS_ALIKE:
        signals.append(Signal("address", ADDRESS, address))
    if firm.code and other.code and "invalid" not in (uscc.check(firm.code), uscc.check(other.code)):
        signals.append(Signal("other_code", OTHER_CODE, other.code))
    score = sum(signal.weight for signal in signals)
    return Likeness(other.id, round(min(max(score, 0.0), 1.0), 4), tuple(signals))


def _name_signal(firm, other):
    """Return the likeness of the names, past ones included, as the strongest pair shows it."""
    best = Signal("name", _ratio(firm.name, other.name), other.name)
    for mine in (firm.name, *firm.former_names):
        for theirs in (other.name, *other.former_names):
            ratio = _ratio(mine, theirs)
            if ratio > best.weight:
                best = Signal("former_name", ratio, theirs)
    return best


def _ratio(one, two):
    return round(fuzz.ratio(core_name(one), core_name(two)) / 100, 4)


def _alike(one, two):
    """Return the likeness of two addresses; a missing one is like none."""
    return round(fuzz.ratio(core_name(one), core_name(two)) / 100, 4) if one and two else 0.0


class Index:
    """The known firms, found by pairs of characters, code and telephone."""

    def __init__(self, firms):
        self.firms = {}
        self.names, self.owners = [], []  # core names and firm ids, a place for each name a firm has or had
        self.by_pair = defaultdict(list)  # {pair: [places]}
        self.by_code = defaultdict(list)
        self.by_tail = defaultdict(list)
        for firm in firms:
            self.add(firm)

    def add(self, firm):
        """Make ``firm`` findable; its id tells it from others."""
        self.firms[firm.id] = firm
        by_pair = self.by_pair
        for name in (firm.name, *firm.former_names):
            short = core_name(name)
            place = len(self.names)
            for pair in pairs(short):
                by_pair[pair].append(place)
            self.names.append(short)
            self.owners.append(firm.id)
        if firm.code:
            self.by_code[firm.code].append(firm.id)
        for tail in phone_tails(firm.phone) if firm.phone else ():
            self.by_tail[tail].append(firm.id)

    def find(self, firm, limit=5):
        """Return the likely same firms, most likely first; ``firm`` itself is left out."""
        found = [compare(firm, self.firms[firm_id]) for firm_id in self._candidates(firm) if firm_id != firm.id]
        likely = [likeness for likeness in found if likeness.score >= PROPOSED]
        return sorted(likely, key=lambda likeness: (-likeness.score, likeness.id))[:limit]

    def _candidates(self, firm):
        """Return ids worth weighing in full: by code, by telephone, and by like names."""
        extra = (PHONE if firm.phone else 0) + (ADDRESS if firm.address else 0)
        ids = set(self.by_code.get(firm.code, ())) if firm.code else set()
        for tail in phone_tails(firm.phone) if firm.phone else ():
            ids.update(self.by_tail.get(tail, ())[:CANDIDATES])
        for name in (firm.name, *firm.former_names):
            ids |= self._like_names(core_name(name), 100 * (PROPOSED - extra))
        return ids

    def _like_names(self, short, cutoff):
        """Return the ids of firms with a name at least ``cutoff`` per cent like, by the rarest pairs of ``short``."""
        wanted, looked_at = [], 0
        for posting in sorted((self.by_pair[pair] for pair in pairs(short) if pair in self.by_pair), key=len):
            looked_at += len(posting)
            if len(wanted) >= RAREST and looked_at > LONGEST:
                break
            wanted.append(posting)
        shared = Counter(chain.from_iterable(wanted))
        places = sorted(shared, key=shared.get, reverse=True)[
            :CANDIDATES
        ]  # Counter.most_common, at a third of its cost
        near = [self.names[place] for place in places]
        close = process.extract(short, near, scorer=fuzz.ratio, score_cutoff=cutoff, limit=None)
        return {self.owners[places[number]] for _name, _score, number in close}
