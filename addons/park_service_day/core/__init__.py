from .capture import KINDS, MAX_LINES, MAX_TEXT, MAX_WORKDAYS, Line, LineError, parse_line, summary
