"""A non-blocking connect that is waited for with select."""

import select
import socket


def create(family="IPv4", transport="TCP"):
    families = dict(IPv4=socket.AF_INET, IPv6=socket.AF_INET6)
    transports = dict(TCP=socket.SOCK_STREAM, UDP=socket.SOCK_DGRAM)
    for word, table in ((family, families), (transport, transports)):
        if word not in table:
            raise ValueError(f"{word} is none of " + ", ".join(table))
    return socket.socket(families[family], transports[transport])


def describe(sock):
    address = sock.getsockname()
    family = {socket.AF_INET: "IPv4", socket.AF_INET6: "IPv6"}[sock.family]
    transport = {socket.SOCK_STREAM: "TCP", socket.SOCK_DGRAM: "UDP"}[sock.type]
    host = "[" + address[0] + "]" if ":" in address[0] else address[0]
    return family + " " + transport + " " + host + ":" + str(address[1])


def bound_socket(host, port=0):
    sock = create(transport="UDP")
    try:
        sock.bind((host, port))
    except (OSError, OverflowError):
        sock.close()
        raise
    else:
        return sock


def connected_socket(address, timeout=2.0):
    host, port = address
    if port > 65535 or port < 0:
        raise ValueError("port out of range")
    answers = socket.getaddrinfo(host, port, 0, socket.SOCK_STREAM)
    last = None
    for family, kind, protocol, _, where in answers:
        sock = socket.socket(family, kind, protocol)
        sock.setblocking(False)
        sock.connect_ex(where)
        _, writable, failed = select.select([], [sock], [sock], timeout)
        number = sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
        if writable and number == 0:
            sock.setblocking(True)
            return sock
        sock.close()
        if not writable and not failed:
            last = TimeoutError(f"no answer from {host} within {timeout} s")
        else:
            last = OSError(number, "connect failed")
    raise last


def probe(address, timeout=1.0):
    try:
        sock = connected_socket(address, timeout)
    except socket.gaierror:
        return "unknown host"
    except UnicodeError:
        return "unknown host"
    except ValueError:
        return "invalid port"
    except TimeoutError:
        return "no answer"
    except ConnectionRefusedError:
        return "refused"
    except OSError:
        return "no answer"
    else:
        sock.close()
        return "open"
