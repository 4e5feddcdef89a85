# expected: bad-input-kills
def receive_text(sock):
    data, sender = sock.recvfrom(65535)
    return data.decode(), sender
