from . import park_deadline_ask, park_workday_import
