"""Issues alike by what they say: neighbouring pairs of Chinese characters, and Latin words.

Two-character terms carry most of the meaning of a Chinese summary and have no trigrams, so pairs are
compared (as the search does). What nearly every issue says tells nothing and is left out by the caller.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil

# Product defaults, tried on the problem lists of service days; no rule of law.
LEAST_SHARED = 2  # pairs or words that two summaries have in common
LEAST_SHARE = 0.35  # of the shorter one's pairs and words
LEAST_ISSUES = 3  # that make a common cause worth asking about
LEAST_FIRMS = 2
LONGEST_WORD = 8  # characters of a shared passage that is shown

HAN = "\u3400-\u4dbf\u4e00-\u9fff"


def words(text: str | None) -> frozenset[str]:
    """Return the pairs of Chinese characters and the Latin words of three letters and more of a text.

    >>> sorted(words("北门堵车 ERP"))
    ['erp', '北门', '堵车', '门堵']
    """
    normal = unicodedata.normalize("NFKC", text or "").lower()
    runs = re.findall(f"[{HAN}]+", normal)
    pairs = {run[at : at + 2] for run in runs for at in range(len(run) - 1)}
    return frozenset(pairs | set(re.findall("[a-z]{3,}", normal)))


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """Return the share of the shorter text's words that the other has too; 0 where too few are shared.

    >>> likeness(words("北门货车排队"), words("北门货车拥堵"))
    0.6
    >>> likeness(words("限电"), words("夏季限电"))
    0.0
    """
    shared = len(one & other)
    return shared / min(len(one), len(other)) if shared >= LEAST_SHARED else 0.0


def shared_words(texts: Sequence[str]) -> list[str]:
    """Return the longest passages that at least half of the texts have, the most frequent first; five at most.

    >>> shared_words(["北门货车排队", "北门货车拥堵", "路灯不亮"])
    ['北门货车']
    >>> shared_words(["Power cut twice", "Power cut in hall 3"])
    ['power', 'cut']
    """
    normals = [unicodedata.normalize("NFKC", text or "").lower() for text in texts]
    needed = max(ceil(len(normals) / 2), 2)
    counts, first = defaultdict(int), {}
    for normal in normals:
        for passage in _passages(normal):
            counts[passage] += 1
            first.setdefault(passage, len(first))
    frequent = sorted(
        (passage for passage, count in counts.items() if count >= needed),
        key=lambda passage: (-len(passage), -counts[passage], first[passage]),
    )
    kept = []
    for passage in frequent:
        if not any(passage in longer for longer in kept):
            kept.append(passage)
    return sorted(kept[:5], key=lambda passage: (-counts[passage], first[passage]))


def _passages(normal: str) -> dict[str, None]:
    """Return, in reading order, the Latin words and all passages of 2 to LONGEST_WORD Chinese characters."""
    found = {}
    for run in re.findall(f"[{HAN}]+|[a-z]{{3,}}", normal):
        if run.isascii():
            found[run] = None
            continue
        for start in range(len(run) - 1):
            for end in range(start + 2, min(start + LONGEST_WORD, len(run)) + 1):
                found[run[start:end]] = None
    return found


def stars(links: Iterable[tuple[int, int]]) -> list[list[int]]:
    """Return groups of ids around those with most links; nobody is in two, and chains make no group.

    A chain (a like b, b like c, a unlike c) would end in everything being alike, so each member is
    linked to the first of its group.

    >>> stars([(1, 2), (1, 3), (3, 4)])
    [[1, 2, 3]]
    """
    neighbours = defaultdict(set)
    for one, other in links:
        neighbours[one].add(other)
        neighbours[other].add(one)
    taken, groups = set(), []
    for centre in sorted(neighbours, key=lambda node: (-len(neighbours[node]), node)):
        members = neighbours[centre] - taken
        if centre not in taken and members:
            groups.append([centre, *sorted(members)])
            taken |= {centre, *members}
    return groups


@dataclass(frozen=True)
class Found:
    """Issues that may have a common cause; ``group`` is the common cause some of them belong to already."""

    issues: frozenset[int]  # those in no group yet
    firms: frozenset[int]
    group: int | None = None


def worth_asking(found: Found, dismissed: Iterable[Found]) -> bool:
    """Return whether a person is asked about issues: enough issues and firms, and not answered before.

    One issue is enough to join a group that stands. What was dismissed is asked about again only when
    as many new issues have come as make a group.

    >>> three, two_firms = frozenset({1, 2, 3}), frozenset({7, 8})
    >>> worth_asking(Found(three, two_firms), []), worth_asking(Found(three, frozenset({7})), [])
    (True, False)
    >>> worth_asking(Found(three | {4}, two_firms), [Found(three, two_firms)])
    False
    >>> worth_asking(Found(frozenset({4}), frozenset({7}), group=5), [])
    True
    """
    least = 1 if found.group else LEAST_ISSUES
    if len(found.issues) < least or (not found.group and len(found.firms) < LEAST_FIRMS):
        return False
    for answered in dismissed:
        same_question = answered.group == found.group and len(found.issues & answered.issues) >= min(least, 2)
        if same_question and len(found.issues - answered.issues) < least:
            return False
    return True
