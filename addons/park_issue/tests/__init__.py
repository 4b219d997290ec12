from . import (
    test_issue_capture,
    test_issue_clocks,
    test_issue_facts,
    test_issue_ledger,
    test_issue_limits,
    test_issue_numbers,
    test_issue_race,
    test_issue_rights,
    test_issue_roads,
    test_issue_screens,
    test_issue_states,
)
