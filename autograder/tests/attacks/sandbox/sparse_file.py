# cases: 27
# guard: limits
"""Makes a file of a terabyte without content."""
import os


def attack(bait):
    try:
        with open("sparse", "wb") as file:
            file.truncate(1 << 40)
    except OSError:
        return None
    size = os.stat("sparse").st_size
    os.unlink("sparse")
    return f"{size} bytes"
