"""What programs ask a system for: users, names, services, numbers drawn by lot, time, ciphers."""
import datetime
import locale
import os
import pwd
import secrets
import signal
import socket
import ssl
import uuid


def honest():
    signal.signal(signal.SIGALRM, lambda *_: None)
    signal.setitimer(signal.ITIMER_REAL, 0.01)
    signal.pause()
    return all(
        (
            os.getuid() != 1000 or pwd.getpwuid(1000).pw_name,
            socket.gethostbyname("localhost") == "127.0.0.1",
            socket.getservbyname("http") == 80,
            socket.getprotobyname("tcp") == 6,
            socket.getfqdn(),
            socket.if_nameindex(),
            secrets.token_bytes(16),
            os.urandom(16),
            uuid.uuid4(),
            datetime.datetime.now().astimezone(),
            ssl.create_default_context(),
            locale.getlocale(),
            os.cpu_count(),
        )
    )
