from . import park_service_day_firm
from . import park_service_day_attendee
from . import park_service_day
from . import park_service_day_board
from . import park_service_day_capture
from . import park_service_day_sheets
from . import park_issue
from . import res_partner
