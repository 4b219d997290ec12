"""CPU time of a piece of work, candidates in turn, as ratios within one run.

What is counted is the CPU time of this process together with that of the database process it talks to:
other users of the machine then matter little. The kernel counts a database process in hundredths of a
second, so short work is repeated until a sample is long enough to be read.
"""

import os
import statistics
import time
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")
LEAST = 0.4  # seconds of a sample: the kernel's counter is off by 3 % at the most


class Meter:
    """Reads the CPU seconds spent so far on behalf of one cursor."""

    def __init__(self, cr):
        cr.execute("SELECT pg_backend_pid()")
        self.stat = Path(f"/proc/{cr.fetchone()[0]}/stat")

    def seconds(self):
        """Return the CPU seconds of this process and of the database process."""
        user, system = self.stat.read_text().rpartition(")")[2].split()[11:13]
        return time.process_time() + (int(user) + int(system)) / TICK


def sample(meter, work, times):
    """Return CPU seconds for one call of ``work``, from ``times`` calls."""
    started = meter.seconds()
    for _call in range(times):
        work()
    return (meter.seconds() - started) / times


def how_often(meter, work):
    """Return how many calls make a sample; the work has run once when it returns."""
    seconds = max(sample(meter, work, 1), 0.001)
    return max(1, round(LEAST / seconds))


def compare(meter, candidates, repeats=5):
    """Return ``{name: median CPU seconds of one call}`` of ``{name: work}``, measured in turn."""
    times = {name: how_often(meter, work) for name, work in candidates.items()}
    found = {name: [] for name in candidates}
    for _repeat in range(repeats):
        for name, work in candidates.items():
            found[name].append(sample(meter, work, times[name]))
    return {name: statistics.median(samples) for name, samples in found.items()}


def once_each(meter, candidates, undo, repeats=3, times=1):
    """The same for work that changes the database: each call is followed by ``undo()``, not counted.

    Short work is called several ``times`` for one sample, for the kernel counts in hundredths of a second.
    """
    found = {name: [] for name in candidates}
    for _repeat in range(repeats):
        for name, work in candidates.items():
            found[name].append(sum(undone(meter, work, undo) for _time in range(times)) / times)
    return {name: statistics.median(samples) for name, samples in found.items()}


def undone(meter, work, undo):
    """Return CPU seconds of one call of ``work``; what it changed is undone."""
    seconds = sample(meter, work, 1)
    undo()
    return seconds


def memory_peak(work):
    """Return MiB that ``work`` needed over what the process held before, measured in a child process."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        status = 1
        try:
            before = resident()
            Path("/proc/self/clear_refs").write_text("5")  # forget the peak so far
            work()
            os.write(writer, str(resident("VmHWM") - before).encode())
            status = 0
        finally:
            os._exit(status)
    os.close(writer)
    with os.fdopen(reader) as answer:
        kib = answer.read()
    _pid, status = os.waitpid(child, 0)
    if status or not kib:
        raise RuntimeError("the work failed in the child process")
    return int(kib) / 1024


def resident(name="VmRSS"):
    """Return this process's resident memory in KiB."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith(name):
            return int(line.split()[1])
    raise LookupError(name)
