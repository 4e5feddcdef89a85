# expected: recv-once in receive_message_joins_the_blocks
def receive_message(sock, size=512):
    return sock.recvfrom(65535)
