# expected: send-not-all in send_all_sends_the_rest_too
def send_all(sock, data):
    sock.send(data)
