from .figure import DASH, as_text, change, points, rank_moves, ranks, score, share
from .period import Period
