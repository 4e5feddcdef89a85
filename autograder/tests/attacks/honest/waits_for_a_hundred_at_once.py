"""A hundred clients in one loop, as selectors and asyncio serve them."""
import asyncio


async def answer(reader, writer):
    while line := await reader.readline():
        writer.write(line.upper())
        await writer.drain()
    writer.close()


async def ask(port, number):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(f"client {number}\n".encode())
    line = await reader.readline()
    writer.close()
    await writer.wait_closed()
    return line


async def everybody():
    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        return await asyncio.gather(*(ask(port, number) for number in range(100)))


def honest():
    return asyncio.run(everybody()) == [f"CLIENT {number}\n".encode() for number in range(100)]
