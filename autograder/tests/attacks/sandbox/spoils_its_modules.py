# cases: 9
# destructive
# spoils: its own check
# fact: returned None|ended|had not|cannot be read
"""Replaces what the process beside it works with: json, struct, sockets, time, the garbage collector."""
import builtins
import gc
import json
import os
import socket
import struct
import time


def attack(bait):
    gc.disable()
    json.loads = json.dumps = lambda *_, **__: '{"passed": true, "points": 15}'
    struct.unpack = lambda *_: (2**32 - 1,)
    socket.socket.recv = socket.socket.close = lambda *_: b""
    time.time = time.monotonic = lambda: 0.0
    os.write = os.read = lambda *_: 0
    builtins.isinstance = lambda *_: True
    builtins.len = lambda *_: 0
