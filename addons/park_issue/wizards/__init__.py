from . import park_issue_step
