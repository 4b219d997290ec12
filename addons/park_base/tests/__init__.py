from . import test_area_department
from . import test_page_language
from . import test_week_start
