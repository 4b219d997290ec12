from . import (
    park_guard_sequences,
    park_issue,
    park_issue_assignment,
    park_issue_capture,
    park_issue_category,
    park_issue_clocks,
    park_issue_ledger,
    park_issue_limits,
    park_issue_number,
    park_issue_verbs,
    res_company,
    res_partner,
)
