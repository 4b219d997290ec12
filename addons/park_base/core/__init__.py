from .figure import change, points, rank_moves, ranks, score, share
from .period import Period
