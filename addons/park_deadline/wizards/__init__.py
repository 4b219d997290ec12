from . import park_workday_import
