# expected: repr-not-encode in send_text_sends_one_datagram
def send_text(sock, text, address):
    return sock.sendto(str(text.encode()).encode(), address)
