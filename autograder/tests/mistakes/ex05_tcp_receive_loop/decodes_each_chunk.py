# expected: decode-per-chunk
def receive_all(sock):
    text = ""
    while chunk := sock.recv(4096):
        text += chunk.decode()
    return text.encode()
