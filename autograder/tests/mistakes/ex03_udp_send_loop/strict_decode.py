# expected: bad-input-kills in receive_text_replaces_what_is_no_text
def receive_text(sock):
    data, sender = sock.recvfrom(65535)
    return data.decode(), sender
