from . import park_deadline_ask, park_deadline_urge, park_workday_import
