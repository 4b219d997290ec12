from . import (
    test_enterprise_code,
    test_enterprise_export,
    test_enterprise_officer,
    test_enterprise_rights,
    test_enterprise_screens,
    test_enterprise_search,
    test_import_enterprises,
    test_import_real_lists,
    test_indicator,
    test_park_timeline,
    test_personal_data,
    test_qualification,
)
