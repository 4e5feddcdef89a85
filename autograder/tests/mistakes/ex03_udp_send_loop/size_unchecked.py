# expected: size-limit-ignored in send_message_refuses_other_sizes
def send_message(sock, message, address, size=512):
    starts = range(0, len(message) + 1, max(1, size))
    for start in starts:
        sock.sendto(message[start : start + size], address)
    return len(starts)
