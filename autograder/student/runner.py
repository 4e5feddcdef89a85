"""All that runs beside a student's code: loads the module, calls it when told to, says what came of it.

Started as `python -I -S runner.py nursery FD` it stays clean of student code and forks one child for each check
(`POSIX`); as `python -I -S runner.py nurseries MODULE FD…` it is so many of them, for checks that run side by side;
as `python -I -S runner.py alone HOST PORT TOKEN MODULE` it serves a single check itself (Windows, or wherever forking
is not to be had). It knows nothing of exercises, checks or expected values. Whatever it reports
comes from the untrusted end and is evidence at most.

Frames are 4 bytes of length, big-endian, then JSON. What JSON lacks is tagged: `{"$bytes": base64}`,
`{"$tuple": […]}`, `{"$dict": [[key, value]…]}`, `{"$set": […]}`, `{"$float": text}`, `{"$handle": number}`,
`{"$error": class, "made": whether}`, `{"$other": type, "text": …}`.
"""

import array
import atexit
import binascii
import builtins
import functools
import gc
import importlib
import json
import marshal
import os
import re
import select
import signal
import socket
import stat
import struct
import sys
import threading
import time
import types
import warnings

try:
    import resource
except ImportError:
    resource = None  # Windows has no limits

MAX_FRAME = 64 * 1024 * 1024
LOOK_AT_MEMORY = 0.05
BEHIND_THE_NURSERY = 10
"""How much nicer a student's processes are, for a hundred of them at work leave their nursery no time to look."""
PAGE = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4_096
FILE_MEMORY = 1_024
"""Bytes that the kernel holds for each file of a folder in memory, besides its content."""
SOCK_DIAG, DIAG_BY_FAMILY, DIAG_DONE, DUMP_REQUEST, ANY = 4, 20, 3, 0x301, 0xFFFFFFFF
UNIX_PEER, UNIX_CONNECTING, UNIX_QUEUE, UNIX_MEMORY, UNIX_SHOW = 2, 3, 4, 5, 0x3C
"""Numbers of linux/netlink.h, linux/sock_diag.h and linux/unix_diag.h."""
LONGEST_QUEUE = 11
"""Datagrams that wait in a socket of AF_UNIX at most (unix(7), max_dgram_qlen is 10)."""
TICKS = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100
MAX_CODE = 8 * 1024 * 1024
PATIENCE_TO_COMPILE = 1.0
BUSY = 0.5
"""Seconds of a processor's time, far more than a check's work takes."""
MAX_DEPTH = 40
MAX_TEXT = 2_000
PRELOADED = (
    "asyncio collections concurrent.futures contextlib dataclasses enum errno functools http.client ipaddress "
    "itertools logging math multiprocessing pickle queue random re selectors socketserver string subprocess ssl "
    "traceback typing urllib.request"
).split()
LOOKS_UP = b"addrinfo asyncio create_connection getfqdn gethostby http urllib".split()
"""Words of modules that look up names, for which Python imports a codec."""
CLOCKS = b"alarm itimer RCVTIMEO SNDTIMEO timerfd".split()
"""Words of modules that may end a wait in ways that no thread shows."""
MAY_TIRE = (
    rb"\b(import|from)\s+time|,\s*time\b|[\"']time[\"']|\.time\(|monotonic|perf_counter|datetime"
    rb"|(range|repeat|count|enumerate)\(|[\w)\]]\s*(?<!utf)[-+]=?\s*\.?\d"
)
"""What modules hold that may tire of waiting again and again, because they look at a clock, or count."""
MAY_WAIT_FOR_GOOD = {
    "x86_64": dict.fromkeys((0, 1, 43, 44, 45, 46, 47, 288)) | {7: 2, 23: 4, 202: 3, 232: 3, 270: 4, 271: 2, 281: 3},
    "aarch64": dict.fromkeys((63, 64, 202, 206, 207, 211, 212, 242)) | {22: 3, 72: 4, 73: 2, 98: 3},
}
"""The calls of the system that read, write, send, receive and accept, which have no limit of time, and others (poll,
select, epoll_wait, futex) with its place among their arguments: by the machine, by their numbers (syscalls(2))."""
LIMIT_IN_MILLISECONDS = {"x86_64": {7: 2, 232: 3, 281: 3}, "aarch64": {22: 3}}
"""Those of these calls (poll, epoll_wait, epoll_pwait) that are given it as a number."""
NO_LIMIT = (0, 2**32 - 1, 2**64 - 1)
"""No address of a time, and -1, in as many bits as the call has for it."""


def read_frame(stream):
    """The next frame as a Python value, or None at the end of the stream."""
    header = stream.read(4)
    if len(header) < 4:
        return None
    (size,) = struct.unpack("!I", header)
    body = stream.read(size)
    return json.loads(body) if len(body) == size else None


def frame(value):
    """The bytes of a frame that holds `value`."""
    body = json.dumps(value, ensure_ascii=True, allow_nan=False).encode()
    if len(body) > MAX_FRAME:
        raise ValueError("the answer is larger than an answer may be")
    return struct.pack("!I", len(body)) + body


def open_standard_streams():
    """Fresh text streams on the three standard descriptors, buffered by line as on a terminal."""
    sys.stdin = open(0, encoding="utf-8", errors="replace", closefd=False)
    sys.stdout = open(1, "w", buffering=1, encoding="utf-8", errors="backslashreplace", closefd=False)
    sys.stderr = open(2, "w", buffering=1, encoding="utf-8", errors="backslashreplace", closefd=False)
    sys.__stdin__, sys.__stdout__, sys.__stderr__ = sys.stdin, sys.stdout, sys.stderr


def full_reader(file_descriptor):
    """A binary stream whose read(n) gives n bytes, or fewer at the end."""
    return open(file_descriptor, "rb", buffering=65536, closefd=True)


class Codec:
    """Python values to tagged JSON and back; what has no JSON form is kept here under a number."""

    def __init__(self):
        self.kept = []

    def keep(self, thing):
        for number, known in enumerate(self.kept):
            if known is thing:
                return number
        self.kept.append(thing)
        return len(self.kept) - 1

    def encode(self, value, depth=0):
        kind = type(value)  # and not isinstance: an object may say that its class is another
        if depth > MAX_DEPTH:
            return {"$other": "nested", "text": "nested more deeply than an answer may be"}
        if value is None or value is True or value is False:
            return value
        if issubclass(kind, int):
            number = int(value)
            return number if number.bit_length() < 4000 else {"$other": "int", "text": "a huge number"}
        if issubclass(kind, float):
            return {"$float": float.hex(value)}
        if issubclass(kind, str):
            return str.__str__(value)
        if issubclass(kind, (bytes, bytearray, memoryview)):
            tag = "$bytes" if issubclass(kind, bytes) else "$" + kind.__name__
            return {tag: binascii.b2a_base64(bytes(value), newline=False).decode()}
        if issubclass(kind, list):
            return [self.encode(item, depth + 1) for item in list.__iter__(value)]
        if issubclass(kind, tuple):
            return {"$tuple": [self.encode(item, depth + 1) for item in tuple.__iter__(value)]}
        if issubclass(kind, dict):
            items = dict.items(value)
            return {"$dict": [[self.encode(key, depth + 1), self.encode(item, depth + 1)] for key, item in items]}
        if issubclass(kind, (set, frozenset)):
            return {"$set": [self.encode(item, depth + 1) for item in value]}
        if issubclass(kind, socket.socket):
            return {"$handle": self.keep(value), "socket": describe_socket(value)}
        return {"$other": type(value).__qualname__, "text": safe_text(value)}

    def decode(self, value):
        if isinstance(value, list):
            # of whole numbers a check may send a hundred thousand
            return value if set(map(type, value)) == {int} else [self.decode(item) for item in value]
        if not isinstance(value, dict):
            return value
        if "$bytes" in value:
            return binascii.a2b_base64(value["$bytes"])
        if "$tuple" in value:
            return tuple(self.decode(item) for item in value["$tuple"])
        if "$handle" in value:
            return self.kept[value["$handle"]]
        if "$keyboard" in value:
            return iter(sys.stdin.readline, "")
        if "$error" in value:
            error = getattr(builtins, value["$error"])
            return error() if value["made"] else error
        return {key: self.decode(item) for key, item in value.items()}


def safe_text(value):
    """A short text for a value whose own repr may raise, hang on itself or be endless."""
    try:
        return repr(value)[:MAX_TEXT]
    except BaseException as error:  # SystemExit, or a class of the student's own
        return "its repr raises " + type(error).__name__


def describe_socket(sock):
    """What a socket says of itself; an address that cannot be had is None."""

    def address(method):
        try:
            return list(method())
        except (OSError, TypeError):
            return None

    is_open = sock.fileno() != -1
    return {
        "open": is_open,
        "family": int(sock.family),
        "type": int(sock.type) & ~(getattr(socket, "SOCK_NONBLOCK", 0) | getattr(socket, "SOCK_CLOEXEC", 0)),
        "timeout": sock.gettimeout() if is_open else None,
        "local": address(sock.getsockname) if is_open else None,
        "peer": address(sock.getpeername) if is_open else None,
    }


def open_sockets():
    """The file descriptors of this process that are sockets; on Windows, the socket objects still open."""
    gc.collect()
    if sys.platform == "win32":
        return {id(thing) for thing in gc.get_objects() if isinstance(thing, socket.socket) and thing.fileno() != -1}
    found = set()
    for number in open_descriptors():
        try:
            if number > 2 and stat.S_ISSOCK(os.fstat(number).st_mode):
                found.add(number)
        except OSError:
            continue
    return found


def open_descriptors():
    """The file descriptors of this process, and some more; where they are not listed, those that may be."""
    try:
        return [int(name) for name in os.listdir("/dev/fd")]
    except OSError:
        return range(3, 256)


def compiled(module_file):
    """A module's code. Raises what compile raises, and SyntaxError for a text that is not in its encoding."""
    with open(module_file, "rb") as file:
        content = file.read()
    try:
        content.decode()  # else compile passes over what is wrong in a comment
        return compile(content, module_file, "exec", dont_inherit=True)
    except (SyntaxError, UnicodeDecodeError):
        return compile(decoded(content, module_file), module_file, "exec", dont_inherit=True)


def decoded(content, module_file):
    """A module's text, in UTF-8 or the encoding that it declares, as Python reads it."""
    import importlib.util  # takes a while, and few need it

    try:
        return importlib.util.decode_source(content)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise SyntaxError("the file is not in UTF-8", (module_file, line, 0, "")) from None


class Served:
    """One student's module, in one process, for one check."""

    def __init__(self, module_file, replies, compiled=b""):
        self.module_file = module_file
        self.compiled = compiled
        self.replies = replies
        self.codec = Codec()
        self.writing = threading.Lock()
        self.module = None
        self.load_error = None
        self.lines = None
        self.unclosed = 0
        self.base_threads = set(threading.enumerate())

    def serve(self, requests):
        """Answers each request in turn until the requests end; a call with `background` gets a thread of its own."""
        warnings.showwarning = lambda *_: None
        self.notice_sockets_left_to_the_collector()
        threading.excepthook = self.notice_thread_error
        while (request := read_frame(requests)) is not None:
            if request["do"] == "program":
                self.run_program(request["arguments"])
            if self.module is None and self.load_error is None:
                self.load()
            if request.get("background"):
                thread = threading.Thread(target=self.answer, args=(request,), daemon=True)
                self.base_threads.add(thread)
                thread.start()
            else:
                self.answer(request)

    def code(self):
        """The module's code, as compiled beforehand; else it is compiled here, with whatever comes of that."""
        if self.compiled:
            return marshal.loads(self.compiled)
        return compiled(self.module_file)

    def load(self):
        module = types.ModuleType(os.path.basename(self.module_file).removesuffix(".py"))
        module.__file__ = self.module_file
        sys.modules[module.__name__] = module
        try:
            exec(self.code(), module.__dict__)
            self.module = module
            self.send({"loaded": True})
        except BaseException as error:  # `sys.exit` at import is an error of the module, too
            self.load_error = self.describe_error(error)

    def run_program(self, arguments):
        """Runs the module as `python module.py arguments` would, then ends this process as Python does."""
        module = types.ModuleType("__main__")
        module.__file__ = self.module_file
        sys.modules["__main__"] = module
        sys.argv = [os.path.basename(self.module_file), *arguments]
        signal.signal(signal.SIGINT, signal.default_int_handler)
        threading.excepthook = threading.__excepthook__
        status = 0
        try:
            try:
                exec(self.code(), module.__dict__)
            except SystemExit as end:
                if isinstance(end.code, str):
                    print(end.code, file=sys.stderr)
                status = end.code if isinstance(end.code, int) else 0 if end.code is None else 1
            except BaseException:  # as the interpreter itself ends a program
                print_error()
                status = 1
            try:
                threading._shutdown()
                atexit._run_exitfuncs()
            except BaseException:  # whatever the student's own functions raise
                print_error()
                status = 1
            for stream in (sys.stdout, sys.stderr):
                try:
                    stream.flush()
                except (OSError, ValueError):
                    status = status or 1
        finally:
            os._exit(status & 0xFF)  # a Ctrl-C that comes when all is over changes nothing

    def notice_sockets_left_to_the_collector(self):
        """Counts the sockets that nobody has closed when nobody uses them any more.

        Python warns of them as well, to whoever has not told it to ignore warnings.
        """
        finish = socket.socket.__del__

        def notice(sock):
            if sock.fileno() != -1:
                self.unclosed += 1
            finish(sock)

        socket.socket.__del__ = notice

    def notice_thread_error(self, problem):
        if problem.exc_type is SystemExit:
            return
        self.send({"thread_error": self.describe_error(problem.exc_value)})
        threading.__excepthook__(problem)

    def answer(self, request):
        reply = {"id": request["id"]}
        try:
            reply.update(getattr(self, "do_" + request["do"])(request))
        except BaseException as error:
            reply["error"] = self.describe_error(error)
        for stream in (sys.stdout, sys.stderr):
            try:
                stream.flush()
            except (OSError, ValueError, AttributeError):
                continue
        reply["alone"] = nobody_else_works(sum(thread.is_alive() for thread in self.base_threads))
        self.send(reply)

    def send(self, reply):
        try:
            data = frame(reply)
        except (ValueError, RecursionError) as error:
            data = frame({"id": reply.get("id"), "unreadable": str(error)})
        with self.writing:
            self.replies.write(data)
            self.replies.flush()

    def find(self, request):
        """The function, method or attribute that a request names."""
        if "handle" in request:
            return getattr(self.codec.kept[request["handle"]], request["name"])
        return getattr(self.module, request["name"])

    def missing(self, request):
        """What to say when the name that a request asks for does not exist, or None."""
        if self.load_error is not None:
            return {"load_error": self.load_error}
        holder = self.codec.kept[request["handle"]] if "handle" in request else self.module
        if not hasattr(holder, request["name"]):
            names = [name for name in dir(holder) if not name.startswith("_")]
            return {"missing": request["name"], "names": names[:200]}
        return None

    def do_call(self, request):
        if problem := self.missing(request):
            return problem
        target = self.find(request)
        if not callable(target):
            return {"not_callable": type(target).__name__}
        arguments = [self.codec.decode(argument) for argument in request["arguments"]]
        named = {key: self.codec.decode(value) for key, value in request["named"].items()}
        before = open_sockets() if request["leaks"] else set()
        if request["leaks"]:
            self.unclosed = 0
        try:
            value = target(*arguments, **named)
        except BaseException as error:
            reply = {"error": self.describe_error(error)}
            error.__traceback__ = None
        else:
            if request["keep"]:
                reply = {"value": {"$handle": self.codec.keep(value), "type": type(value).__qualname__}}
            else:
                reply = {"value": self.codec.encode(value)}
            del value
        if request["leaks"]:
            left = open_sockets() - before - {thing.fileno() for thing in self.codec.kept if hasattr(thing, "fileno")}
            reply["left_open"] = len(left) + self.unclosed
        return reply

    def do_attribute(self, request):
        if problem := self.missing(request):
            return problem
        return {"value": self.codec.encode(self.find(request))}

    def do_socket(self, request):
        """A socket in this process, made for the student's function to work on."""
        sock = socket.socket(request["family"], request["type"])
        for option, size in request["buffers"]:
            sock.setsockopt(socket.SOL_SOCKET, option, size)
        if request["bind"] is not None:
            sock.bind(tuple(request["bind"]))
        if request["connect"] is not None:
            sock.settimeout(request["patience"])
            sock.connect(tuple(request["connect"]))
        sock.settimeout(request["timeout"])
        return {"value": self.codec.encode(sock)}

    def do_forget(self, request):
        """Closes a socket that was kept."""
        self.codec.kept[request["handle"]].close()
        return {"value": None}

    def do_threads(self, request):
        """The names of the threads that the student's code has started and that still run."""
        alive = [thread.name for thread in threading.enumerate() if thread not in self.base_threads]
        return {"value": alive}

    def do_words(self, request):
        """Every name and constant text that a function uses, itself or through functions of its module."""
        if problem := self.missing(request):
            return problem
        todo, seen, words = [self.find(request)], set(), set()
        while todo:
            thing = todo.pop()
            code = getattr(thing, "__code__", thing)
            if not isinstance(code, types.CodeType) or code in seen:
                continue
            seen.add(code)
            words.update(code.co_names)
            for constant in code.co_consts:
                if isinstance(constant, str):
                    words.add(constant[:100])
                elif isinstance(constant, types.CodeType):
                    todo.append(constant)
            todo.extend(self.module.__dict__.get(name) for name in code.co_names)
        return {"value": sorted(words)}

    def line(self, number):
        """A line of the student's file as it is now, stripped; empty when there is no such line."""
        if self.lines is None:
            try:
                with open(self.module_file, encoding="utf-8", errors="replace") as file:
                    self.lines = file.read().split("\n")
            except OSError:
                self.lines = []
        return self.lines[number - 1].strip() if 0 < number <= len(self.lines) else ""

    def describe_error(self, error):
        """An exception as data: its classes, its text, and the lines of the student's file that it passed through."""
        lines = []
        for code, number in places_in(error.__traceback__):
            if code.co_filename == self.module_file:
                lines.append([number, code.co_name, self.line(number)[:200]])
        if isinstance(error, SyntaxError):
            lines.append([error.lineno or 0, "", (error.text or "").strip()[:200]])
        try:
            text = str(error)[:MAX_TEXT]
        except BaseException:  # a `__str__` of the student's own may raise anything
            text = ""
        return {
            "type": type(error).__name__,
            "classes": [cls.__name__ for cls in type(error).__mro__ if cls is not object][:20],
            "text": text,
            "errno": getattr(error, "errno", None) if isinstance(error, OSError) else None,
            "lines": lines[-10:],
        }


def places_in(trace):
    """The code and the line of each frame that an exception has passed through, the innermost last."""
    while trace is not None:
        yield trace.tb_frame.f_code, trace.tb_lineno or 0
        trace = trace.tb_next


def print_error():
    """Prints the exception that is being handled as Python does when it ends a program."""
    sys.__excepthook__(*sys.exc_info())


def preload(module_file):
    """Imports what the submission imports, once, so that a fork for each check is cheap; returns its source."""
    with open(module_file, "rb") as file:
        source = file.read()
    if any(word in source for word in LOOKS_UP):
        "localhost".encode("idna")
    for name in PRELOADED:
        if name.partition(".")[0].encode() in source:
            importlib.import_module(name)
    return source


def compiled_elsewhere(module_file, limits):
    """The module's code as marshal writes it; b"" when it takes long, fails, or makes the compiler warn.

    A child compiles, for what is compiled may crash the compiler or keep it busy for ever. Its bytes are only handed on
    to the children that run them.
    """
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        status = 1
        try:
            be_limited(limits)
            with warnings.catch_warnings():
                warnings.simplefilter("error")
                code = marshal.dumps(compiled(module_file))
            with open(writing, "wb") as stream:
                stream.write(code)
            status = 0
        finally:
            os._exit(status)
    os.close(writing)
    code, end = b"", time.monotonic() + PATIENCE_TO_COMPILE
    while len(code) <= MAX_CODE and select.select([reading], [], [], max(0, end - time.monotonic()))[0]:
        data = os.read(reading, 65536)
        if not data:
            _, status = os.waitpid(child, 0)
            os.close(reading)
            return code if status == 0 else b""
        code += data
    os.close(reading)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return b""


def adopt_orphans():
    """Makes this process the parent of whatever its descendants leave behind (Linux; elsewhere, nothing)."""
    process_control(36, 1)  # PR_SET_CHILD_SUBREAPER


def be_readable(yes):
    """Whether others of the same user may read this process's memory: the nursery's never, its children's yes."""
    process_control(4, int(yes))  # PR_SET_DUMPABLE


def process_control(option, value):
    """prctl(2), where there is one."""
    if sys.platform.startswith("linux"):
        c_library().prctl(option, value, 0, 0, 0)


@functools.cache
def c_library():
    """The C library, opened once for all the children of the nursery."""
    import ctypes

    return ctypes.CDLL(None)


def be_ended_first():
    """Where memory runs out, the kernel is to end this process or what it starts, and not the nursery."""
    try:
        with open("/proc/self/oom_score_adj", "w") as file:
            file.write("1000")
    except OSError:
        return


def be_limited(limits):
    """Sets the limits of this process and of all that it starts, by their names in the module resource."""
    for name, value in limits.items():
        resource.setrlimit(getattr(resource, "RLIMIT_" + name), (value, value))


class Nursery:
    """The clean process that forks a child for each check and ends it, with all that it has started."""

    def __init__(self, control):
        self.control = control
        self.replies = {}
        self.compiled = b""
        self.has_clock = self.may_tire = True
        self.memory = 0
        self.socket_memory = 0
        self.folders = ["/tmp", "/dev/shm"]
        self.next_look = 0.0
        self.yields = False
        self.wake, self.woken = os.pipe()

    def run(self):
        os.set_blocking(self.woken, False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(self.woken, warn_on_full_buffer=False)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        try:
            self.obey()
        except ConnectionError:
            pass  # whoever gives the orders has ended without waiting for the last answer
        for child in list(self.replies):
            self.end(child)

    def obey(self):
        """Carries out the orders until their end, and looks after the memory meanwhile."""
        while True:
            patience = max(0, self.next_look - time.monotonic()) if self.memory and self.replies else None
            ready, _, _ = select.select([self.control, self.wake], [], [], patience)
            if self.wake in ready:
                os.read(self.wake, 4096)
                self.bury()
            if patience is not None and time.monotonic() >= self.next_look:
                self.next_look = time.monotonic() + LOOK_AT_MEMORY
                self.look()
            if self.control in ready:
                order, descriptors = self.receive()
                if order is None:
                    return
                answer = getattr(self, "do_" + order["do"])(order, descriptors)
                self.control.sendall(json.dumps(answer).encode() + b"\n")

    def look(self):
        """Ends what takes more memory than it may; what has kept a processor busy gives way to others."""
        if self.too_much_is_taken():
            for replies in self.replies.values():
                write_quietly(replies, frame({"exit": -signal.SIGKILL, "reason": "memory"}))
            self.sweep()
        busy = sum(map(processor_time, other_processes())) > BUSY
        if self.yields != busy and any(set_session_back(child, busy) for child in self.replies):
            self.yields = busy

    def too_much_is_taken(self):
        """Whether all that runs here takes more memory than it may; then it is left stopped."""
        room = self.memory - memory_of_files(self.folders) - memory_of_sockets(self.socket_memory, self.memory // 4)
        if sum(map(resident, other_processes())) <= room:
            return False
        os.kill(-1, signal.SIGSTOP)  # an exact look takes time, in which a hundred processes could take gigabytes
        if sum(map(memory_of, other_processes())) > room:
            return True
        os.kill(-1, signal.SIGCONT)
        return False

    def receive(self):
        """The next order, a line of JSON, with the file descriptors that came along; None at the end."""
        line, descriptors = b"", array.array("i")
        while not line.endswith(b"\n"):
            data, ancillary, _, _ = self.control.recvmsg(65536, socket.CMSG_LEN(8 * descriptors.itemsize))
            if not data:
                return None, []
            for level, kind, content in ancillary:
                if level == socket.SOL_SOCKET and kind == socket.SCM_RIGHTS:
                    descriptors.frombytes(content[: len(content) - len(content) % descriptors.itemsize])
            line += data
        return json.loads(line), list(descriptors)

    def do_resolve(self, order, descriptors):
        """What the resolver says here, for the trusted end to compare with."""
        try:
            return {"answer": getattr(socket, order["function"])(*order["arguments"])}
        except (OSError, UnicodeError):
            return {"answer": None}

    def do_preload(self, order, descriptors):
        source = preload(order["module"])
        self.has_clock = any(word in source for word in CLOCKS)
        self.may_tire = re.search(MAY_TIRE, source, re.IGNORECASE) is not None
        self.compiled = compiled_elsewhere(order["module"], order.get("limits", {}))
        gc.collect()
        gc.freeze()
        return {"pid": os.getpid()}

    def do_fork(self, order, descriptors):
        self.memory, self.socket_memory = order["memory"], order["socket_memory"]
        self.folders[2:] = [order["directory"]]
        child = os.fork()
        if child == 0:
            try:
                self.become_student(order, descriptors)
            except BaseException:  # nothing may return into the nursery's loop
                print_error()
            finally:
                os._exit(70)
        for number in descriptors[:4]:
            os.close(number)
        self.replies[child] = descriptors[4]
        return {"pid": child}

    def become_student(self, order, descriptors):
        os.setsid()
        if os.getsid(0) != os.getpid():
            os.setpgid(0, 0)  # the sandbox gives nobody a session of their own
        be_readable(True)
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        self.control.close()
        os.close(self.wake)
        os.close(self.woken)
        for other in self.replies.values():
            os.close(other)
        keyboard, output, errors, requests, replies = descriptors
        for number, standard in ((keyboard, 0), (output, 1), (errors, 2)):
            os.dup2(number, standard)
            os.close(number)
        os.chdir(order["directory"])
        be_limited(order["limits"])
        if self.memory:
            be_ended_first()
            os.nice(BEHIND_THE_NURSERY)
        open_standard_streams()
        served = Served(order["module"], open(replies, "wb"), self.compiled)
        served.serve(full_reader(requests))
        os._exit(0)

    def do_signal(self, order, descriptors):
        child = order["pid"]
        if child in self.replies:
            os.kill(child, getattr(signal, "SIG" + order["signal"]))
            if order["signal"] == "STOP" and hasattr(os, "waitid"):
                # a SIGCONT that comes before it has stopped takes the SIGSTOP back (signal(7))
                os.waitid(os.P_PID, child, os.WSTOPPED | os.WEXITED | os.WNOWAIT)
        return {}

    def do_waits(self, order, descriptors):
        """What the threads of a child wait for; empty unless only others, or a limit of time, can bring it about."""
        child = order["pid"]
        waits = waits_of(child)
        tires = self.may_tire and any(has_limit for _, has_limit, _ in waits.values())
        alone = children_of_this_process() == {child}
        return {"waits": waits if alone and not self.has_clock and not tires else {}}

    def do_limits(self, order, descriptors):
        """For each thread of a child, the wait that it is in, and its limit in seconds; "" and 0.0 when at work."""
        return {"limits": limits_of(order["pid"])}

    def do_end(self, order, descriptors):
        self.end(order["pid"])
        return {}

    def do_socket(self, order, descriptors):
        with socket.socket(order["family"], order["type"], order["protocol"]) as sock:
            socket.send_fds(self.control, [b" "], [sock.fileno()])
        return {}

    def end(self, child):
        """Kills a child and whatever it has started; returns when they are gone."""
        kills = [os.killpg, os.kill] if child in self.replies else [os.killpg]
        for kill in kills:  # a child that has only just been born leads no group yet
            try:
                kill(child, signal.SIGKILL)
            except (ProcessLookupError, PermissionError):
                continue
        while child in self.replies:
            self.bury(os.waitpid(child, 0))
        if os.getpid() == 1:
            self.sweep()
            return
        for _ in range(1000):
            orphans = children_of_this_process() - set(self.replies)
            for orphan in orphans:
                os.kill(orphan, signal.SIGKILL)
                os.waitpid(orphan, 0)
            if not orphans:
                break

    def sweep(self):
        """Ends everything but this process, the first of its sandbox."""
        try:
            os.kill(-1, signal.SIGKILL)
            while True:
                self.bury(os.waitpid(-1, 0))
        except (ProcessLookupError, ChildProcessError):
            return

    def bury(self, ended=None):
        """Takes note of children that have ended: the exit status goes out as the last frame of their replies."""
        while True:
            try:
                child, status = ended or os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if child == 0:
                return
            replies = self.replies.pop(child, None)
            if replies is not None:
                write_quietly(replies, frame({"exit": os.waitstatus_to_exitcode(status)}))
                os.close(replies)
            if ended:
                return


def other_processes():
    """The processes of this sandbox besides the first, by their numbers as texts."""
    return [name for name in os.listdir("/proc") if name.isdigit() and name != "1"]


def resident(process):
    """Bytes that a process has in memory, with all that it shares with others; 0 when it has ended."""
    return PAGE * (pages_of(f"/proc/{process}") or max(map(pages_of, threads_of(process)), default=0))


def pages_of(folder):
    """Pages in memory, by what stands there; 0 when nothing does. Read at once, for many are read while all wait."""
    try:
        file = os.open(f"{folder}/statm", os.O_RDONLY)
    except OSError:
        return 0
    try:
        return int(os.read(file, 100).split()[1])
    except (OSError, IndexError):
        return 0
    finally:
        os.close(file)


def threads_of(process):
    """The folder of each thread: when the first has ended and others go on, it shows nothing and they do."""
    try:
        return [f"/proc/{process}/task/{name}" for name in os.listdir(f"/proc/{process}/task")]
    except OSError:
        return []


def memory_of(process):
    """Bytes that a process holds, less what it shares with others (Pss); all of them when it hides itself."""
    try:
        with open(f"/proc/{process}/smaps_rollup") as file:
            return sum(int(line.split()[1]) for line in file if line.startswith("Pss:")) * 1024
    except OSError:
        return resident(process)


def memory_of_sockets(each, worth_a_look):
    """Bytes that the kernel holds for the sockets in this network, whoever has them open, or nobody any more.

    What waits in those of the Internet is listed; the list is long to read, and is read when those of the whole
    machine hold `worth_a_look` bytes together. `each` is what one of the others can hold.
    """
    numbers = {}
    for name in ("sockstat", "sockstat6"):
        with open(f"/proc/net/{name}") as file:
            for line in file:
                kind, *words = line.split()
                numbers |= {kind + word: int(number) for word, number in zip(words[::2], words[1::2], strict=True)}
    of_internet = {kind: numbers.get(f"{kind}:inuse", 0) for kind in ("TCP", "TCP6", "UDP", "UDP6")}
    held = 0
    if numbers["sockets:used"] > sum(of_internet.values()):
        held += memory_of_local_sockets(each) + waiting_for_the_kernel()
    if (numbers["TCP:mem"] + numbers["UDP:mem"]) * PAGE > worth_a_look:
        held += sum(waiting_in(kind.lower()) for kind, count in of_internet.items() if count)
    return held


def memory_of_local_sockets(each):
    """Bytes that wait in sockets of AF_UNIX, as the kernel lists them (sock_diag(7)); `each` for all where it does not.

    What was sent counts where it came from. What senders have left that are gone counts as `each`: one for whoever
    reads a stream, one for each connection that nobody has accepted, and as many as the queue is long for datagrams.
    """
    held = 0
    try:
        for kind, found in local_sockets():
            held += struct.unpack_from("=9I", found[UNIX_MEMORY])[2]
            waiting = array.array("I", found.get(UNIX_CONNECTING, b""))
            if waiting:
                held += each * waiting.count(0)
            elif any(found[UNIX_QUEUE][:4]) and not any(found.get(UNIX_PEER, b"")):
                held += each * (1 if kind == socket.SOCK_STREAM else LONGEST_QUEUE)
    except OSError:
        with open("/proc/net/unix") as file:
            return each * (len(list(file)) - 1)
    return held


def local_sockets():
    """The kind and the attributes of each socket of AF_UNIX. Raises OSError where the kernel lists none."""
    wanted = struct.pack("=BBHIIIII", socket.AF_UNIX, 0, 0, ANY, 0, UNIX_SHOW, ANY, ANY)
    with socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, SOCK_DIAG) as line:
        line.send(struct.pack("=IHHII", 16 + len(wanted), DIAG_BY_FAMILY, DUMP_REQUEST, 0, 0) + wanted)
        while True:
            for kind, message in netlink_parts(line.recv(65536), "=IHHII"):
                if kind == DIAG_DONE:
                    return
                if kind != DIAG_BY_FAMILY:
                    raise OSError("this kernel lists no sockets of AF_UNIX")
                yield message[1], dict(netlink_parts(message[16:], "=HH"))


def netlink_parts(data, header):
    """The kind and the content of each message, or attribute, in what netlink(7) sends: length, kind, content."""
    while len(data) >= struct.calcsize(header):
        size, kind = struct.unpack_from(header, data)[:2]
        yield kind, data[struct.calcsize(header) : size]
        data = data[(size + 3) & ~3 :]


def waiting_for_the_kernel():
    """Bytes that wait in sockets of AF_NETLINK, in both directions."""
    with open("/proc/net/netlink") as file:
        return sum(sum(map(int, row.split()[4:6])) for row in list(file)[1:])


def waiting_in(kind):
    """Bytes that wait in all sockets of a kind: to be sent, and to be read."""
    with open(f"/proc/net/{kind}") as file:
        rows = [line.split(maxsplit=5)[4] for line in file][1:]
    return sum(int(number, 16) for row in rows for number in row.split(":"))


def memory_of_files(folders):
    """Bytes that the kernel keeps about the files in these file systems, which an empty file takes as well."""
    found = [os.statvfs(folder) for folder in folders]
    return sum(each.f_files - each.f_ffree for each in found) * FILE_MEMORY


def processor_time(process):
    """Seconds that a process, and those of its children that have ended, were at work; 0 when it has ended."""
    try:
        with open(f"/proc/{process}/stat", "rb") as file:
            return sum(map(int, file.read().rpartition(b")")[2].split()[11:15])) / TICKS
    except OSError:
        return 0.0


def set_session_back(child, back):
    """Has the session of a child run when nobody else wants to, or as all do; whether that could be done now.

    Priorities count within a session only, where the kernel shares out by sessions (sched(7), autogroup); this one
    says little more than ten times a second whether it takes a new one.
    """
    try:
        with open(f"/proc/{child}/autogroup", "w") as file:
            file.write("19" if back else "0")
    except OSError:
        return False
    return True


def write_quietly(file_descriptor, data):
    """Writes to whoever may have gone, or may not read."""
    try:
        if select.select([], [file_descriptor], [], 0)[1]:
            os.write(file_descriptor, data)
    except OSError:
        return


def children_of_this_process():
    """The process ids of the children that Linux lists; elsewhere an empty set."""
    try:
        return children_of(os.getpid(), os.getpid())
    except OSError:
        return set()


def children_of(process, thread):
    """The process ids of the children that a thread has started (proc(5)). Raises OSError where nobody lists them."""
    with open(f"/proc/{process}/task/{thread}/children") as file:
        return {int(word) for word in file.read().split()}


def waits_of(process):
    """The call of the system in which each thread waits, whether with a limit of time, and how often it has waited.

    Empty when a thread is at work or has children, or where nobody tells (proc(5)).
    """
    endless, waits = MAY_WAIT_FOR_GOOD.get(os.uname().machine, {}), {}
    try:
        for thread in os.listdir(f"/proc/{process}/task"):
            with open(f"/proc/{process}/task/{thread}/syscall") as file:
                call = file.read()
            number, *arguments = call.split()
            if not number.isdigit() or int(number) not in endless or children_of(process, thread):
                return {}
            limit = endless[int(number)]
            has_limit = limit is not None and int(arguments[limit], 16) not in NO_LIMIT
            waits[thread] = [call, has_limit, times_that_waited(process, thread)]
    except OSError:
        return {}
    return waits


def limits_of(process):
    """For each thread, the wait that it is in, as a text that no other wait has, and its limit of time in seconds.

    0.0 when it has none, or none that shows as a number; "" and 0.0 when the thread is at work.
    """
    limits = {}
    for folder in threads_of(process):
        thread = os.path.basename(folder)
        try:
            with open(f"{folder}/syscall") as file:
                call = file.read()
            is_waiting = call.split()[0].isdigit()
            wait = f"{times_that_waited(process, thread)} {call}" if is_waiting else ""
        except OSError:  # it has ended
            continue
        limits[thread] = [wait, seconds_of(call) if is_waiting else 0.0]
    return limits


def seconds_of(call):
    """The limit of time of a call of the system; 0.0 when it has none, or does not show it as a number."""
    number, *arguments = call.split()
    place = LIMIT_IN_MILLISECONDS.get(os.uname().machine, {}).get(int(number))
    limit = int(arguments[place], 16) if place is not None else 0
    return 0.0 if limit in NO_LIMIT else limit / 1_000


def times_that_waited(process, thread):
    """How often a thread has given up its processor, to wait for something."""
    with open(f"/proc/{process}/task/{thread}/status") as file:
        return next(int(line.split()[1]) for line in file if line.startswith("voluntary_ctxt_switches"))


def nobody_else_works(threads):
    """Whether this process has so many threads, no child, and none that was left to the nursery; False if unknown."""
    own, nursery = os.getpid(), os.getppid()
    try:
        here = os.listdir(f"/proc/{own}/task")
        return (
            len(here) == threads
            and not any(children_of(own, thread) for thread in here)
            and (children_of(nursery, nursery) == {own})
        )
    except OSError:
        return False


def serve_alone(host, port, token, module_file):
    """Serves one check from this very process: the portable way, without fork."""
    line = socket.create_connection((host, int(port)))
    stream = line.makefile("rwb")
    stream.write(token.encode())
    stream.flush()
    open_standard_streams()
    Served(module_file, stream).serve(stream)


def be_a_nursery(line):
    """Obeys the orders that come on a line, by its file descriptor; never returns."""
    try:
        adopt_orphans()
        be_readable(False)
        Nursery(socket.socket(fileno=line)).run()
    except BaseException:  # in a fork, nothing may return to what it was forked from
        print_error()
        os._exit(70)
    os._exit(0)  # nothing is left to tidy up, and somebody waits for the end


def be_nurseries(module_file, lines):
    """Forks a nursery for each line, once all that they need has been imported; ends when the last of them has."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    be_readable(False)
    preload(module_file)
    gc.collect()
    gc.freeze()
    for line in lines:
        if os.fork() == 0:
            for other in lines:
                if other != line:
                    os.close(other)
            be_a_nursery(line)
    for line in lines:
        os.close(line)
    for _ in lines:
        os.wait()
    os._exit(0)


def main():
    sys.dont_write_bytecode = True
    mode, *rest = sys.argv[1:]
    if mode == "alone":
        serve_alone(*rest)
    elif mode == "nurseries":
        be_nurseries(rest[0], [int(number) for number in rest[1:]])
    else:
        be_a_nursery(int(rest[0]))


if __name__ == "__main__":
    main()
