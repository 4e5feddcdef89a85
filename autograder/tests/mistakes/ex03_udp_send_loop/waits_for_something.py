# expected: udp-empty-is-eof in receive_text_takes_an_empty_datagram
def receive_text(sock):
    data = b""
    while not data:
        data, sender = sock.recvfrom(65535)
    return data.decode(errors="replace"), sender
