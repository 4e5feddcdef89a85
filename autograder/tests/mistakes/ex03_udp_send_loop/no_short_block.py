# expected: exact-multiple in send_message_ends_full_blocks_with_an_empty_one
def send_message(sock, message, address, size=512):
    if not 1 <= size <= LARGEST:
        raise ValueError(size)
    blocks = [message[start : start + size] for start in range(0, len(message), size)] or [b""]
    for block in blocks:
        sock.sendto(block, address)
    return len(blocks)
