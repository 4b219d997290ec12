from .hours import WorkingHours
from .workday import WorkdayCalendar
