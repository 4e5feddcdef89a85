# expected: limit-off-by-one in send_message_takes_the_extreme_sizes
right = send_message


def send_message(sock, message, address, size=512):
    if size >= 65507:
        raise ValueError("a block has 1 to 65507 bytes")
    return right(sock, message, address, size)
