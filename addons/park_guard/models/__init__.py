# ruff: noqa: I001 (parents before the models that inherit them)
from . import ir_rule
from . import park_audit
from . import park_guard_reference
from . import park_guard_protected
from . import park_guard_verb
from . import park_guard_mixin
from . import park_guard_masked
from . import park_alarm
from . import park_guard_files
from . import park_guard_sequences
from . import ir_attachment_store
from . import ir_attachment_upload
from . import ir_attachment_serve
from . import mail_thread
from . import res_users
