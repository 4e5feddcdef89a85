# expected: udp-small-buffer
def receive_text(sock):
    data, sender = sock.recvfrom(1024)
    return data.decode(errors="replace"), sender
