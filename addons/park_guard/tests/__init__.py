from . import (
    test_alarm,
    test_audit,
    test_audit_seal,
    test_clamav,
    test_files,
    test_guard_protected,
    test_guard_reference,
    test_login,
    test_masked_field,
    test_roles,
    test_sequences,
    test_uploads,
)
