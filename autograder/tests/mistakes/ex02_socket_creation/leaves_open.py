# expected: socket-left-open in bound_socket_lets_the_error_through
KEPT = []


def bound_socket(host, port=0):
    sock = create("IPv4", "UDP")
    KEPT.append(sock)
    sock.bind((host, port))
    return sock
