from . import test_deadline_verbs
from . import test_deadline_today
from . import test_deadline_sweep
from . import test_deadline_race
from . import test_deadline_access
from . import test_sla_profile
from . import test_park_lamp
