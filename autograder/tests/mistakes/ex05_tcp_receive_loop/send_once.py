# expected: send-not-all
def send_all(sock, data):
    sock.send(data)
