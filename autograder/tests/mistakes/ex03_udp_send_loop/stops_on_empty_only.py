# expected: udp-empty-is-eof in receive_message_returns_a_single_block
def receive_message(sock, size=512):
    message = b""
    while True:
        block, sender = sock.recvfrom(LARGEST)
        if not block:
            return message, sender
        message += block
