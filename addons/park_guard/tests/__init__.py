from . import test_audit, test_guard_protected, test_guard_reference, test_roles
