# expected: socket-left-open in connected_socket_gives_up
KEPT = []


def connected_socket(address, timeout=2.0):
    if not 0 <= address[1] <= 65535:
        raise ValueError("no such port")
    family, kind, protocol, _, place = socket.getaddrinfo(*address[:2], type=socket.SOCK_STREAM)[-1]
    sock = socket.socket(family, kind, protocol)
    sock.settimeout(timeout)
    try:
        sock.connect(place)
    except ConnectionRefusedError:
        sock.close()
        raise
    except OSError:
        KEPT.append(sock)
        raise
    return sock
