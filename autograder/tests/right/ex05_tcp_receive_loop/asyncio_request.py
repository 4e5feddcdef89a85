"""request with asyncio streams, the rest with functools and generators."""

import asyncio


def _chunks(sock, size=16384):
    while True:
        chunk = sock.recv(size)
        if not chunk:
            return
        yield chunk


def send_all(sock, data):
    total = 0
    while total < len(data):
        sent = sock.send(data[total : total + 65536])
        if sent == 0:
            raise ConnectionError("broken")
        total += sent


def receive_all(sock):
    return b"".join(_chunks(sock))


def receive_exactly(sock, size):
    result = bytearray()
    while (missing := size - len(result)) > 0:
        chunk = sock.recv(min(missing, 4096))
        if not chunk:
            raise EOFError(f"expected {size} bytes, received {len(result)}")
        result.extend(chunk)
    return bytes(result)


async def _request(host, port, message, timeout):
    reader, writer = await asyncio.wait_for(asyncio.open_connection(host, port), timeout)
    try:
        writer.write(message)
        await writer.drain()
        writer.write_eof()
        parts = []
        while part := await asyncio.wait_for(reader.read(65536), timeout):
            parts.append(part)
        return b"".join(parts)
    finally:
        writer.close()
        try:
            await writer.wait_closed()
        except OSError:
            pass


def request(address, message, timeout=5.0):
    return asyncio.run(_request(address[0], address[1], message, timeout))
