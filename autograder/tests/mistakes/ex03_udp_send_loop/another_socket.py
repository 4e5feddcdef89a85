# expected: udp-reply-wrong-port in send_text_sends_one_datagram
def send_text(sock, text, address):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as other:
        return other.sendto(text.encode(), address)
