from .workday import WorkdayCalendar
