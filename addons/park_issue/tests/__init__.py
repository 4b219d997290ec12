from . import test_issue_states
from . import test_issue_facts
from . import test_issue_clocks
from . import test_issue_rights
from . import test_issue_capture
from . import test_issue_numbers
from . import test_issue_race
from . import test_issue_roads
