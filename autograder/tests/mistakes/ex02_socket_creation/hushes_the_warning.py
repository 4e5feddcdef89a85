# expected: socket-left-open in bound_socket_lets_the_error_through
import warnings

warnings.simplefilter("ignore")


def bound_socket(host, port=0):
    sock = create("IPv4", "UDP")
    sock.bind((host, port))
    return sock
