# expected: str-not-bytes in send_text_sends_one_datagram
def send_text(sock, text, address):
    return sock.sendto(text, address)
