from . import park_figure_query, park_issue_step, park_issue_step_roads
