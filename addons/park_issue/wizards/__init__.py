from . import (
    park_figure_query,
    park_issue_action_step,
    park_issue_counter,
    park_issue_group_step,
    park_issue_promise,
    park_issue_step,
    park_issue_step_callback,
    park_issue_step_longterm,
    park_issue_step_roads,
    park_issue_window_step,
    park_promise_step,
)
