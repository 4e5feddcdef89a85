# expected: last-block-twice in send_message_sends_a_short_one_as_one_block
def send_message(sock, message, address, size=512):
    if not 1 <= size <= LARGEST:
        raise ValueError(size)
    blocks = [message[start : start + size] for start in range(0, len(message) + 1, size)]
    for block in blocks:
        sock.sendto(block, address)
    sock.sendto(blocks[-1], address)
    return len(blocks)
