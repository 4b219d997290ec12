from . import test_audit
from . import test_guard_protected
from . import test_guard_reference
from . import test_roles
