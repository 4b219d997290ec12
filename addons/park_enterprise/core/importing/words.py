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
BLANKS = frozenset(WORDS["blanks"])
# {plain header: (field, rank)}: of two columns that fit one field the lower rank wins
HEADERS = {
    plain_word(word): (field, rank) for field, words in WORDS["headers"].items() for rank, word in enumerate(words)
}
