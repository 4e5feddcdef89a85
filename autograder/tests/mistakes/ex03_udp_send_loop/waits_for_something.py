# expected: udp-empty-is-eof
def receive_text(sock):
    data = b""
    while not data:
        data, sender = sock.recvfrom(65535)
    return data.decode(errors="replace"), sender
