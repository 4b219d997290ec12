"""Finding firms by two Chinese characters, by pinyin initials and by the end of the credit code.

The database keeps the keys of each firm in an array column under a GIN index, made by the SQL
functions of ``models/res_partner_search.py``; ``token_keys`` asks the same keys of what is typed.
"""

import re
import unicodedata
from functools import lru_cache

from pypinyin import Style, lazy_pinyin
from pypinyin.seg.simpleseg import seg

INITIAL = "~"  # marks pairs of pinyin initials
TAIL = "#"  # marks the last four characters of a code
TAIL_LENGTH = 4


def initials(name: str | None) -> str:
    """Return the pinyin initials of a name in lower case; letters and digits stand for themselves.

    >>> initials("桂林量子（中国）有限公司")
    'gllzzgyxgs'
    >>> initials("TCL重庆3D打印")
    'tclcq3ddy'
    """
    text = unicodedata.normalize("NFKC", name or "")
    return "".join(map(_word_initials, seg(text)))


@lru_cache(maxsize=50_000)  # names are made of few words, and an import brings thousands of names
def _word_initials(word: str) -> str:
    """Return the initials of one word as pypinyin parts a text; a word decides how its characters sound.

    >>> _word_initials("重庆"), _word_initials("重")
    ('cq', 'z')
    """
    letters = "".join(lazy_pinyin([word], style=Style.FIRST_LETTER))
    return "".join(re.findall("[a-z0-9]", letters.lower()))


def search_text(text: str) -> str:
    """Return text as it is compared: half-width, small ASCII letters, no blanks.

    >>> search_text(" 济南ＡＢ（中国） ")
    '济南ab(中国)'
    """
    normal = re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
    return re.sub("[A-Z]", lambda letter: letter[0].lower(), normal)


def tokens(typed: str) -> list[str]:
    """Return the words of what was typed, each as it is compared.

    >>> tokens("桂林  QLZ")
    ['桂林', 'qlz']
    """
    return [search_text(word) for word in unicodedata.normalize("NFKC", typed).split()]


def pairs(text: str) -> list[str]:
    """Return the neighbouring pairs of characters of a text, each once.

    >>> pairs("桂林电")
    ['桂林', '林电']
    """
    return sorted({text[i : i + 2] for i in range(len(text) - 1)}, key=text.index)


def is_latin(token: str) -> bool:
    """Return whether a token could be pinyin initials or the end of a code."""
    return re.fullmatch("[a-z0-9]+", token) is not None
