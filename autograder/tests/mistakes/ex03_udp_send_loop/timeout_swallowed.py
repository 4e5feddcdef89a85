# expected: exception-swallowed in receive_message_tells_that_nothing_came
def receive_message(sock, size=512):
    blocks, sender = [], None
    try:
        while True:
            block, address = sock.recvfrom(LARGEST)
            sender = sender or address
            if address == sender:
                blocks.append(block)
                if len(block) < size:
                    break
    except TimeoutError:
        pass
    return b"".join(blocks), sender
