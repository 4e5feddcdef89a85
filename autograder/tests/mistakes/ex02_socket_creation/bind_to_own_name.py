# expected: bind-gethostname in bound_socket_lets_the_error_through
def bound_socket(host, port=0):
    sock = create("IPv4", "UDP")
    try:
        sock.bind((socket.gethostname(), port))
    except OSError:
        sock.close()
        raise
    return sock
