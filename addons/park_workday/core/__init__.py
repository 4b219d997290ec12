from . import daylist
from .hours import WorkingHours
from .workday import WorkdayCalendar
