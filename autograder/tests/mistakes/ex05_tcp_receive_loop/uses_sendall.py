# expected: uses-sendall-in-send-all in send_all_uses_send_alone
def send_all(sock, data):
    sock.sendall(data)
