from . import (
    park_deadline,
    park_deadline_event,
    park_deadline_mixin,
    park_deadline_recount,
    park_deadline_recount_tell,
    park_deadline_sweep,
    park_deadline_traits,
    park_deadline_verbs,
    park_sla_choice,
    park_sla_extension_rule,
    park_sla_profile,
    park_sla_step,
)
