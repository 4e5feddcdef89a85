# expected: recvfrom-tuple
def receive_text(sock):
    text = sock.recvfrom(65535).decode()
    return text, None
