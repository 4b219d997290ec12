from . import park_workday, park_workday_day, park_workday_year, res_company
