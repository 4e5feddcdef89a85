# expected: recv-n-exact in receive_exactly_leaves_the_next_bytes
def receive_exactly(sock, size):
    data = sock.recv(size, socket.MSG_WAITALL) if size else b""
    if len(data) < size:
        raise EOFError(f"{len(data)} of {size} bytes")
    return data
