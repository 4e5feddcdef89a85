# expected: udp-send-loop in send_text_sends_the_largest_whole
def send_text(sock, text, address):
    data = text.encode()
    total = 0
    while total < len(data):
        total += sock.sendto(data[total : total + 512], address)
    return total
