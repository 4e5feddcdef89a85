"""A hundred and twenty threads at once."""
import threading


def honest():
    gate, count = threading.Barrier(121), []
    threads = [threading.Thread(target=lambda: (gate.wait(10), count.append(1))) for _ in range(120)]
    for thread in threads:
        thread.start()
    gate.wait(10)
    for thread in threads:
        thread.join()
    return len(count) == 120
