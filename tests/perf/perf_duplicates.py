"""Likely the same firms: 2,000 new names against 20,000 known ones (performance row 18).

    python tests/perf/perf_duplicates.py [NEW] [KNOWN] [REPEATS]

The floor is what the task needs at least: an inverted index of character pairs, the firms that share most
of them, rapidfuzz on those. Ours also weighs codes, former names, telephones and addresses and keeps the
reasons. Both run in turn; what is compared is CPU time, as a ratio. ``floor`` and ``ours`` are callables.
"""

import importlib
import random
import statistics
import sys
import time
from collections import Counter, defaultdict
from pathlib import Path

from rapidfuzz import fuzz, process

sys.path.insert(0, str(Path(__file__).parents[1]))
from support.core import load_core

duplicates = importlib.import_module(f"{load_core('park_enterprise').__name__}.duplicates")
SYLLABLES = "云图海纳鼎新智联光谷天工远航星河量子华创博远瑞丰金桥东方正大恒信泰和中科宏达龙腾"


def invented_names(new, known, seed=18):
    """Return ``(new names, known names)``; every fourth new one is a known one with a slip."""
    chance = random.Random(seed)
    towns = ["济南", "衡阳", "新余", "桂林", "兰州", "威海", "平顶山"]
    trades = ["科技", "电子", "软件", "生物医药", "新材料", "装备制造", "环保工程"]
    make = lambda: (  # noqa: E731
        f"{chance.choice(towns)}{''.join(chance.sample(SYLLABLES, 4))}{chance.choice(trades)}有限公司"
    )
    names = [make() for _number in range(known)]
    asked = []
    for number in range(new):
        name = make()
        if number % 4 == 0:
            name = list(chance.choice(names))
            name[chance.randrange(2, 6)] = chance.choice(SYLLABLES)
        asked.append("".join(name))
    return asked, names


def floor(asked, names):
    """Return ``{place: [(name, score, place)]}`` by shared pairs and rapidfuzz alone."""
    index = defaultdict(list)
    for place, name in enumerate(names):
        for start in range(len(name) - 1):
            index[name[start : start + 2]].append(place)
    found = {}
    for place, name in enumerate(asked):
        shared = Counter()
        for start in range(len(name) - 1):
            posting = index.get(name[start : start + 2], ())
            if len(posting) * 20 < len(names):  # what every twentieth name has tells none apart
                shared.update(posting)
        near = {candidate: names[candidate] for candidate, _count in shared.most_common(40)}
        found[place] = process.extract(name, near, scorer=fuzz.ratio, score_cutoff=82, limit=5)
    return found


def ours(asked, names):
    """Return ``{place: [Likeness]}`` by the core that the form and the import use."""
    duplicates.core_name.cache_clear()
    index = duplicates.Index(duplicates.Firm(place, name) for place, name in enumerate(names))
    return {place: index.find(duplicates.Firm(None, name)) for place, name in enumerate(asked)}


def cpu_seconds(run, *args):
    started = time.process_time()
    run(*args)
    return time.process_time() - started


def main(new=2_000, known=20_000, repeats=5):
    """Print the CPU time of ours over that of the floor, median of the repeats, and how many slips are found."""
    asked, names = invented_names(new, known)
    ratios = [cpu_seconds(ours, asked, names) / cpu_seconds(floor, asked, names) for _turn in range(repeats)]
    found = sum(bool(likely) for place, likely in ours(asked, names).items() if place % 4 == 0)
    print(f"ours / floor {statistics.median(ratios):.2f}; slips found {found} of {len(range(0, new, 4))}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
