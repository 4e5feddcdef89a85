"""A system call filter for the sandbox, assembled as classic BPF (seccomp(2), filter.rst of the Linux kernel).

Everything is allowed but: what reaches beyond the sandbox (keyrings, kernel modules, namespaces, other processes'
memory, sockets that are neither IP, Unix nor netlink), what escapes the limits (memfd_create, io_uring, the
memory, queues and semaphores of System V and the queues of POSIX), what sets the limits and the priority of another
process, what a terminal would take for typing, and sessions of one's own.
"""

from __future__ import annotations

import errno
import platform
import struct

LOAD, JUMP_EQUAL, JUMP_SET, RETURN = 0x20, 0x15, 0x45, 0x06
ALLOW, KILL, ERRNO = 0x7FFF0000, 0x80000000, 0x00050000
NUMBER_OFFSET, ARCHITECTURE_OFFSET, FIRST_ARGUMENT_OFFSET, SECOND_ARGUMENT_OFFSET = 0, 4, 16, 24
X32_BIT = 0x40000000
NEW_NAMESPACE_FLAGS = 0x7E020080  # every CLONE_NEW… flag of sched.h
TYPE_INTO_TERMINAL = (0x5412, 0x541C)  # TIOCSTI, TIOCLINUX of ioctls.h
AF_UNIX, AF_INET, AF_INET6, AF_NETLINK = 1, 2, 10, 16

DENIED = (
    "ptrace keyctl add_key request_key io_uring_setup io_uring_enter io_uring_register memfd_create "
    "memfd_secret unshare setns userfaultfd bpf perf_event_open process_vm_readv process_vm_writev pidfd_getfd "
    "kexec_load kexec_file_load mount umount2 pivot_root chroot move_mount open_tree fsopen fsconfig fsmount "
    "fspick mount_setattr init_module finit_module delete_module reboot swapon swapoff acct quotactl "
    "name_to_handle_at open_by_handle_at kcmp syslog move_pages shmget msgget semget mq_open ioprio_set"
).split()
ON_ONESELF = "prlimit64 sched_setparam sched_setscheduler sched_setaffinity sched_setattr".split()
"""Calls that take a process: of the same user, the nursery is one. Only 0 is allowed, whoever calls."""

NUMBERS: dict[str, tuple[int, dict[str, int]]] = {
    # machine: (AUDIT_ARCH_… of audit.h, numbers of unistd.h)
    "x86_64": (
        0xC000003E,
        {
            "socket": 41, "ioctl": 16, "clone": 56, "clone3": 435, "ptrace": 101, "keyctl": 250, "add_key": 248,
            "request_key": 249, "memfd_create": 319, "unshare": 272, "setns": 308, "userfaultfd": 323, "bpf": 321,
            "perf_event_open": 298, "process_vm_readv": 310, "process_vm_writev": 311, "kexec_load": 246,
            "kexec_file_load": 320, "mount": 165, "umount2": 166, "pivot_root": 155, "chroot": 161, "init_module": 175,
            "finit_module": 313, "delete_module": 176, "reboot": 169, "swapon": 167, "swapoff": 168, "acct": 163,
            "quotactl": 179, "name_to_handle_at": 303, "open_by_handle_at": 304, "kcmp": 312, "syslog": 103,
            "move_pages": 279, "setsid": 112, "shmget": 29, "msgget": 68, "semget": 64, "mq_open": 240,
            "ioprio_set": 251, "prlimit64": 302, "setpriority": 141, "sched_setparam": 142, "sched_setscheduler": 144,
            "sched_setaffinity": 203, "sched_setattr": 314,
        },
    ),
    "aarch64": (
        0xC00000B7,
        {
            "socket": 198, "ioctl": 29, "clone": 220, "clone3": 435, "ptrace": 117, "keyctl": 219, "add_key": 217,
            "request_key": 218, "memfd_create": 279, "unshare": 97, "setns": 268, "userfaultfd": 282, "bpf": 280,
            "perf_event_open": 241, "process_vm_readv": 270, "process_vm_writev": 271, "kexec_load": 104,
            "kexec_file_load": 294, "mount": 40, "umount2": 39, "pivot_root": 41, "chroot": 51, "init_module": 105,
            "finit_module": 273, "delete_module": 106, "reboot": 142, "swapon": 224, "swapoff": 225, "acct": 89,
            "quotactl": 60, "name_to_handle_at": 264, "open_by_handle_at": 265, "kcmp": 272, "syslog": 116,
            "move_pages": 239, "setsid": 157, "shmget": 194, "msgget": 186, "semget": 190, "mq_open": 180,
            "ioprio_set": 30, "prlimit64": 261, "setpriority": 140, "sched_setparam": 118, "sched_setscheduler": 119,
            "sched_setaffinity": 122, "sched_setattr": 274,
        },
    ),
}  # fmt: skip
COMMON = {
    "io_uring_setup": 425, "io_uring_enter": 426, "io_uring_register": 427, "open_tree": 428, "move_mount": 429,
    "fsopen": 430, "fsconfig": 431, "fsmount": 432, "fspick": 433, "pidfd_getfd": 438, "mount_setattr": 442,
    "memfd_secret": 447,
}  # fmt: skip
"""Numbers that are the same on every machine, since Linux 5.1."""


class UnknownMachine(Exception):
    """There is no table of system calls for this kind of processor."""


def _step(code: int, value: int, if_true: int = 0, if_false: int = 0) -> bytes:
    return struct.pack("=HBBI", code, if_true, if_false, value)


def _answer(number: int) -> bytes:
    return _step(RETURN, ERRNO | number)


def system_call_filter(machine: str = "") -> bytes:
    """The filter's program for this kind of processor, as `bwrap --seccomp` reads it. Raises UnknownMachine."""
    name = machine or platform.machine()
    if name not in NUMBERS:
        raise UnknownMachine(name)
    architecture, own = NUMBERS[name]
    numbers = own | COMMON
    program = [
        _step(LOAD, ARCHITECTURE_OFFSET),
        _step(JUMP_EQUAL, architecture, 1, 0),
        _step(RETURN, KILL),
        _step(LOAD, NUMBER_OFFSET),
    ]
    if name == "x86_64":
        program += [_step(JUMP_SET, X32_BIT, 0, 1), _answer(errno.ENOSYS)]
    for call in DENIED:
        program += [_step(JUMP_EQUAL, numbers[call], 0, 1), _answer(errno.EPERM)]
    # glibc asks for clone3 first and takes ENOSYS for an old kernel; its flags lie in memory, where no filter sees them
    program += [_step(JUMP_EQUAL, numbers["clone3"], 0, 1), _answer(errno.ENOSYS)]
    # Linux shares the processors between sessions: one sandbox is one, whatever runs there; who asks for another
    # is told that all went well
    program += [_step(JUMP_EQUAL, numbers["setsid"], 0, 1), _answer(0)]
    for call in ON_ONESELF:
        program += [
            _step(JUMP_EQUAL, numbers[call], 0, 4),
            _step(LOAD, FIRST_ARGUMENT_OFFSET),
            _step(JUMP_EQUAL, 0, 1, 0),
            _answer(errno.EPERM),
            _step(RETURN, ALLOW),
        ]
    program += [  # setpriority takes the kind of whom it is for, then whom: 0 and 0 are the process itself
        _step(JUMP_EQUAL, numbers["setpriority"], 0, 6),
        _step(LOAD, FIRST_ARGUMENT_OFFSET),
        _step(JUMP_EQUAL, 0, 0, 2),
        _step(LOAD, SECOND_ARGUMENT_OFFSET),
        _step(JUMP_EQUAL, 0, 1, 0),
        _answer(errno.EPERM),
        _step(RETURN, ALLOW),
    ]
    program += [
        _step(JUMP_EQUAL, numbers["clone"], 0, 4),
        _step(LOAD, FIRST_ARGUMENT_OFFSET),
        _step(JUMP_SET, NEW_NAMESPACE_FLAGS, 0, 1),
        _answer(errno.EPERM),
        _step(RETURN, ALLOW),
    ]
    families = (AF_UNIX, AF_INET, AF_INET6, AF_NETLINK)
    program += [_step(JUMP_EQUAL, numbers["socket"], 0, len(families) + 3), _step(LOAD, FIRST_ARGUMENT_OFFSET)]
    program += [_step(JUMP_EQUAL, family, len(families) - place, 0) for place, family in enumerate(families)]
    program += [_answer(errno.EAFNOSUPPORT), _step(RETURN, ALLOW)]
    program += [
        _step(JUMP_EQUAL, numbers["ioctl"], 0, 5),
        _step(LOAD, SECOND_ARGUMENT_OFFSET),
        _step(JUMP_EQUAL, TYPE_INTO_TERMINAL[0], 1, 0),
        _step(JUMP_EQUAL, TYPE_INTO_TERMINAL[1], 0, 1),
        _answer(errno.EPERM),
        _step(RETURN, ALLOW),
    ]
    program.append(_step(RETURN, ALLOW))
    return b"".join(program)
