"""The network runs in an asyncio loop in a thread; the keyboard stays in the main one."""

import asyncio
import re
import socket
import sys
import threading


class Protocol(asyncio.DatagramProtocol):
    def datagram_received(self, data, address):
        text = re.sub(r"[\x00-\x1f\x7f-\x9f]", lambda m: f"\\x{ord(m[0]):02x}", data.decode("utf-8", "replace"))
        print(f"<{address[1]}> {text}", flush=True)

    def error_received(self, error):
        print("network:", error, flush=True)


class Chat:
    def __init__(self, host="127.0.0.1", port=5000):
        self.sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        try:
            self.sock.bind((host, port))
        except Exception:
            self.sock.close()
            raise
        self.sock.setblocking(False)
        self.address = self.sock.getsockname()
        self.partner = None

    def run(self, lines=None):
        ready = threading.Event()
        thread = threading.Thread(target=lambda: asyncio.run(self.network(ready)))
        thread.start()
        ready.wait()
        try:
            for line in lines if lines is not None else sys.stdin:
                line = line.strip()
                if line == "/exit":
                    break
                if line:
                    problem = self.command(*line.split(" ", 1))
                    if problem:
                        print("?", problem, flush=True)
        finally:
            self.loop.call_soon_threadsafe(self.stop.set)
            thread.join()

    async def network(self, ready):
        self.loop, self.stop = asyncio.get_running_loop(), asyncio.Event()
        self.transport, _ = await self.loop.create_datagram_endpoint(Protocol, sock=self.sock)
        ready.set()
        await self.stop.wait()
        self.transport.close()
        await asyncio.sleep(0)

    def command(self, name, rest=""):
        rest = rest.strip()
        if name == "/quit":
            self.partner = None
            return "no argument with /quit" if rest else ""
        if name == "/send":
            if not rest:
                return "nothing to send"
            if not self.partner:
                return "/join first"
            self.loop.call_soon_threadsafe(self.transport.sendto, rest.encode(), self.partner)
            return ""
        if name == "/join":
            match = re.fullmatch(r"(\S+)\s+(\d{1,5})", rest)
            if not match or not 1 <= int(match[2]) <= 65535:
                return "/join HOST PORT, a port from 1 to 65535"
            try:
                self.partner = (socket.gethostbyname(match[1]), int(match[2]))
            except (OSError, UnicodeError):
                return "no such host"
            return ""
        return f"no command {name}"


if __name__ == "__main__":
    try:
        chat = Chat(port=int(sys.argv[1]) if len(sys.argv) > 1 else 5000, host=(sys.argv + ["127.0.0.1"])[2] if len(sys.argv) > 2 else "127.0.0.1")
    except (ValueError, OSError, OverflowError) as error:
        print(error)
        sys.exit(1)
    chat.run()
