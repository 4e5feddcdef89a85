# expected: recvfrom-tuple in receive_text_returns_text_and_sender
def receive_text(sock):
    text = sock.recvfrom(65535).decode()
    return text, None
