# expected: udp-any-sender
def receive_message(sock, size=512):
    blocks = []
    while True:
        block, sender = sock.recvfrom(LARGEST)
        blocks.append(block)
        if len(block) < size:
            return b"".join(blocks), sender
