from .capture import (
    AT_ONCE,
    KINDS,
    MAX_LINES,
    MAX_TEXT,
    MAX_WORKDAYS,
    Line,
    LineError,
    fingerprint,
    parse_line,
    summary,
)
