# expected: rest-cut-twice in send_all_sends_the_rest_too
def send_all(sock, data):
    sent = 0
    while data:
        sent += sock.send(data[sent:])
        data = data[sent:]
