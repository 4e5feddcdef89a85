# expected: exception-swallowed in request_gives_up_on_a_silent_server
def request(address, message, timeout=5.0):
    try:
        with socket.create_connection(address, timeout) as sock:
            sock.sendall(message)
            sock.shutdown(socket.SHUT_WR)
            return receive_all(sock)
    except OSError:
        return b""
