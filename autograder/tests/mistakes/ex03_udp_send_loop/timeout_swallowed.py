# expected: exception-swallowed
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
