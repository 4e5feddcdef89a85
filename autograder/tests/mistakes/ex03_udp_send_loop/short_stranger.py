# expected: udp-any-sender in receive_message_is_not_ended_by_strangers
def receive_message(sock, size=512):
    block, sender = sock.recvfrom(65535)
    blocks = [block]
    while len(block) >= size:
        block, other = sock.recvfrom(65535)
        if other == sender:
            blocks.append(block)
    return b"".join(blocks), sender
