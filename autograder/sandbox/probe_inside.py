"""What the doctor runs inside a sandbox: tries what nobody in there may do, and what everybody must be able to."""

import ctypes
import os
import pathlib
import socket
import threading


def attempt(action):
    """What an action gives as text, or the error that it raises."""
    try:
        return [True, str(action())[:300]]
    except BaseException as error:
        return [False, f"{type(error).__name__}: {error}"[:300]]


def system_call(number, *arguments):
    """Makes a system call by its number; raises OSError when it is refused."""
    library = ctypes.CDLL(None, use_errno=True)
    result = library.syscall(number, *arguments)
    if result == -1:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return result


def read_environment_of_everybody(secret):
    """Finds a secret in the environment or the command line of any process."""
    for path in pathlib.Path("/proc").glob("[0-9]*/*"):
        if path.name in ("environ", "cmdline") and os.access(path, os.R_OK):
            try:
                if secret.encode() in path.read_bytes():
                    return path
            except OSError:
                continue
    raise LookupError("not found")


def see_other_processes():
    """Processes besides the first one and this one."""
    others = [name for name in os.listdir("/proc") if name.isdigit() and int(name) not in (1, os.getpid())]
    if not others:
        raise LookupError("none")
    return others


def have_a_network():
    """Interfaces besides the loopback."""
    others = [name for _, name in socket.if_nameindex() if name != "lo"]
    if not others:
        raise LookupError("only the loopback")
    return others


def have_capabilities():
    """A capability that this process holds or could get."""
    for line in pathlib.Path("/proc/self/status").read_text().splitlines():
        name, _, value = line.partition(":")
        if name in ("CapEff", "CapPrm", "CapBnd") and int(value, 16):
            return line
    raise LookupError("none")


def fork_without_end():
    """More processes than the limit allows; whatever was started is ended."""
    children = []
    try:
        for _ in range(200):
            child = os.fork()
            if child == 0:
                os.kill(os.getpid(), 19)
                os._exit(0)
            children.append(child)
    finally:
        for child in children:
            os.kill(child, 9)
            os.waitpid(child, 0)
    return len(children)


def start_threads():
    """Forty threads at once, as an honest server may have."""
    gate = threading.Event()
    threads = [threading.Thread(target=gate.wait) for _ in range(40)]
    for thread in threads:
        thread.start()
    gate.set()
    for thread in threads:
        thread.join()
    return len(threads)


def talk_over_the_loopback(family, host):
    """A connection with oneself."""
    with socket.create_server((host, 0), family=family) as server:
        with socket.create_connection(server.getsockname()[:2], 2) as client, server.accept()[0] as accepted:
            client.sendall(b"hello")
            return accepted.recv(5)


def fill(folder):
    """A file larger than the folder may hold, or than a file may be."""
    with open(folder + "/big", "wb") as file:
        for _ in range(100):
            file.write(bytes(1_000_000))
    return "100 MB"


def probe(canary, port, secret, calls):
    """Each attempt by name: whether it worked, and what it gave or raised."""
    tries = {
        "read-host-file": lambda: pathlib.Path(canary).read_text(),
        "list-home-folders": lambda: [name for name in os.listdir("/home") if name != "student"][0],
        "reach-host": lambda: socket.create_connection(("127.0.0.1", port), 1),
        "have-network": have_a_network,
        "see-processes": see_other_processes,
        "find-secret": lambda: read_environment_of_everybody(secret),
        "read-nursery": lambda: open("/proc/1/mem", "rb").close(),
        "write-root": lambda: pathlib.Path("/written").write_text("x"),
        "write-python": lambda: pathlib.Path(os.__file__).open("ab"),
        "be-root": lambda: {0: 0}[os.getuid()],
        "have-capabilities": have_capabilities,
        "trace": lambda: system_call(calls["ptrace"], 16, 1, 0, 0),
        "keyring": lambda: system_call(calls["keyctl"], 0, -3, 0),
        "anonymous-memory-file": lambda: system_call(calls["memfd_create"], b"x", 0),
        "new-user": lambda: system_call(calls["unshare"], 0x10000000),
        "virtual-machine-socket": lambda: socket.socket(40, socket.SOCK_STREAM).close(),
        "raw-socket": lambda: socket.socket(socket.AF_INET, socket.SOCK_RAW, 1).close(),
        "fork-without-end": fork_without_end,
        "fill-disk": lambda: fill("/tmp"),
        "loopback": lambda: talk_over_the_loopback(socket.AF_INET, "127.0.0.1"),
        "names": lambda: socket.gethostbyname("alpha.seance"),
        "write-own-folder": lambda: pathlib.Path("own").write_text("x"),
        "threads": start_threads,
    }
    return [[name, *attempt(action)] for name, action in tries.items()]
