from . import test_workday
from . import test_workday_access
