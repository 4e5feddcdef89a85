# expected: str-not-bytes
def send_text(sock, text, address):
    return sock.sendto(text, address)
