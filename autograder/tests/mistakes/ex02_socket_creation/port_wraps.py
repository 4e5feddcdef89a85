# expected: port-wraps in connected_socket_refuses_an_impossible_port
def connected_socket(address, timeout=2.0):
    return socket.create_connection((address[0], str(address[1])), timeout)
