from . import (
    test_board,
    test_capture,
    test_capture_core,
    test_capture_cost,
    test_correct,
    test_planning,
    test_reply,
    test_service_day,
    test_service_day_rights,
    test_service_day_sheets,
)
