from .absence import Absence, stand_ins
from .choice import most_specific
from .clock import due_on, lamp, ran_out, resumed, yellow_on
from .counting import Counting
from .etiquette import may_disturb, retry_after
from .extension import ExtensionRule, filed_until, gaps, longest
from .ladder import Rung, next_rung
