# expected: state-kept in receive_message_leaves_the_next_message
def receive_message(sock, size=512, blocks=[]):
    block, sender = sock.recvfrom(65535)
    blocks.append(block)
    while len(block) >= size:
        block, other = sock.recvfrom(65535)
        if other == sender:
            blocks.append(block)
        else:
            block = bytes(size)
    return b"".join(blocks), sender
