"""asyncio on both sides; the listening socket is made in the constructor."""

import asyncio
import socket
import sys


class EchoServer:
    def __init__(self, host="127.0.0.1", port=0):
        self.sock = socket.create_server((host, port))
        self.address = self.sock.getsockname()
        self.stopped = False

    def run(self):
        asyncio.run(self.main())

    async def main(self):
        tasks = set()

        async def serve(reader, writer):
            task = asyncio.current_task()
            tasks.add(task)
            try:
                await self.echo(reader, writer)
            except (OSError, asyncio.CancelledError):
                pass
            finally:
                tasks.discard(task)
                writer.transport.abort() if self.stopped else writer.close()

        server = await asyncio.start_server(serve, sock=self.sock)
        try:
            while not self.stopped:
                await asyncio.sleep(0.1)
        finally:
            server.close()
            for task in list(tasks):
                task.cancel()
            if tasks:
                await asyncio.wait(tasks, timeout=0.5)

    async def echo(self, reader, writer):
        message = bytearray()
        while data := await reader.read(65536):
            message += data
            writer.write(data)
            await writer.drain()
        print(message.decode("utf-8", "replace"), flush=True)

    def stop(self):
        self.stopped = True


class EchoClient:
    def __init__(self, address, timeout=5.0):
        self.address = address
        self.timeout = timeout

    def run(self, message):
        return asyncio.run(self.talk(message.encode()))

    async def talk(self, data):
        host, port = self.address[:2]
        reader, writer = await asyncio.wait_for(asyncio.open_connection(host, port), self.timeout)

        async def send():
            writer.write(data)
            await writer.drain()
            writer.write_eof()

        sending = asyncio.create_task(send())
        try:
            received = []
            while part := await asyncio.wait_for(reader.read(65536), self.timeout):
                received.append(part)
            await sending
            return b"".join(received).decode()
        finally:
            sending.cancel()
            writer.transport.abort()


if __name__ == "__main__":
    server = EchoServer(port=int(sys.argv[1]) if len(sys.argv) > 1 else 0)
    print("listening:", server.address, flush=True)
    try:
        server.run()
    except KeyboardInterrupt:
        pass
