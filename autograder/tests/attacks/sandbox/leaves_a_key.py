# cases: 35
# guard: filter
# may lack: keyrings
"""Leaves a note in the keyring of the session, which the next sandbox would inherit."""
import ctypes
import platform


def attack(bait):
    add_key = {"x86_64": 248, "aarch64": 217}[platform.machine()]
    key = ctypes.CDLL(None).syscall(add_key, b"user", b"note", b"hello", 5, -3)
    return f"key {key}" if key > 0 else None
