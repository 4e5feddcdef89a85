# expected: exception-swallowed in request_tells_when_the_connection_breaks
def request(address, message, timeout=5.0):
    with socket.create_connection(address, timeout) as sock:
        send_all(sock, message)
        sock.shutdown(socket.SHUT_WR)
        reply = b""
        try:
            while chunk := sock.recv(4096):
                reply += chunk
        except ConnectionError:
            pass
        return reply
