# expected: bytes-vs-chars in send_text_counts_bytes
def send_text(sock, text, address):
    sock.sendto(text.encode(), address)
    return len(text)
