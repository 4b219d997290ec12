from . import (
    test_hours_dialog,
    test_workday,
    test_workday_access,
    test_workday_command,
    test_workday_import,
    test_working_hours,
)
