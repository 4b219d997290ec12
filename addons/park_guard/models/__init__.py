# ruff: noqa: I001 (parents before the models that inherit them)
from . import ir_rule
from . import park_audit
from . import park_guard_reference
from . import park_guard_protected
from . import park_guard_verb
from . import park_guard_mixin
from . import res_users
