from . import park_workday
from . import park_workday_year
from . import park_workday_day
