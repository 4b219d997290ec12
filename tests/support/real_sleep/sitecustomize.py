"""For servers under a moved clock: sleep without naming a moment, which libfaketime would take for a wrong one."""

import select
import time


def sleep(seconds):
    select.select((), (), (), seconds)


time.sleep = sleep
