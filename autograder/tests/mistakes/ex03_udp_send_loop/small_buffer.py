# expected: udp-small-buffer in receive_text_has_room_for_the_largest
def receive_text(sock):
    data, sender = sock.recvfrom(1024)
    return data.decode(errors="replace"), sender
