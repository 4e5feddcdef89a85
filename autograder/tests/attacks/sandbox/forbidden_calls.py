# cases: 25, 35
# guard: filter
"""Makes system calls that reach beyond the sandbox or escape its limits: none may even be looked at."""
import ctypes
import errno
import platform

CALLS = {  # name: (number on x86_64, number on aarch64, first argument, second argument)
    "memfd_create": (319, 279, b"x", 0),
    "unshare": (272, 97, 0x10000000, 0),
    "io_uring_setup": (425, 425, 0, 0),
    "userfaultfd": (323, 282, 0, 0),
    "bpf": (321, 280, 99, 0),
    "process_vm_readv": (310, 270, 1, 0),
    "keyctl": (250, 219, 0, -3),
    "open_tree": (428, 428, -1, b"/"),
    "fsopen": (430, 430, b"tmpfs", 0),
    "pidfd_getfd": (438, 438, -1, 0),
    "kcmp": (312, 272, 1, 1),
    "name_to_handle_at": (303, 264, -100, b"/"),
    "setns": (308, 268, -1, 0),
    "chroot": (161, 51, b"/", 0),
    "mq_open": (240, 180, b"x", 0),
}


def attack(bait):
    library = ctypes.CDLL(None, use_errno=True)
    found = []
    for name, (intel, arm, first, second) in CALLS.items():
        number = {"x86_64": intel, "aarch64": arm}[platform.machine()]
        if library.syscall(number, first, second, 0, 0, 0) != -1 or ctypes.get_errno() not in (
            errno.EPERM,
            errno.ENOSYS,
        ):
            found.append(name)
    return " ".join(found)
