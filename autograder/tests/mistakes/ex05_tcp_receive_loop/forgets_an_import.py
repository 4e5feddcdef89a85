# expected: unknown-name in receive_all_joins_the_pieces
def receive_all(sock):
    buffer = io.BytesIO()
    while chunk := sock.recv(4096):
        buffer.write(chunk)
    return buffer.getvalue()
