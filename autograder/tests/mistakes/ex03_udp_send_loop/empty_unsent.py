# expected: empty-message-unsent in send_message_sends_an_empty_one
def send_message(sock, message, address, size=512):
    if not 1 <= size <= LARGEST:
        raise ValueError(size)
    count = 0
    while message:
        sock.sendto(message[:size], address)
        count += 1
        if len(message) == size:
            sock.sendto(b"", address)
            count += 1
        message = message[size:]
    return count
