# expected: port-wraps
def connected_socket(address, timeout=2.0):
    return socket.create_connection((address[0], str(address[1])), timeout)
