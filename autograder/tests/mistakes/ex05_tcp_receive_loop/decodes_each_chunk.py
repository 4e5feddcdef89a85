# expected: decode-per-chunk in receive_all_returns_a_short_message
def receive_all(sock):
    text = ""
    while chunk := sock.recv(4096):
        text += chunk.decode()
    return text.encode()
