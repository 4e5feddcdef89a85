# expected: args-not-checked in connected_socket_refuses_an_impossible_port
def connected_socket(address, timeout=2.0):
    if address[1] > 65535:
        raise ValueError(f"{address[1]} is no port")
    return socket.create_connection(address, timeout)
