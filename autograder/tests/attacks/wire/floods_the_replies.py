# cases: 15, 44
# exercise: ex05
# attacks: receive_all_returns_a_short_message, request_gives_up_on_a_silent_server
"""Writes answers that nobody asked for, without end, while the grader waits for something on the wire."""
import gc


def flood():
    served = next(thing for thing in gc.get_objects() if hasattr(type(thing), "do_call"))
    while True:
        served.replies.write(b"\0\0\0\2{}" * 10_000)
        served.replies.flush()


def request(address, message, timeout=5.0):
    if timeout < 1:
        flood()
    return _own["request"](address, message, timeout)


def receive_all(sock):
    flood()
