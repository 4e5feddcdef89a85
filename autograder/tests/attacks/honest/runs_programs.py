"""Starts other programs, and talks with them."""
import subprocess
import sys


def honest():
    said = subprocess.run(["sh", "-c", "read word; echo $word"], input="hello\n", capture_output=True, text=True).stdout
    code = "import socket, ssl, asyncio, sys; print(sys.stdin.read().upper(), end='')"
    loud = subprocess.run([sys.executable, "-c", code], input=said, capture_output=True, text=True).stdout
    return loud == "HELLO\n"
