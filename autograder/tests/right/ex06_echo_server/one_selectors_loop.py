"""One loop with selectors serves everybody; each client has a buffer of what is still to go back."""

import selectors
import socket
import sys


class EchoServer:
    def __init__(self, host="127.0.0.1", port=0):
        self._listener = socket.create_server((host, port))
        self._listener.setblocking(False)
        self.address = self._listener.getsockname()
        self._go_on = True

    def run(self):
        selector = selectors.DefaultSelector()
        selector.register(self._listener, selectors.EVENT_READ)
        clients = {}
        try:
            while self._go_on:
                for key, events in selector.select(timeout=0.3):
                    if key.fileobj is self._listener:
                        client, _ = self._listener.accept()
                        client.setblocking(False)
                        clients[client] = {"all": bytearray(), "waiting": bytearray(), "ended": False}
                        selector.register(client, selectors.EVENT_READ)
                        continue
                    client = key.fileobj
                    try:
                        over = self._serve(client, clients[client], events)
                    except OSError:
                        over = True
                    if over:
                        selector.unregister(client)
                        client.close()
                        del clients[client]
                    else:
                        state = clients[client]
                        wanted = 0 if state["ended"] or len(state["waiting"]) > 1_000_000 else selectors.EVENT_READ
                        if state["waiting"]:
                            wanted |= selectors.EVENT_WRITE
                        selector.modify(client, wanted)
        finally:
            for client in clients:
                client.close()
            selector.close()
            self._listener.close()

    def _serve(self, client, state, events):
        if events & selectors.EVENT_READ:
            data = client.recv(65536)
            if data:
                state["all"] += data
                state["waiting"] += data
            else:
                state["ended"] = True
        if state["waiting"]:
            try:
                sent = client.send(state["waiting"])
                del state["waiting"][:sent]
            except BlockingIOError:
                pass
        if state["ended"] and not state["waiting"]:
            if state["all"]:
                print(state["all"].decode(errors="replace"), flush=True)
            return True
        return False

    def stop(self):
        self._go_on = False


class EchoClient:
    def __init__(self, address, timeout=5.0):
        self._address, self._timeout = address, timeout

    def run(self, message):
        todo = memoryview(message.encode())
        parts = []
        with socket.create_connection(self._address, self._timeout) as sock, selectors.DefaultSelector() as selector:
            sock.setblocking(False)
            selector.register(sock, selectors.EVENT_READ | selectors.EVENT_WRITE)
            while True:
                ready = selector.select(self._timeout)
                if not ready:
                    raise TimeoutError(f"nothing for {self._timeout} s")
                _, events = ready[0]
                if events & selectors.EVENT_READ:
                    part = sock.recv(1 << 18)
                    if not part:
                        break
                    parts.append(part)
                if events & selectors.EVENT_WRITE:
                    if todo:
                        todo = todo[sock.send(todo) :]
                    if not todo:
                        sock.shutdown(socket.SHUT_WR)
                        selector.modify(sock, selectors.EVENT_READ)
        return b"".join(parts).decode()


if __name__ == "__main__":
    server = EchoServer("127.0.0.1", int(sys.argv[1]) if sys.argv[1:] else 0)
    print(f"port {server.address[1]} of {server.address[0]}", flush=True)
    try:
        server.run()
    except KeyboardInterrupt:
        pass
