from . import test_board
from . import test_capture
from . import test_capture_cost
from . import test_capture_core
from . import test_service_day
from . import test_service_day_rights
from . import test_service_day_sheets
