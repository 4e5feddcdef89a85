# expected: stays-connected in receive_message_leaves_the_next_message
def receive_message(sock, size=512):
    message, sender = sock.recvfrom(65535)
    if len(message) < size:
        return message, sender
    sock.connect(sender)
    while True:
        block, other = sock.recvfrom(65535)
        if other == sender:
            message += block
            if len(block) < size:
                return message, sender
