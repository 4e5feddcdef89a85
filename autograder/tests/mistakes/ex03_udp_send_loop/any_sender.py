# expected: udp-any-sender in receive_message_leaves_strangers_out
def receive_message(sock, size=512):
    blocks = []
    while True:
        block, sender = sock.recvfrom(LARGEST)
        blocks.append(block)
        if len(block) < size:
            return b"".join(blocks), sender
