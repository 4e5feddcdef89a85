# expected: wrong-count in send_message_sends_a_short_one_as_one_block
def send_message(sock, message, address, size=512):
    if not 1 <= size <= LARGEST:
        raise ValueError(size)
    total = 0
    for start in range(0, len(message) + 1, size):
        total += sock.sendto(message[start : start + size], address)
    return total
