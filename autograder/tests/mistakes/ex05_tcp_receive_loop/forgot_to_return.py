# expected: forgot-return in receive_all_returns_a_short_message
def receive_all(sock):
    data = b""
    while chunk := sock.recv(4096):
        data += chunk
