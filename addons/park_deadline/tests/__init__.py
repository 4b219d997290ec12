from . import (
    test_deadline_access,
    test_deadline_hours,
    test_deadline_race,
    test_deadline_recount,
    test_deadline_sweep,
    test_deadline_today,
    test_deadline_verbs,
    test_park_lamp,
    test_sla_choice,
    test_sla_profile,
)
