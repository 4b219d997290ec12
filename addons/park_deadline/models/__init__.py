from . import park_sla_profile
from . import park_sla_step
from . import park_deadline
from . import park_deadline_event
from . import park_deadline_sweep
from . import park_deadline_mixin
from . import park_deadline_verbs
