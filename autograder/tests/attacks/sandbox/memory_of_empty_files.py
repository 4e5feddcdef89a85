# cases: 27
# guard: limits
# fact: returned None
"""Takes too much of the kernel's memory with files that are all empty."""
import os
import time


def attack(bait):
    count = bait["megabytes"] * 1_000
    if count > 300_000:
        return None  # it would take longer than a check has
    for number in range(count):
        os.close(os.open(f"/tmp/{number}", os.O_CREAT | os.O_WRONLY))
    time.sleep(0.2)  # whoever looks at the memory looks twenty times a second
    return f"{count} files"
