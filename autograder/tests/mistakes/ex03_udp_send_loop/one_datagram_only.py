# expected: recv-once
def receive_message(sock, size=512):
    return sock.recvfrom(65535)
