# cases: 19, 22
# destructive
# fact: had not returned after 2 s
"""Has a hundred and twenty processes loop, each in what it takes for a session of its own."""
import os


def attack(bait):
    for _ in range(120):
        if os.fork() == 0:
            os.setsid()
            while True:
                pass
    while True:
        pass
