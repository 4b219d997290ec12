from .choice import most_specific
from .clock import due_on, lamp, ran_out, resumed, yellow_on
from .extension import ExtensionRule, filed_until, gaps, longest
