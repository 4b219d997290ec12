from . import test_workday, test_workday_access, test_working_hours
