# expected: wrong-count
def send_message(sock, message, address, size=512):
    if not 1 <= size <= LARGEST:
        raise ValueError(size)
    total = 0
    for start in range(0, len(message) + 1, size):
        total += sock.sendto(message[start : start + size], address)
    return total
