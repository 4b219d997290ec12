from . import test_area_department, test_lazy_list, test_page_language, test_term, test_week_start
