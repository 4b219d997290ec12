from . import (
    park_issue,
    park_service_day,
    park_service_day_accept,
    park_service_day_attendee,
    park_service_day_board,
    park_service_day_capture,
    park_service_day_correct,
    park_service_day_firm,
    park_service_day_recorder,
    park_service_day_sheets,
    res_partner,
)
