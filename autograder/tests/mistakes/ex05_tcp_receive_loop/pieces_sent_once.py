# expected: send-not-all in send_all_sends_the_rest_of_each_piece
def send_all(sock, data):
    for start in range(0, len(data), 4096):
        sock.send(data[start : start + 4096])
