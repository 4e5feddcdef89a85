# expected: stays-connected in receive_message_leaves_the_next_message
def receive_message(sock, size=512):
    block, sender = sock.recvfrom(65535)
    sock.connect(sender)
    message = block
    while len(block) >= size:
        data, other = sock.recvfrom(65535)
        if other == sender:
            block = data
            message += block
    return message, sender
