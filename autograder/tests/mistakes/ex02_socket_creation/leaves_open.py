# expected: socket-left-open
KEPT = []


def bound_socket(host, port=0):
    sock = create("IPv4", "UDP")
    KEPT.append(sock)
    sock.bind((host, port))
    return sock
