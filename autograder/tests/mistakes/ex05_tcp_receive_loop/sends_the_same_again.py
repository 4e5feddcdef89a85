# expected: resends-from-start in send_all_sends_the_rest_too
def send_all(sock, data):
    sent = 0
    while sent < len(data):
        sent += sock.send(data)
