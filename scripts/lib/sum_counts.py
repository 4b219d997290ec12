"""Print one last line for several pytest runs: sum_counts.py FILE (see tests/support/parkdesk_report.py)."""

import json
import sys
from collections import Counter
from pathlib import Path

total = Counter()
for line in Path(sys.argv[1]).read_text().splitlines():
    total.update(json.loads(line))
print(f"{total['passed']} passed, {total['failed'] + total['error']} failed, {total['skipped']} skipped")
