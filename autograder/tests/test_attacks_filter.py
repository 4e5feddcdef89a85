# cases: 67
"""The filter of system calls, run step by step as a kernel does, for both processors that it is written for."""

from __future__ import annotations

import errno
import struct

import pytest

from autograder.sandbox import seccomp
from autograder.sandbox.seccomp import ALLOW, COMMON, DENIED, ERRNO, KILL, NUMBERS, UnknownMachine, system_call_filter

HARMLESS = {  # what honest programs need: numbers of unistd.h
    "x86_64": {
        "read": 0,
        "write": 1,
        "mmap": 9,
        "accept4": 288,
        "sendto": 44,
        "futex": 202,
        "execve": 59,
        "openat": 257,
    },
    "aarch64": {"read": 63, "write": 64, "mmap": 222, "accept4": 242, "sendto": 206, "futex": 98, "execve": 221},
}


def answer_to(program: bytes, architecture: int, number: int, *arguments: int) -> int:
    """What the filter says of a system call (struct seccomp_data of seccomp.h)."""
    data = struct.pack("=IIQ6Q", number, architecture, 0, *arguments, *[0] * (6 - len(arguments)))
    held, place = 0, 0
    for _ in range(len(program) // 8):
        code, if_true, if_false, value = struct.unpack_from("=HBBI", program, place * 8)
        place += 1
        match code:
            case seccomp.LOAD:
                (held,) = struct.unpack_from("=I", data, value)
            case seccomp.JUMP_EQUAL:
                place += if_true if held == value else if_false
            case seccomp.JUMP_SET:
                place += if_true if held & value else if_false
            case seccomp.RETURN:
                return int(value)
    raise AssertionError("the program has no end")


@pytest.fixture(params=list(NUMBERS))
def machine(request: pytest.FixtureRequest) -> str:
    """A kind of processor."""
    name: str = request.param
    return name


def test_what_is_denied_is_refused(machine: str) -> None:
    """Each call on the list, on its own processor and on no other."""
    program, (architecture, own) = system_call_filter(machine), NUMBERS[machine]
    for name in DENIED:
        assert answer_to(program, architecture, (own | COMMON)[name]) == ERRNO | errno.EPERM, name
    for name, number in HARMLESS[machine].items():
        assert answer_to(program, architecture, number) == ALLOW, name


def test_another_processors_calls_are_the_end(machine: str) -> None:
    """Whose numbers mean something else: the process is killed."""
    program = system_call_filter(machine)
    for name, (architecture, _) in NUMBERS.items():
        expected = ALLOW if name == machine else KILL
        assert answer_to(program, architecture, HARMLESS[machine]["read"]) == expected
    assert answer_to(program, 0x40000003, 3) == KILL  # 32 bits, by AUDIT_ARCH_I386


def test_calls_that_are_judged_by_what_they_ask(machine: str) -> None:
    """Threads but no namespaces, sockets of four families, no typing into a terminal."""
    program, (architecture, own) = system_call_filter(machine), NUMBERS[machine]

    def answer(name: str, *arguments: int) -> int:
        return answer_to(program, architecture, own[name], *arguments)

    assert answer("clone", 0x3D0F00) == ALLOW  # the flags of a thread
    assert answer("clone", 0x01200011) == ALLOW  # those of a fork
    for flag in (0x20000, 0x02000000, 0x04000000, 0x08000000, 0x10000000, 0x20000000, 0x40000000):
        assert answer("clone", flag | 17) == ERRNO | errno.EPERM
    for name in seccomp.ON_ONESELF:
        assert (answer(name, 0), answer(name, 1)) == (ALLOW, ERRNO | errno.EPERM)
    assert answer("setpriority", 0, 0, 5) == ALLOW
    assert {answer("setpriority", *others) for others in ((0, 1), (1, 0), (2, 0), (2, 1000))} == {ERRNO | errno.EPERM}
    assert answer("setsid") == ERRNO  # it does nothing, and says that it went well
    assert answer("clone3") == ERRNO | errno.ENOSYS
    for family in range(64):
        expected = ALLOW if family in (1, 2, 10, 16) else ERRNO | errno.EAFNOSUPPORT
        assert answer("socket", family, 1, 0) == expected, family
    assert answer("ioctl", 0, 0x5401) == ALLOW
    assert answer("ioctl", 0, 0x5412) == answer("ioctl", 0, 0x541C) == ERRNO | errno.EPERM


def test_the_other_door_of_x86_64_is_closed() -> None:
    """The numbers of x32 programs, which are those of 64 bits with a bit set."""
    architecture, _ = NUMBERS["x86_64"]
    assert answer_to(system_call_filter("x86_64"), architecture, 0x40000000) == ERRNO | errno.ENOSYS


def test_there_is_no_filter_for_an_unknown_processor() -> None:
    """Rather none than a wrong one: the doctor then refuses."""
    with pytest.raises(UnknownMachine):
        system_call_filter("riscv64")
