# expected: bytes-vs-chars
def send_text(sock, text, address):
    sock.sendto(text.encode(), address)
    return len(text)
