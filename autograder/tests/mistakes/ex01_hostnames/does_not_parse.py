# expected: module-does-not-load in local_name_is_the_name_of_this_machine (whole module)
import socket


def local_name()
    return socket.gethostname()
