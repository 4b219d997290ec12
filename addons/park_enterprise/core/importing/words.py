"""The Chinese and English words that files use; the list itself is data, see words.json."""

import json
import re
import unicodedata
from pathlib import Path

WORDS = json.loads(Path(__file__).with_name("words.json").read_text(encoding="utf-8"))


def plain_word(text):
    """Return a word without width, case, blanks, separators and what stands in brackets.

    >>> plain_word(" Founded_ON* (yyyy-mm-dd)")
    'foundedon'
    """
    text = unicodedata.normalize("NFKC", text).casefold()
    return re.sub(r"\([^()]*\)|\[[^\[\]]*\]|[\s_\-*:.]", "", text)


SUBTOTALS = frozenset(plain_word(word) for word in WORDS["subtotals"])
FOOTERS = frozenset(plain_word(word) for word in WORDS["footers"])
TOTAL_STARTS = frozenset(word[0] for word in SUBTOTALS)
COUNTED = re.compile(
    rf"(?:{'|'.join(sorted(SUBTOTALS, key=len, reverse=True))})"
    rf"(?:[,，]?{WORDS['counted']['before']}\d[\d,]*{WORDS['counted']['after']})?[,，。]?"
)
BLANKS = frozenset(WORDS["blanks"])
# {plain header: (field, rank)}: of two columns that fit one field the lower rank wins
HEADERS = {
    plain_word(word): (field, rank) for field, words in WORDS["headers"].items() for rank, word in enumerate(words)
}


def is_total(text):
    """Return whether a cell says that its row sums up others.

    >>> is_total("TOTAL: 25"), is_total("Total Energy Ltd")
    (True, False)
    """
    head = text[:1].casefold()
    return head in TOTAL_STARTS and bool(COUNTED.fullmatch(plain_word(text)))


def is_footer(text):
    """Return whether a cell begins a remark or a signature below a table.

    >>> is_footer("Note: as of today"), is_footer("Prepared by:"), is_footer("Notes Ltd")
    (True, True, False)
    """
    head, colon, _rest = unicodedata.normalize("NFKC", text).partition(":")
    return bool(colon) and plain_word(head) in FOOTERS
