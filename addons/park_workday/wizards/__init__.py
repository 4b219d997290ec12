from . import park_workday_hours, park_workday_import, park_workday_regional
