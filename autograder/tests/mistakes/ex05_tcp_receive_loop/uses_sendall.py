# expected: uses-sendall-in-send-all
def send_all(sock, data):
    sock.sendall(data)
