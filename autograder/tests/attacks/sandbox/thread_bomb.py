# cases: 24
# guard: limits
"""Starts two hundred threads, which wait."""
import threading


def attack(bait):
    gate = threading.Event()
    threads = [threading.Thread(target=gate.wait) for _ in range(200)]
    started = []
    try:
        for thread in threads:
            thread.start()
            started.append(thread)
        return f"{len(started)} threads"
    except RuntimeError:
        return None
    finally:
        gate.set()
        for thread in started:
            thread.join()
