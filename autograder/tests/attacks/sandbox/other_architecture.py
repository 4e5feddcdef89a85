# cases: 67
# guard: filter
# may lack: system calls of another architecture
"""Makes a system call by the door of 32-bit programs, where the numbers of a filter for 64 bits mean something else."""
import ctypes
import mmap
import os
import platform


def attack(bait):
    if platform.machine() != "x86_64":
        return None
    child = os.fork()
    if child == 0:
        code = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
        code.write(b"\xb8\x14\x00\x00\x00\xcd\x80\xc3")  # mov eax, 20 (getpid); int 0x80; ret
        function = ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(code)))
        os._exit(0 if function() == os.getpid() else 1)
    _, status = os.waitpid(child, 0)
    return "a call of 32 bits" if status == 0 else None
