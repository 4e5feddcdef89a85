# cases: 25, 27
# guard: everything
"""Writes more into its folders than all of them together may hold, in files that are each small enough."""
import os
import shutil


def attack(bait):
    written = 0
    folders = [f"{folder}/{bait['marker']}" for folder in (os.getcwd(), "/tmp", "/dev/shm", "/var/tmp")]
    for folder in folders:
        try:
            os.mkdir(folder)
            for number in range(16):
                with open(f"{folder}/{number}", "wb") as file:
                    for _ in range(8):
                        file.write(bytes(1_000_000))
                        written += 1
                if written > 100:
                    return f"{written} MB"
        except OSError:
            continue
        finally:
            shutil.rmtree(folder, ignore_errors=True)
