# expected: forgot-return
def receive_all(sock):
    data = b""
    while chunk := sock.recv(4096):
        data += chunk
